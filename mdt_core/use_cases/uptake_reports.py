"""The uptake report of a home: its figures gathered, and who saved it."""

from typing import Final

from mdt_core.actor import Actor
from mdt_core.clock import clinical_date, london_day
from mdt_core.documents.contents import Freshness
from mdt_core.documents.d2a_contents import D2aReport
from mdt_core.documents.uptake_contents import TITLE, how_section, uptake_section
from mdt_core.identifiers import derived_id
from mdt_core.records.vaccinations import Vaccination
from mdt_core.store.queries.vaccinations import uptake_of_home
from mdt_core.store.store import Store
from mdt_core.store.unit_of_work import About
from mdt_core.vaccination_rules import shipped_vaccination_rules

_WHAT: Final = "uptake report"


def uptake_report(
    store: Store, *, by: Actor, home_id: str, practice: bool, fresh: Freshness
) -> D2aReport:
    """Forms the report of every programme that runs today; raises NotAllowed."""
    now, rules = store.clock(), shipped_vaccination_rules()
    day = london_day(now)
    with store.reading() as connection:
        home, found = uptake_of_home(connection, by, home_id, day, rules)
    sections = tuple(
        uptake_section(
            each.uptake,
            each.staff.record if each.staff else None,
            [told.record for told in each.responses if told.record],
        )
        for each in found
    )
    about = f"{home.home}, as on {clinical_date(day)}"
    return D2aReport(
        about=about,
        sections=(*sections, how_section(rules.version, rules.approved_by)),
        freshness=fresh,
        printed_by=by.name,
        printed_at=now,
        document_id=derived_id(_WHAT, f"{home_id}\x1f{about}\x1f{sections!r}"),
        practice=practice,
        title=TITLE,
    )


def record_uptake_report(
    store: Store, *, by: Actor, home_id: str, document_id: str, how: str
) -> None:
    """Records that the report was saved, and by whom; raises NotAllowed."""
    with store.deed(by) as unit:
        unit.require_write(Vaccination, home_id)
        unit.audit("print", About(home_id=home_id), detail=f"{_WHAT} {document_id}, {how}")
        unit.commit()
