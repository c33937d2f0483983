"""A person's answers where one home ended and another began in the same building: one home, or two.

A yes lets the old home go on under the new registration. A no is kept on the newer home's card, so
that no device asks again. Nothing is decided here by itself.
"""

from collections.abc import Mapping
from typing import Any

from mdt_core import access
from mdt_core.actor import Actor
from mdt_core.clock import london_day
from mdt_core.errors import NotFound, Refused
from mdt_core.exchange.tables.directory import Directory
from mdt_core.exchange.tables.known_homes import known_home
from mdt_core.exchange.tables.list_voice import Said
from mdt_core.exchange.tables.succession import Succession, successions
from mdt_core.records.homes import Home, HomeStatus, NotTheSame
from mdt_core.store.queries.imports import home_cards, lives_in
from mdt_core.store.store import Store
from mdt_core.store.unit_of_work import About, Changes


def open_successions(store: Store, *, by: Actor, area: str) -> tuple[Succession, ...]:
    """The successions that nobody has answered yet."""
    access.require_read(by, Home, None)
    directory = Directory(store, by, area)
    values = directory.values()
    addresses = {home_id: str(said.get("address", "")) for home_id, said in values.items()}
    known = [known_home(home_id, said) for home_id, said in values.items()]
    declined = _declined(store)
    return tuple(
        each for each in successions(known, addresses) if (each.old_id, each.new_id) not in declined
    )


def _declined(store: Store) -> frozenset[tuple[str, str]]:
    """The pairs (old, new) of which a person said that they are two homes."""
    with store.reading() as connection:
        cards = home_cards(connection)
    return frozenset(
        (other["id"], home_id)
        for home_id, card in cards.items()
        for other in card.get("not_the_same", ())
    )


def accept_succession(store: Store, *, by: Actor, area: str, old_id: str, new_id: str) -> None:
    """Lets the old home go on under the new registration; the new card is closed and says so.

    Raises NotFound where this is no open question, Refused where residents live in the new card.
    """
    asked = _asked(store, by, area, (old_id, new_id))
    with store.reading() as connection:
        residents = lives_in(connection, new_id)
    if residents:
        raise Refused(
            f"{residents} residents live in the newer of the two.",
            next_step="Move them to the older one first.",
        )
    directory = Directory(store, by, area)
    new = directory.values()[new_id]
    both = [(old_id, _goes_on_as(new)), (new_id, _went_to(asked, new))]
    detail = f"Homes directory, {new_id} accepted as the succession of {old_id}"
    directory.say(both, asked.as_of, detail)


def decline_succession(store: Store, *, by: Actor, area: str, old_id: str, new_id: str) -> Changes:
    """Records that the two are different homes, so that it is not asked again.

    Raises NotFound where this is no open question, NotAllowed where the person may not write homes.
    """
    _asked(store, by, area, (old_id, new_id))
    with store.deed(by) as unit:
        home = unit.card(Home, new_id)
        answer = NotTheSame(id=old_id, said_on=london_day(unit.writing.at), said_by=by.name)
        others = (each for each in home.not_the_same if each.id != old_id)
        answered = home.model_copy(update={"not_the_same": (*others, answer)})
        unit.write(answered, About(), record_id=new_id)
        about = About(home_id=new_id)
        unit.audit("decline succession", about, record_id=new_id, detail=f"Not {old_id}")
        return unit.commit()


def _asked(store: Store, by: Actor, area: str, pair: tuple[str, str]) -> Succession:
    questions = open_successions(store, by=by, area=area)
    asked = [each for each in questions if (each.old_id, each.new_id) == pair]
    if not asked:
        raise NotFound("These two homes are not, or no longer, offered as one")
    return asked[0]


def _goes_on_as(new: Mapping[str, Any]) -> Said:
    names = ("name", "home_type", "address", "provider", "cqc_location_id")
    phone = {"reach": {"phone": new["phone"]}} if new.get("phone") else {}
    return {
        "identity": {name: new.get(name) for name in names},
        "status": {"status": new.get("status"), "status_reason": new.get("status_reason")},
        **phone,
        **{
            f"registrations/{each['id']}": {name: each[name] for name in each if name != "id"}
            for each in new.get("registrations", ())
        },
    }


def _went_to(asked: Succession, new: Mapping[str, Any]) -> Said:
    reason = f"The same home as «{asked.old_name}», which goes on under this name"
    gone = {f"registrations/{each['id']}": None for each in new.get("registrations", ())}
    return {"status": {"status": HomeStatus.CLOSED.value, "status_reason": reason}, **gone}
