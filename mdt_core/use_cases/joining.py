"""Joining a round that runs: the person stands among those who are here, in every home's part of it."""

from collections.abc import Sequence

from mdt_core.actor import Actor
from mdt_core.errors import Refused
from mdt_core.records.rounds import Attendee, Round, RoundState
from mdt_core.store.store import Store
from mdt_core.store.unit_of_work import About, Changes


def may_join(header: Round, by: Actor) -> bool:
    """Whether a round is running and the person does not stand among those who are here."""
    is_there = any(each.id == by.person_id for each in header.attendees)
    return header.state is RoundState.OPEN and not is_there


def standing_here(header: Round, by: Actor) -> Round:
    """Gives the header with the person among those who are here, once."""
    if any(each.id == by.person_id for each in header.attendees):
        return header
    me = Attendee(id=by.person_id, name=by.name, role=by.role)
    return header.model_copy(update={"attendees": (*header.attendees, me)})


def join_round(store: Store, *, by: Actor, round_ids: Sequence[str]) -> Changes:
    """Adds the person to who is here, in the part of each home that runs; twice changes nothing.

    Raises Refused where no part runs, NotAllowed for a role that writes no rounds.
    """
    with store.deed(by) as unit:
        headers = {round_id: unit.card(Round, round_id) for round_id in round_ids}
        if not any(each.state is RoundState.OPEN for each in headers.values()):
            raise Refused("This round is not running. It can be joined once it is started")
        for round_id, header in headers.items():
            if may_join(header, by):
                about = About(home_id=header.home_id)
                unit.write(standing_here(header, by), about, record_id=round_id)
                unit.audit("join round", about, record_id=round_id)
        return unit.commit()
