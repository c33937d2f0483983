"""Under whose record each resident's is read, from all that people decided; pure.

A function of the set of decisions: not of their order, nor of the device. Where decisions contradict
each other - two records each kept over the other, one joined to two, or «two people» said of what was
joined - nothing is followed and every record stands alone until a person has settled it.
"""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision in force about two records: joined under `kept`, or (None) two people."""

    one: str
    other: str
    kept: str | None
    id: str

    @property
    def merged(self) -> str | None:
        """The record that is read under the other; None where they are two people."""
        if self.kept is None:
            return None
        return self.other if self.kept == self.one else self.one


def read_under(decisions: Iterable[Decision], present: Container[str]) -> dict[str, str]:
    """The record kept, for each record that is read under another; of those present alone.

    Where the record kept is not present nothing is followed, so that nobody is hidden.
    """
    found: dict[str, str] = {}
    for people, kept in _settled(list(decisions)):
        if kept in present:
            found |= {who: kept for who in people if who != kept and who in present}
    return found


def disputed(decisions: Iterable[Decision]) -> frozenset[str]:
    """The records of whom decisions contradict each other."""
    told = list(decisions)
    settled = {who for people, _ in _settled(told) for who in people}
    joined = {who for each in told if each.kept is not None for who in (each.one, each.other)}
    return frozenset(joined - settled)


def _settled(decisions: list[Decision]) -> Iterator[tuple[frozenset[str], str]]:
    """Those who are one person without contradiction, with the record kept."""
    kept_over: dict[str, set[str]] = defaultdict(set)
    for each in decisions:
        if each.merged is not None and each.kept is not None:
            kept_over[each.merged].add(each.kept)
    apart = [frozenset({each.one, each.other}) for each in decisions if each.kept is None]
    for people in _groups(kept_over):
        ends = [who for who in people if who not in kept_over]
        is_apart = any(pair <= people for pair in apart)
        if len(ends) == 1 and not is_apart and not _has_circle(people, kept_over):
            yield people, ends[0]


def _groups(kept_over: Mapping[str, set[str]]) -> Iterator[frozenset[str]]:
    """The records that are one person by what was said of any two of them."""
    near: dict[str, set[str]] = defaultdict(set)
    for merged, kept in kept_over.items():
        for each in kept:
            near[merged].add(each)
            near[each].add(merged)
    left = set(near)
    while left:
        people: set[str] = set()
        asked = {min(left)}
        while asked:
            people |= asked
            asked = {each for who in asked for each in near[who]} - people
        left -= people
        yield frozenset(people)


def _has_circle(people: Iterable[str], kept_over: Mapping[str, set[str]]) -> bool:
    """Whether following «is kept over» from somebody never ends: nobody without it can be taken away."""
    left = set(people)
    while ends := {who for who in left if not (kept_over.get(who, set()) & left)}:
        left -= ends
    return bool(left)
