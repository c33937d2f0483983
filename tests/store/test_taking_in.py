"""A page of changes from elsewhere is kept whole or not at all, and numbers what was waiting here."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, select

from mdt_core.errors import StoreProblem
from mdt_core.record import Status
from mdt_core.store.intake import Logged
from mdt_core.store.projections import CHANGE, RECORD, RESIDENT_CURRENT
from mdt_core.sync.change import Change, change_from_text
from mdt_desktop.device.outbox import waiting
from mdt_desktop.device.workspace import OpenWorkspace
from tests.store.deeds import admit, sign_entry, ward_in
from tests.support.builders import RESIDENT_ID, mid, newer_event

CLINICAL = "home:elm:clinical"


@pytest.fixture
def other(tmp_path: Path) -> Iterator[OpenWorkspace]:
    """The store of another device, which has pulled nothing yet."""
    ward = ward_in(tmp_path / "other")
    ward.create()
    opened = ward.open()
    yield opened
    opened.close()


def test_what_one_device_wrote_is_shown_alike_by_another(
    workspace: OpenWorkspace, other: OpenWorkspace
) -> None:
    sign_entry(workspace, admit(workspace))
    taken = other.store.take_in(logged(workspace))
    assert taken.kinds == {"home", "resident", "stay", "round_entry"}
    assert shown(other) == shown(workspace)
    with other.store.reading() as connection:
        assert waiting(connection) == 0  # what came from elsewhere is not sent back


def test_a_change_that_comes_back_is_given_its_number_and_nothing_else(
    workspace: OpenWorkspace,
) -> None:
    admit(workspace)
    before = shown(workspace)
    taken = workspace.store.take_in(logged(workspace))
    assert not taken.ids
    with workspace.store.reading() as connection:
        rows = connection.execute(select(CHANGE.c.scope, CHANGE.c.seq)).all()
    assert sorted(row.seq for row in rows) == list(range(1, len(rows) + 1))
    assert {row.scope for row in rows} == {CLINICAL}
    assert shown(workspace) == before


def test_a_number_that_was_given_is_not_given_anew(workspace: OpenWorkspace) -> None:
    admit(workspace)
    page = logged(workspace)
    workspace.store.take_in(page)
    workspace.store.take_in([Logged(each.change, "elsewhere", 99) for each in page])
    with workspace.store.reading() as connection:
        assert set(connection.execute(select(CHANGE.c.scope)).scalars()) == {CLINICAL}


def test_what_belongs_to_a_page_is_written_with_it_or_not_at_all(
    workspace: OpenWorkspace, other: OpenWorkspace
) -> None:
    admit(workspace)

    def fail(_connection: Connection) -> None:
        raise StoreProblem("The cursor could not be kept")

    with pytest.raises(StoreProblem, match="cursor"):
        other.store.take_in(logged(workspace), alongside=fail)
    assert not shown(other)[0]


@pytest.mark.parametrize("is_kept_before", [False, True], ids=["in one page", "in two"])
def test_one_identity_with_two_texts_takes_nothing_of_the_page(
    workspace: OpenWorkspace, is_kept_before: bool
) -> None:
    first, other, forged = event("a", number=1), event("b", number=2), event("c", number=1)
    page = [other, forged]
    if is_kept_before:
        workspace.store.take_in([Logged(first, CLINICAL)])
    else:
        page.append(first)
    kept = shown(workspace)
    with pytest.raises(StoreProblem, match="one identity"):
        workspace.store.take_in([Logged(change, CLINICAL) for change in page])
    assert shown(workspace) == kept


def test_a_correction_and_what_it_corrects_may_come_in_one_page(workspace: OpenWorkspace) -> None:
    wrong = event("wrong", number=1)
    right = event("right", number=2, corrects=wrong.mid)
    workspace.store.take_in([Logged(right, CLINICAL), Logged(wrong, CLINICAL)])
    with workspace.store.reading() as connection:
        rows = connection.execute(select(RECORD.c.mid, RECORD.c.status))
        found = {row.mid: row.status for row in rows}
    assert found == {wrong.mid: Status.SUPERSEDED.value, right.mid: Status.CURRENT.value}


def test_an_empty_page_still_keeps_how_far_it_was_read(workspace: OpenWorkspace) -> None:
    told: list[Connection] = []
    assert not workspace.store.take_in([], alongside=told.append).ids
    assert len(told) == 1


def event(note: str, *, number: int, corrects: str | None = None) -> Change:
    return newer_event(
        number,
        mid(500 + number),
        "round_entry",
        {"how": "video", "note": note},
        corrects=corrects,
        resident_id=RESIDENT_ID,
    )


def logged(workspace: OpenWorkspace) -> list[Logged]:
    """What a store holds, as the log of one scope would give it."""
    query = select(CHANGE.c.n, CHANGE.c.mid, CHANGE.c.body).order_by(CHANGE.c.n)
    with workspace.store.reading() as connection:
        rows = connection.execute(query).all()
    return [Logged(change_from_text(row.mid, row.body), CLINICAL, row.n) for row in rows]


def shown(workspace: OpenWorkspace) -> list[list[tuple[object, ...]]]:
    """Records and residents' lines, without the numbers of arrival."""
    records = select(*(column for column in RECORD.columns if column.name != "no"))
    lines = select(RESIDENT_CURRENT).order_by(RESIDENT_CURRENT.c.resident_id)
    with workspace.store.reading() as connection:
        return [
            [tuple(row) for row in connection.execute(records.order_by(RECORD.c.id))],
            [tuple(row) for row in connection.execute(lines)],
        ]
