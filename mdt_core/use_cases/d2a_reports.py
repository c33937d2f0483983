"""The report of D2A outcomes: its figures gathered, and who printed or saved it."""

from mdt_core.actor import Actor
from mdt_core.documents.contents import Freshness
from mdt_core.documents.d2a_contents import D2aReport, about_words, sections_of
from mdt_core.identifiers import derived_id
from mdt_core.measures.d2a_outcomes import OutcomesAsked
from mdt_core.store.queries.d2a_outcomes import d2a_outcomes
from mdt_core.store.store import Store
from mdt_core.store.unit_of_work import About


def d2a_report(
    store: Store, *, by: Actor, asked: OutcomesAsked, practice: bool, fresh: Freshness
) -> D2aReport:
    """Forms the report as it is shown and printed; raises NotAllowed."""
    now = store.clock()
    with store.reading() as connection:
        found = d2a_outcomes(connection, by, asked, now)
    about, sections = about_words(found), sections_of(found)
    return D2aReport(
        about=about,
        sections=sections,
        freshness=fresh,
        printed_by=by.name,
        printed_at=now,
        document_id=derived_id("d2a report", f"{about}\x1f{sections!r}"),
        practice=practice,
    )


def record_d2a_report(store: Store, *, by: Actor, home_id: str, document_id: str, how: str) -> None:
    """Records that the report was printed or saved, and by whom; an empty home is all of them."""
    with store.deed(by) as unit:
        unit.audit(
            "print", About(home_id=home_id or None), detail=f"d2a report {document_id}, {how}"
        )
        unit.commit()
