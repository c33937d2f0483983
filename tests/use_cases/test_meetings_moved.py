"""The agenda of a home after somebody on it has moved to another home."""

import pytest

from mdt_core.errors import NotAllowed
from mdt_core.records.stays import Destination
from mdt_core.use_cases.residents import end_stay, place
from tests.support.memory_store import GP
from tests.use_cases.test_meetings import Room, home_nurse, room

__all__ = ["room"]


def test_who_has_moved_to_another_home_is_not_shown_to_the_one_they_left(room: Room) -> None:
    who, store = room.ward.in_room("1"), room.memory.store
    room.ask(who)
    room.start()
    room.sign(who)
    at = room.memory.clock()
    line = room.page().rows[0].line
    end_stay(
        store,
        by=GP,
        stay_id=line.stay_id or "",
        resident_id=who,
        ended_at=at,
        destination=Destination.NURS,
    )
    place(
        store,
        by=GP,
        resident_id=who,
        home_id=room.other_home,
        stay_type="permanent",  # type: ignore[arg-type]
        admitted_at=at,
        room="77",
    )
    (seen,) = room.page(home_nurse(room)).parts
    assert (seen.rows, seen.moved_away) == ((), 1)
    assert "77" not in repr(seen.rows)
    with pytest.raises(NotAllowed, match="a home that you do not serve"):
        room.approve(home_nurse(room))
    assert len(room.page().rows) == 1
