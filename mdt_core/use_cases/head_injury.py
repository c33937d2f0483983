"""What is said beside a blow to the head: facts of the guidance, never a decision or a score.

Source: NICE NG232 (2023), in our own words, to be verified before clinical release. Pure.
"""

from collections.abc import Collection
from typing import Final

from mdt_core.records.fall_answers import HeadSign
from mdt_core.records.falls import HeadStruck

ALWAYS: Final = "These are facts for whoever decides. If life is at risk call 999 first."
SIGNS: Final = (
    "One of these signs after a blow to the head is a reason to be seen in an emergency department "
    "at once (NG232)."
)
ANTICOAGULANT: Final = (
    "an anticoagulant was listed. Even without a sign, NG232 has a CT scan of the head considered: "
    "within 8 hours of the blow, or within 1 hour where 8 hours have passed."
)
ANTIPLATELET: Final = (
    "an antiplatelet other than aspirin alone was listed. NG232 treats it as an anticoagulant here."
)
ASPIRIN_ALONE: Final = (
    "aspirin alone was listed, which NG232 does not treat as an anticoagulant here."
)
UNKNOWN: Final = (
    "The medicines at the time of the fall are not known. Ask, and do not take it for none."
)


def head_injury_facts(
    head: HeadStruck | None,
    signs: Collection[HeadSign],
    anticoagulants: Collection[str],
    antiplatelets: Collection[str],
    *,
    is_list_known: bool,
) -> tuple[str, ...]:
    """The facts that apply, most pressing first; none where the head was not hit or nobody said."""
    if head not in (HeadStruck.HIT, HeadStruck.NOT_KNOWN):
        return ()
    found = [SIGNS] if set(signs) - {HeadSign.NONE} else []
    if anticoagulants:
        found.append(f"{_listed(anticoagulants)}: {ANTICOAGULANT}")
    if antiplatelets:
        is_aspirin_alone = set(antiplatelets) == {"aspirin"}
        words = ASPIRIN_ALONE if is_aspirin_alone else ANTIPLATELET
        found.append(f"{_listed(antiplatelets)}: {words}")
    if not is_list_known:
        found.append(UNKNOWN)
    return (*found, ALWAYS)


def _listed(names: Collection[str]) -> str:
    return ", ".join(names).capitalize()
