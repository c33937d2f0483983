"""Writes pictures of the decisions - forms, crisis line, round, both versions - to build/pictures/decisions.

python -m tests.ui.still_right.gallery
"""

import tempfile
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication

from mdt_core.clock import london_day
from mdt_core.drafts import Draft
from mdt_core.kinds import dump
from mdt_core.records.cpr_decisions import ReviewClock
from mdt_core.store.queries.care_decisions import CARE_DECISIONS
from mdt_core.use_cases.recording import record_statement
from mdt_core.use_cases.rounds import start_round
from mdt_desktop.session import Session
from mdt_desktop.ui.context import ToForm, ToResident, ToRound, ToStillRight, ToVersions
from tests.support.builders import mid, newer_event
from tests.support.care import CARE_SAMPLES, for_cpr, not_for_cpr, refusal
from tests.support.memory_store import TestClock
from tests.support.ward import UNWELL, make_ward
from tests.ui.drawing import Drawing, drawing, practice_session

_OVERDUE: dict[str, Any] = {"review": ReviewClock.ON_DATE, "review_on": date(2026, 11, 1)}


def main() -> None:
    """Draws every form empty, then what stands, then two versions of it."""
    app = QApplication([])
    with tempfile.TemporaryDirectory() as folder:
        clock = TestClock()
        with closing(practice_session(Path(folder), clock)) as session:
            ward = make_ward(session.store, session.actor)
            with drawing(app, session, "decisions") as drawn:
                _draw(drawn, session, ward.home_id, ward.of(UNWELL))


def _draw(drawn: Drawing, session: Session, home_id: str, who: str) -> None:
    here, today = ToResident(who), london_day(session.clock())
    _forms(drawn, who, "empty")
    drawn.picture("page-empty", here)
    for made in CARE_SAMPLES.values():
        _sign(session, who, made())
    _sign(session, who, refusal(is_witnessed=False))
    _sign(session, who, not_for_cpr(**_OVERDUE))
    start_round(session.store, by=session.actor, home_id=home_id, day=today, residents=[who])
    _forms(drawn, who, "standing")
    for palette in drawn.palettes():
        drawn.picture(f"page-{palette}", here)
        drawn.picture(f"still-right-{palette}", ToStillRight("cpr_decision", who, here))
    for scale in drawn.scales():
        drawn.picture(f"page-{scale.replace('%', '')}", here)
        drawn.picture(f"cpr-{scale.replace('%', '')}", ToForm("cpr_decision", who, here))
    for _palette in drawn.palettes():
        continue
    drawn.picture("tab", ToResident(who, "Decisions"))
    drawn.picture("round", ToRound(home_id, today, who))
    change = newer_event(1, mid(501), "cpr_decision", dump(for_cpr()), minutes=1, resident_id=who)
    with session.store.deed(session.actor) as unit:
        unit.append(change)
        unit.commit()
    drawn.picture("two-page", here)
    drawn.picture("two-round", ToRound(home_id, today, who))
    drawn.picture("two-versions", ToVersions(who, back=here))


def _forms(drawn: Drawing, who: str, state: str) -> None:
    for kind in CARE_DECISIONS:
        drawn.picture(f"{kind.kind}-{state}", ToForm(kind.kind, who, ToResident(who)))
        drawn.whole(f"{kind.kind}-{state}")


def _sign(session: Session, who: str, decision: Any) -> None:  # noqa: ANN401 - of any kind
    draft: Draft[Any] = Draft(type(decision), who, dump(decision))
    record_statement(session.store, by=session.actor, draft=draft)


if __name__ == "__main__":
    main()
