"""A redaction takes words out everywhere, for ever, in whatever order it comes; nothing old comes back."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, select

from mdt_core.clock import PartialDate, utc_text
from mdt_core.errors import InvalidInput, NotFound
from mdt_core.identifiers import ChangeId
from mdt_core.records.residents import Resident
from mdt_core.roles import Role
from mdt_core.store import refold
from mdt_core.store.intake import Logged
from mdt_core.store.projections import CHANGE, RECORD, RELATION
from mdt_core.store.unit_of_work import About
from mdt_core.sync.change import Change, ChangeKind, GroupWrite, change_from_text
from mdt_desktop.device import sync_book
from mdt_desktop.device.rebuilt import differences
from mdt_service.handlers import keeping, redacting
from mdt_service.hub import log, quarantine
from mdt_service.hub.database import Deed
from mdt_service.hub.log import Entry, Origin
from mdt_service.hub.quarantine import Refused
from mdt_service.hub.walls import EVERYTHING
from tests.properties.settings import FAST
from tests.service.serving import Serving
from tests.store.deeds import GP, admit, sign_entry
from tests.support.builders import RESIDENT_ID, allergies, mid, newer_event, newer_set
from tests.support.memory_store import STARTED, MemoryStore
from tests.sync.conftest import Desk, NewDesk
from tests.sync.test_purge import CANARY, everything_on, texts


def test_redacted_words_are_gone_from_the_service_and_every_device_and_stay_so(
    served: Serving, new_desk: NewDesk
) -> None:
    gp, nurse = (new_desk(name, Role.GP, served) for name in ("amina", "joy"))
    about = admit(gp.workspace)
    wrong = sign_entry(gp.workspace, about, plan=f"{CANARY} is of another person")
    sign_entry(gp.workspace, about, plan="Fluids")
    gp.exchange()
    nurse.exchange()
    redacting.redact(served.service, wrong, by="Tom", why="Another person's words")
    for desk in (gp, nurse):
        assert desk.exchange().agreed
        assert CANARY not in texts(desk)
        assert CANARY not in everything_on(desk).lower()
        assert "Fluids" in texts(desk)
        assert differences(desk.workspace) == ()
        with desk.workspace.store.reading() as connection:
            offered = {each.mid for each in sync_book.held(connection, after=0, most=500)}
        assert wrong not in offered
    assert keeping.verify_logs(served.service) == []
    late = new_desk("tom", Role.GP, served)
    assert late.exchange().agreed
    assert CANARY not in texts(late)
    keeping.new_epoch(served.service)
    for desk in (gp, nurse, late):
        assert desk.exchange().agreed
        assert CANARY not in texts(desk)


def test_a_value_that_a_redacted_one_replaced_does_not_come_back(
    on_sqlite: Serving, new_desk: NewDesk
) -> None:
    gp, late = new_desk("amina", Role.GP, on_sqlite), new_desk("tom", Role.GP, on_sqlite)
    about = admit(gp.workspace)
    before = _births(gp)
    _write_birth(gp, about, "1940-05-06")
    (newest,) = _births(gp) - before
    gp.exchange()
    redacting.redact(on_sqlite.service, newest, by="Tom", why="Typed for another person")
    for desk in (gp, late):
        desk.exchange()
        with desk.workspace.store.deed(gp.actor) as unit:
            assert unit.card(Resident, about.resident_id or "").born is None
        assert differences(desk.workspace) == ()


def _births(desk: Desk) -> set[str]:
    with desk.workspace.store.reading() as connection:
        query = select(CHANGE.c.mid, CHANGE.c.body).where(CHANGE.c.k == "set")
        return {row.mid for row in connection.execute(query) if '"birth"' in row.body}


def _write_birth(desk: Desk, about: About, born: str) -> None:
    with desk.workspace.store.deed(desk.actor) as unit:
        person = unit.card(Resident, about.resident_id or "")
        changed = person.model_copy(update={"born": PartialDate(born)})
        unit.write(changed, about, record_id=about.resident_id)
        unit.commit()


@pytest.mark.parametrize(
    ("by", "why", "words"),
    [("", "a reason", "A name and a reason"), ("Tom", " ", "A name and a reason")],
)
def test_a_redaction_needs_a_name_and_a_reason(
    on_sqlite: Serving, by: str, why: str, words: str
) -> None:
    with pytest.raises(InvalidInput, match=words):
        redacting.redact(on_sqlite.service, mid(1), by=by, why=why)


def test_what_is_not_there_or_gone_already_is_refused_in_words(
    on_sqlite: Serving, new_desk: NewDesk
) -> None:
    with pytest.raises(NotFound, match="in any log"):
        redacting.redact(on_sqlite.service, mid(1), by="Tom", why="Wrong")
    gp = new_desk("amina", Role.GP, on_sqlite)
    wrong = sign_entry(gp.workspace, admit(gp.workspace))
    gp.exchange()
    placed = redacting.redact(on_sqlite.service, wrong, by="Tom", why="Wrong")
    assert placed.scope.endswith(":clinical")
    with pytest.raises(InvalidInput, match="already"):
        redacting.redact(on_sqlite.service, wrong, by="Tom", why="Wrong")


# In any order

ENTRY, CARD = mid(700), RESIDENT_ID
OLD = newer_set(1, CARD, {"name": GroupWrite({"family_name": "Old"})})
NEW = newer_set(2, CARD, {"name": GroupWrite({"family_name": CANARY}, (OLD.mid,))})
OTHER = newer_set(3, CARD, {"birth": GroupWrite({"born": "1938"})})
FIRST = newer_event(4, mid(701), "round_entry", {"how": "video", "note": "First"}, resident_id=CARD)
SECOND = newer_event(
    5, mid(702), "round_entry", {"how": "video", "note": CANARY},
    corrects=FIRST.mid, resident_id=CARD,
)  # fmt: skip


def redaction(number: int, target: Change) -> Change:
    return redacting.redaction_of(target, ChangeId(mid(800 + number)), by="Tom", why="Wrong")


ALL = (
    *(OLD, NEW, OTHER, FIRST, SECOND),
    *(redaction(1, NEW), redaction(2, SECOND), redaction(3, SECOND), redaction(4, NEW)),
)


def folded(order: Sequence[Change], size: int) -> MemoryStore:
    memory = MemoryStore()
    for start in range(0, len(order), size):
        page = order[start : start + size]
        memory.store.take_in([Logged(each, "home:elm:clinical") for each in page])
    return memory


@given(st.permutations(ALL), st.integers(1, len(ALL)))
@FAST
def test_the_order_in_which_redactions_come_has_no_say(order: list[Change], size: int) -> None:
    plain, mixed = folded(ALL, len(ALL)), folded(order, size)
    assert mixed.projections() == plain.projections()
    mixed.store.rebuild()
    assert mixed.projections() == plain.projections()
    with mixed.store.reading() as connection:
        rows = connection.execute(select(CHANGE.c.mid, CHANGE.c.body)).all()
        shown = set(connection.execute(select(RECORD.c.mid)).scalars())
    assert {row.mid for row in rows if row.body is None} == {NEW.mid, SECOND.mid}
    assert SECOND.mid not in shown
    assert CANARY not in repr(mixed.projections())


ALONE = newer_set(6, mid(703), {"what": GroupWrite({"text": CANARY})})
AGAIN = newer_set(7, mid(703), {"when": GroupWrite({"due": "2026-12-01"})})


@given(st.permutations((ALONE, AGAIN, redaction(5, ALONE))), st.integers(1, 3))
@FAST
def test_a_card_that_a_redaction_left_empty_is_written_again_in_any_order(
    order: list[Change], size: int
) -> None:
    mixed = folded(order, size)
    before = mixed.projections()
    mixed.store.rebuild()
    assert mixed.projections() == before
    assert CANARY not in repr(before)


def test_what_is_written_on_after_a_redaction_leaves_what_it_named_replaced() -> None:
    memory = folded((ALONE, redaction(5, ALONE)), 2)
    with memory.store.deed(GP) as unit:
        unit.append(AGAIN)
        unit.commit()
    before = memory.projections()
    memory.store.rebuild()
    assert memory.projections() == before


def test_a_redaction_says_on_what_the_words_it_takes_out_had_said_of_others() -> None:
    memory = folded(ALL, len(ALL))
    assert memory.row(FIRST.envelope.record_id)["status"] == "superseded"
    assert redaction(1, NEW).change_kind is ChangeKind.REDACT


def test_a_redaction_said_again_by_a_service_that_was_put_back_says_nothing_new() -> None:
    once, twice = (folded((FIRST, SECOND, redaction(2, SECOND)), 1) for _ in range(2))
    twice.store.take_in([Logged(redaction(3, SECOND), "home:elm:clinical", 9)])
    assert twice.projections() == once.projections()
    twice.store.rebuild()
    assert twice.projections() == once.projections()


def test_redactions_of_what_never_comes_are_taken_in_all_the_same() -> None:
    memory = folded((redaction(2, SECOND), redaction(3, SECOND), FIRST), 1)
    before = memory.projections()
    assert memory.row(FIRST.envelope.record_id)["status"] == "superseded"
    memory.store.rebuild()
    assert memory.projections() == before


def test_the_service_folds_two_redactions_of_one_change_on_either_engine(
    served: Serving, new_desk: NewDesk
) -> None:
    gp = new_desk("amina", Role.GP, served)
    about = admit(gp.workspace)
    with gp.workspace.store.deed(gp.actor) as unit:
        unit.sign(allergies("Latex"), about)
        replacing = unit.sign(allergies("Penicillin"), about)
        unit.commit()
    gp.exchange()
    redacting.redact(served.service, replacing.mid, by="Tom", why="Wrong")

    def deed(connection: Deed) -> list[Any]:
        again = Logged(redaction(9, replacing), f"home:{about.home_id}:clinical")
        entry = Entry(again.change, again.scope, f"resident:{about.resident_id}")
        log.append(connection, [entry], Origin("service", "service", utc_text(STARTED)))
        kept = _folded_rows(connection)
        refold.redact(connection, {replacing.mid: replacing.envelope.record_id})
        assert _folded_rows(connection) == kept
        refold.rebuild(connection)
        assert _folded_rows(connection) == kept
        return kept

    relations, records = served.service.database.deed(deed, EVERYTHING)
    assert [each.source for each in relations] == [replacing.mid]
    assert len(records) > 1


def _folded_rows(connection: Connection) -> list[Any]:
    """What the store says of relations and of each record, whatever number it goes by."""
    said = connection.execute(select(RELATION)).all()
    shown = [each for each in RECORD.c if each.name != "no"]
    return [said, connection.execute(select(*shown).order_by(RECORD.c.id)).all()]


def test_a_redaction_lost_with_its_change_is_said_again_and_the_words_are_taken_out_as_they_come(
    served: Serving, new_desk: NewDesk
) -> None:
    gp, service = new_desk("amina", Role.GP, served), served.service
    about = admit(gp.workspace)
    gp.exchange()
    lost = change_from_text(*_text_of(gp, sign_entry(gp.workspace, about, plan=CANARY)))
    brought = redaction(9, lost)

    def deed(connection: Deed) -> None:
        apart = Refused(brought.mid, 0, "Only the service removes", brought.text.encode())
        origin = Origin(gp.workspace.state.device_id, "life", utc_text(STARTED))
        quarantine.keep(connection, [apart], origin)

    service.database.deed(deed)
    placed = redacting.redact(service, lost.mid, by="Tom", why="Lost in a restore")
    assert placed.scope == f"home:{about.home_id}:clinical"
    with pytest.raises(NotFound):  # it waits no longer
        redacting.redact(service, lost.mid, by="Tom", why="Once more")
    assert gp.exchange().agreed
    with service.database.reading(EVERYTHING) as connection:
        assert quarantine.waiting(connection) == 0
        row = log.text_of(connection, lost.mid)
        assert row is not None
        assert row.body is None
    assert CANARY not in texts(gp)


def _text_of(desk: Desk, mid: str) -> tuple[str, str]:
    with desk.workspace.store.reading() as connection:
        (found,) = sync_book.texts_of(connection, [mid])
    return found.mid, found.body
