"""«No change»: what would be signed for a resident as the store has them now, and signing just that.

Signed in the transaction that reads again: an entry never says «no change» of what nobody had seen.
One resident at a time; there is no deed for several.
"""

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Any

from mdt_core import access
from mdt_core.actor import Actor
from mdt_core.clock import clinical_date, london_day
from mdt_core.errors import InvalidInput, NotFound, Refused
from mdt_core.no_change import NoChange, PlanInForce, no_change
from mdt_core.record import Status
from mdt_core.records.rounds import HowSeen, RoundEntry, RoundMode, SeeAgain
from mdt_core.store.queries.care_decisions import cpr_stands, two_decisions
from mdt_core.store.queries.facts import facts_of
from mdt_core.store.queries.residents import ResidentPage, resident_page
from mdt_core.store.queries.statements import Kept, Signed
from mdt_core.store.store import Reading, Store
from mdt_core.store.unit_of_work import About
from mdt_core.use_cases.round_outcomes import open_round
from mdt_core.use_cases.rounds import SignedEntry
from mdt_core.worklist import shipped_thresholds

NEW_SINCE = "Something is new since you opened. Look before you sign"
_WAYS = {
    RoundMode.IN_PERSON: (HowSeen.IN_PERSON, HowSeen.DISCUSSED),
    RoundMode.VIDEO: (HowSeen.VIDEO, HowSeen.DISCUSSED),
    RoundMode.PHONE: (HowSeen.DISCUSSED,),
}
_ALL_WAYS = (HowSeen.IN_PERSON, HowSeen.VIDEO, HowSeen.DISCUSSED)


@dataclass(frozen=True)
class NoChangeOffer:
    """What would be signed, and the mark of all that was on the screen."""

    said: NoChange
    seen: str


def ways_in(mode: RoundMode | None) -> tuple[HowSeen, ...]:
    """How a resident can have been seen or discussed in a round of that mode."""
    return _WAYS.get(mode, _ALL_WAYS) if mode else _ALL_WAYS


def offer_no_change(store: Store, *, by: Actor, seen: ResidentPage) -> NoChangeOffer:
    """What «no change» would sign for the resident on the screen.

    Raises Refused with what has to be looked at first, also where anything came in since `seen`.
    """
    today = london_day(store.clock())
    with store.reading() as connection:
        now = resident_page(connection, by, seen.line.resident_id)
        if mark_of(now) != mark_of(seen):
            raise Refused(NEW_SINCE)
        return _offer(connection, by, now, today)


def sign_no_change(
    store: Store, *, by: Actor, resident_id: str, round_id: str, how: HowSeen, offer: NoChangeOffer
) -> SignedEntry:
    """Signs «no change» for one resident; raises Refused where anything is new since the offer."""
    if how not in _ALL_WAYS:
        raise InvalidInput("Choose how this person was seen", where="How")
    today = london_day(store.clock())
    with store.deed(by) as unit:
        header = open_round(unit, round_id)
        if how not in ways_in(header.mode):
            raise InvalidInput("Nobody can be seen so in this round", where="How")
        now = resident_page(unit.connection, by, resident_id)
        if _offer(unit.connection, by, now, today) != offer:
            raise Refused(NEW_SINCE)
        entry = RoundEntry(
            round_id=round_id,
            answers=offer.said.looked_at,
            carries_on=offer.said.carries_on,
            how=how,
            plan=offer.said.words,
            see_again=SeeAgain.NEXT_ROUND,
        )
        about = About(resident_id, header.home_id)
        change = unit.sign(entry, about)
        unit.audit("sign no change", about, record_id=change.envelope.record_id)
        return SignedEntry(change.envelope.record_id, (), unit.commit())


def plan_in_force(entries: tuple[Signed[RoundEntry], ...]) -> Signed[RoundEntry] | None:
    """The standing entry whose plan holds: what the newest one wrote, or what it carried on.

    None where there is no plan, and where the plan carried on does not stand any more.
    """
    standing = [each for each in entries if each.status is Status.CURRENT]
    newest = next((each for each in standing if str(each.readable.get("plan", "")).strip()), None)
    if newest is None or not newest.readable.get("carries_on"):
        return newest
    return next((each for each in standing if each.id == newest.readable["carries_on"]), None)


def mark_of(page: ResidentPage) -> str:
    """A mark that differs where anything on the page does: bound by it, nothing new is missed."""
    signed: list[Signed[Any]] = [*page.entries, *page.observations, *page.concerns]
    signed += [
        *page.care.all_of_them(),
        *page.allergies,
        *((page.medicine_list,) if page.medicine_list else ()),
    ]
    kept: list[Kept[Any]] = [*page.medicines, *page.past_medicines, *page.problems]
    kept += [*page.open_actions, *page.stays, page.card]
    heads = (f"{each.mid}:{each.status}" for each in signed)
    cards = (f"{each.id}:{each.has_siblings}:{each.readable}" for each in kept)
    return hashlib.sha256("\x1f".join((*heads, *cards)).encode()).hexdigest()


def _offer(connection: Reading, by: Actor, page: ResidentPage, today: date) -> NoChangeOffer:
    """From the records themselves, not from what is kept of them: this is signed."""
    if not access.may_read(by, RoundEntry, page.line.home_id):
        raise NotFound("The entries of this resident are not shown to your role")
    thresholds = shipped_thresholds()
    facts = facts_of(connection, by, (page.line,), today=today, thresholds=thresholds)
    entry = plan_in_force(page.entries)
    said = no_change(
        facts[page.line.resident_id],
        PlanInForce(entry.id, london_day(entry.occurred_at)) if entry else None,
        two_versions=_two_versions(page),
        cpr=_cpr(page, today),
        today=today,
        thresholds=thresholds,
    )
    return NoChangeOffer(said, mark_of(page))


def _cpr(page: ResidentPage, today: date) -> str:
    """That the CPR decision stands unchanged; nothing where there is none to say that of."""
    standing = cpr_stands(page.care, today).record
    if standing is None:
        return ""
    return f"CPR decision of {clinical_date(standing.decided_on)} unchanged."


def _two_versions(page: ResidentPage) -> tuple[str, ...]:
    found = list(two_decisions(page.care))
    found += ["allergies"] if page.line.allergy_siblings else []
    found += ["the person's details"] if page.card.has_siblings else []
    lines = (*page.medicines, *page.past_medicines)
    found += [
        str(each.readable.get("medicine", "a medicine")) for each in lines if each.has_siblings
    ]
    found += ["the stay"] if any(each.has_siblings for each in page.stays) else []
    return tuple(dict.fromkeys(found))
