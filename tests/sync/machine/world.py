"""A world: the service, some computers with the people at them, and what these do and suffer.

Everything repeats: clocks are set, identities and chance come from seeds. What people do is done by
the program's own use cases and deeds.
"""

import shutil
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from itertools import count, zip_longest
from pathlib import Path

from sqlalchemy import select

from mdt_core.actor import Actor
from mdt_core.clock import PartialDate
from mdt_core.errors import KnownError
from mdt_core.record import Record, Statement
from mdt_core.records.residents import Resident
from mdt_core.records.stays import Destination, Stay, StayState
from mdt_core.roles import Role
from mdt_core.store.projections import RECORD, RESIDENT_CURRENT
from mdt_core.store.unit_of_work import About
from mdt_core.sync.change import Change, ChangeKind, Envelope, GroupWrite, change_from_text
from mdt_core.use_cases import residents, rounds
from mdt_desktop.sync.trouble import SyncTrouble
from mdt_service.handlers import keeping, redacting
from mdt_service.hub import quarantine
from mdt_service.hub.grants import all_grants, readable_scopes
from mdt_service.hub.scopes import EVERY_HOME, Grant
from mdt_service.hub.tables import CHANGE
from mdt_service.hub.walls import EVERYTHING
from tests.support import builders
from tests.sync.machine.computer import Computer, Died, Evening, Post, enrolled_store
from tests.sync.machine.hub import Hub, Kept, new_folder, the_hub
from tests.sync.machine.sticks import Stick

HOMES = (builders.HOME_ID, builders.OTHER_HOME_ID)
UNREAD = "This device does not read the scope in which it lies"
"""Why the service keeps apart what a computer brings back of others and may not read now."""

_worlds = count()
_REQUESTS = 100_000
"""More than any computer makes in one world: counters of requests never go back."""


def _gp(name: str) -> Actor:
    return Actor(f"person-{name}", name, Role.GP, "Elm Surgery")


POSTS = (
    Post("surgery", _gp("surgery"), (Grant(EVERY_HOME, Role.GP),)),
    Post("second", _gp("second"), (Grant(EVERY_HOME, Role.GP),)),
    Post(
        "elm",
        Actor("person-elm", "elm", Role.HOME_NURSE, "Elm House", frozenset(HOMES[:1])),
        (Grant(HOMES[0], Role.HOME_NURSE),),
    ),
    Post("narrow", _gp("narrow"), (Grant(HOMES[1], Role.GP),)),
    Post("late", _gp("late"), (Grant(EVERY_HOME, Role.GP),), snapshot_from=2),
)
"""Two surgeries alike, a home's own computer, one whose person writes more than it is granted, and a
surgery's that comes late and reads each log first by snapshot."""


@dataclass
class World:
    """One service and its computers."""

    posts: Sequence[Post] = POSTS
    service: Kept | None = None
    """How the service was left the day before; None: this is its first day."""
    evenings: Sequence[Evening | None] = ()
    """How each computer was left then."""
    hub: Hub = field(default_factory=the_hub)
    computers: list[Computer] = field(default_factory=list)
    was_restored: bool = False
    """Whether the service was ever put back: what it said before is then no promise."""
    once_readable: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Scopes that a computer could read before its grant was taken back or the service put back, by its name."""
    redacted: set[str] = field(default_factory=set)
    """Changes whose words the service's keeper took out."""
    service_copy: Path | None = None
    newer: int = 0
    sticks: dict[str, Stick] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Begins the service and every computer as on the first day, or as they were left."""
        _enrol_all(self.hub)
        self.hub.begin(self.service)
        number = next(_worlds)
        self.folder = _worlds_folder() / str(number)
        for post, evening in zip_longest(self.posts, self.evenings):
            place = self.folder / post.name
            self.computers.append(Computer(post, place, self.hub, number * _REQUESTS, evening))

    def close(self) -> None:
        """Ends every program and forgets the disks."""
        for each in self.computers:
            each.close()
        shutil.rmtree(self.folder)

    # What people do. A deed that the program refuses in words is no deed.

    @contextmanager
    def deed(self, computer: Computer) -> Iterator[None]:
        """Notes what a person's deed committed."""
        before = {row.mid for row in computer.queue()}
        with suppress(KnownError):
            yield
        computer.written |= {row.mid for row in computer.queue()} - before

    def admit(self, computer: Computer, home_id: str, name: str) -> None:
        """A resident comes to a home."""
        store = computer.workspace.store
        person = builders.resident(family_name=name, nhs_number=None, source_identifiers=())
        stay = builders.stay(home_id=home_id, admitted_at=computer.clock())
        with self.deed(computer), store.deed(computer.actor) as unit:
            resident_id = unit.write(person, About())
            unit.write(stay, About(resident_id))
            unit.audit("admitted", About(resident_id))
            unit.commit()

    def sign(self, computer: Computer, resident_id: str, statement: Statement) -> None:
        """Somebody signs something about a resident."""
        with self.deed(computer), computer.workspace.store.deed(computer.actor) as unit:
            unit.sign(statement, About(resident_id, unit.home_of(resident_id)))
            unit.commit()

    def keep(self, computer: Computer, record: Record) -> None:
        """Somebody writes a card that is about no resident."""
        with self.deed(computer), computer.workspace.store.deed(computer.actor) as unit:
            unit.write(record, About())  # type: ignore[arg-type]
            unit.commit()

    def rewrite(self, computer: Computer, resident_id: str, *, settles: bool, **words: str) -> None:
        """Somebody changes a group of the resident's card, over one version or over all of them."""
        with self.deed(computer), computer.workspace.store.deed(computer.actor) as unit:
            person = unit.card(Resident, resident_id)
            told = {**words, "born": PartialDate(words["born"])} if "born" in words else words
            changed = person.model_copy(update=told)
            about = About(resident_id, unit.home_of(resident_id))
            groups = ("name", "birth") if settles else ()
            unit.write(changed, about, record_id=resident_id, settles=groups)
            unit.commit()

    def withdraw(self, computer: Computer, record_id: str) -> None:
        """Somebody withdraws what was signed."""
        with self.deed(computer):
            rounds.withdraw(computer.workspace.store, by=computer.actor, record_id=record_id)

    def end_stay(self, computer: Computer, resident_id: str) -> None:
        """A resident leaves."""
        with self.deed(computer), suppress(LookupError):
            residents.end_stay(
                computer.workspace.store,
                by=computer.actor,
                stay_id=self.stay_of(computer, resident_id),
                resident_id=resident_id,
                ended_at=computer.clock() - timedelta(minutes=1),
                destination=Destination.RES,
            )

    def move(self, computer: Computer, resident_id: str, home_id: str) -> None:
        """A resident leaves one home for another, in one deed."""
        with self.deed(computer), suppress(LookupError):
            stay_id = self.stay_of(computer, resident_id)
            with computer.workspace.store.deed(computer.actor) as unit:
                stay = unit.card(Stay, stay_id)
                at = computer.clock()
                left = {"state": StayState.ENDED, "ended_at": at, "destination": Destination.RES}
                about = About(resident_id, stay.home_id)
                unit.write(stay.model_copy(update=left), about, record_id=stay_id)
                unit.write(builders.stay(home_id=home_id, admitted_at=at), About(resident_id))
                unit.commit()

    def write_newer(self, computer: Computer, resident_id: str) -> None:
        """A newer program of the same person writes what this one does not know."""
        self.newer += 1
        at = self.hub.clock()
        change = Change(
            computer.ids.change_id(),
            ChangeKind.SET,
            Envelope(
                record_id=computer.ids.record_id() if self.newer % 2 else resident_id,
                kind="bed_rail" if self.newer % 2 else "resident",
                schema=99,
                occurred_at=at,
                recorded_at=at,
                author=computer.actor.author,
                device=computer.workspace.store.device,
                resident_id=resident_id,
            ),
            groups={"rails": GroupWrite({"left": "half", "number": self.newer})},
        )
        text = builders.with_more(change.text, tint="violet")
        with self.deed(computer), computer.workspace.store.deed(computer.actor) as unit:
            unit.append(change_from_text(change.mid, text))
            unit.commit()

    def stick_of(self, computer: Computer) -> Stick:
        """The stick on which files of this computer are carried."""
        return self.sticks.setdefault(computer.name, Stick(self.folder / f"stick {computer.name}"))

    # What they see

    def residents(self, computer: Computer) -> list[str]:
        """The residents that a computer knows, the oldest first."""
        with computer.workspace.store.reading() as connection:
            return sorted(connection.execute(select(RESIDENT_CURRENT.c.resident_id)).scalars())

    def statements(self, computer: Computer) -> list[str]:
        """What was signed and stands, on a computer."""
        query = select(RECORD.c.id).where(RECORD.c.status == "current", RECORD.c.body.is_(None))
        with computer.workspace.store.reading() as connection:
            return sorted(connection.execute(query).scalars())

    def stay_of(self, computer: Computer, resident_id: str) -> str:
        """The stay of a resident; raises LookupError where there is none."""
        query = select(RESIDENT_CURRENT.c.stay_id).where(
            RESIDENT_CURRENT.c.resident_id == resident_id
        )
        with computer.workspace.store.reading() as connection:
            stay_id = connection.execute(query).scalar_one_or_none()
        if stay_id is None:
            raise LookupError(resident_id)
        return str(stay_id)

    # What the service's keeper does

    def take_grants(self, computer: Computer) -> None:
        """Takes back all that a computer was granted."""
        service, device_id = self.hub.service, computer.workspace.store.device
        self._note_readable(computer)
        with service.database.reading() as connection:
            mine = [each.id for each in all_grants(connection) if each.device_id == device_id]
        for number in mine:
            with suppress(KnownError):
                keeping.take_back(service, number)

    def _note_readable(self, computer: Computer) -> None:
        service, device_id = self.hub.service, computer.workspace.store.device
        with service.database.reading() as connection:
            scopes = readable_scopes(connection, device_id, service.clock())
        self.once_readable[computer.name] |= scopes

    def revoke(self, computer: Computer) -> None:
        """Takes a computer's right to read for good; what it still sends is kept apart."""
        self._note_readable(computer)
        with suppress(KnownError):
            keeping.revoke(self.hub.service, computer.workspace.store.device, "Left")

    def redact(self) -> None:
        """Takes out the words of what somebody wrote last."""
        last = CHANGE.c.k.in_(("event", "set")) & CHANGE.c.body.is_not(None)
        query = select(CHANGE.c.mid).where(last).order_by(CHANGE.c.n.desc()).limit(1)
        with self.hub.service.database.reading(EVERYTHING) as connection:
            found = list(connection.execute(query).scalars())
        for mid in found:
            self._redact(mid)

    def redact_again(self) -> bool:
        """Says again what a service that was put back has forgotten of redactions; tells whether so."""
        said = [self._redact(mid) for mid in sorted(self.redacted)]
        return any(said)

    def _redact(self, mid: str) -> bool:
        with suppress(KnownError):
            redacting.redact(self.hub.service, mid, by="keeper", why="Of another person")
            self.redacted.add(mid)
            return True
        return False

    def take_what_was_read_before(self) -> bool:
        """Takes what computers brought back of homes that they came to read since the service's copy.

        Only a person can know that they had read it; tells whether there was any.
        """
        service = self.hub.service
        with service.database.reading(EVERYTHING) as connection:
            waiting = [each.id for each in quarantine.listed(connection) if _was_read(each)]
        taken = [self._take(number) for number in waiting]
        return any(taken)

    def _take(self, number: int) -> bool:
        with suppress(KnownError):
            keeping.take_from_quarantine(self.hub.service, number, by="keeper")
            return True
        return False

    def give_grants(self, computer: Computer) -> None:
        """Grants a computer what it began with."""
        device_id = computer.workspace.store.device
        keeping.give(self.hub.service, device_id, computer.post.grants, None)

    # What they suffer

    def exchange(
        self,
        computer: Computer,
        *harms: str,
        dies_at: int | None = None,
        service_dies_at: int | None = None,
    ) -> None:
        """An exchange that may be harmed, and whose either end may die."""
        self.hub.dies_at = service_dies_at
        with suppress(SyncTrouble, Died):
            computer.exchange(*harms, dies_at=dies_at)
        self.hub.dies_at = None

    def deliver_late(self, computer: Computer) -> None:
        """What was still on its way arrives; nobody waits for the answer any more."""
        late, computer.network.late = computer.network.late, []
        for request in late:
            computer.network.inner.handle_request(request)

    def copy_service(self) -> None:
        """A backup of the service is made."""
        self.service_copy = self.hub.copy_to(self.folder / "service-copy.db")

    def put_service_back(self) -> None:
        """The service is restored from its backup, and begins a new epoch as its keeper must."""
        assert self.service_copy is not None
        for computer in self.computers:
            self._note_readable(computer)  # the copy may not know of a home that was read since
        self.hub.put_back(self.service_copy)
        keeping.new_epoch(self.hub.service)
        self.hub.restart()
        self.was_restored = True


def _was_read(kept: quarantine.Kept) -> bool:
    return kept.reason == UNREAD


@cache
def _enrol_all(hub: Hub) -> None:
    """Makes every post's computer known to the service, for every world to begin with."""
    hub.begin()
    for post in POSTS:
        enrolled_store(hub, post)
    hub.keep_as_fresh()


@cache
def _worlds_folder() -> Path:
    return new_folder()
