"""What a home is told before a round, gathered from the plan as it is kept: one brief a home."""

import re

from mdt_core import access
from mdt_core.actor import Actor
from mdt_core.clock import clinical_moment
from mdt_core.documents.contents import AskedOnPaper, Brief, Freshness, every_text
from mdt_core.errors import NotFound
from mdt_core.identifiers import derived_id
from mdt_core.records.homes import Home
from mdt_core.records.rounds import Programme, Round, RoundEntry
from mdt_core.store.queries.homes import ResidentLine
from mdt_core.store.queries.rounds import round_page
from mdt_core.store.queries.statements import card_by_id
from mdt_core.store.queries.together import RoundOf, similar_in_round
from mdt_core.store.queries.worklist import Listed, listed
from mdt_core.store.store import Reading, Store
from mdt_core.use_cases.paper import person_on_paper
from mdt_core.worklist import shipped_thresholds

NOBODY_PLANNED = "Nobody is on the list of this round yet"


def brief(
    store: Store,
    *,
    by: Actor,
    of: RoundOf,
    waiting: int,
    practice: bool,
    fresh: Freshness | None = None,
) -> Brief:
    """The brief of one home's part of a round, as the plan is kept and the reasons are now.

    Raises NotFound where nobody is on the list, NotAllowed outside the person's homes and role.
    """
    with store.reading() as connection:
        access.require_read(by, RoundEntry, of.home_id)
        page = round_page(connection, by, of.home_id, of.day, of.programme)
        home = card_by_id(connection, Home, of.home_id)
        header = page.round.record if page.round else None
        if home is None or home.record is None:
            raise NotFound("This home is not on this device")
        if header is None or not page.residents:
            raise NotFound(NOBODY_PLANNED, next_step="Plan the round first")
        asked = _asked(connection, by, header, similar_in_round(page.residents))
    is_weekly = of.programme is Programme.WEEKLY
    return Brief(
        home_name=home.record.name,
        home_address=home.record.address or "",
        round_date=of.day,
        round_time=(home.record.round_time or "") if is_weekly else "",
        round_name="Round" if is_weekly else of.programme.label,
        mode=header.mode.label if header.mode else "",
        asked=asked,
        freshness=fresh or Freshness(store.clock(), waiting),
        printed_by=by.name,
        printed_at=store.clock(),
        document_id=derived_id("brief", "\x1f".join((page.round_id, *every_text(asked)))),
        practice=practice,
    )


def things(text: str) -> tuple[str, ...]:
    """What is asked as single things, each with its own box: parted by `;` or by lines."""
    return tuple(part.strip() for part in re.split(r"[;\n]", text) if part.strip())


def _asked(
    connection: Reading, by: Actor, header: Round, lines: tuple[ResidentLine, ...]
) -> tuple[AskedOnPaper, ...]:
    """In the order of the list."""
    thresholds = shipped_thresholds()
    found = listed(connection, by, lines, today=header.held_on, thresholds=thresholds)
    return tuple(_for(connection, header, each) for each in found)


def _for(connection: Reading, header: Round, each: Listed) -> AskedOnPaper:
    texts = {one.id: one.text for one in header.ready}
    said = header.made_ready_for(each.resident_id)
    return AskedOnPaper(
        person=person_on_paper(connection, each.line, header.home_id, header.held_on),
        reasons=tuple(reason.shown for reason in each.reasons) or ("On the list of this round",),
        ready=things(texts.get(each.resident_id, "")),
        is_ready=f"Ready since {clinical_moment(said.at)}, {said.name}" if said else "",
    )
