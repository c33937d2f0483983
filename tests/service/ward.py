"""Two homes with people in them, written as a device writes them, and devices that serve them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from mdt_core.record import Card, Statement
from mdt_core.roles import Role
from mdt_core.store.unit_of_work import About
from mdt_core.sync.change import Change
from mdt_service.hub.scopes import EVERY_HOME, Grant
from tests.service.device import Device
from tests.service.serving import Serving
from tests.support import builders
from tests.support.memory_store import GP, MemoryStore, changes_made

HOME = builders.HOME_ID
OTHER_HOME = builders.OTHER_HOME_ID

Make = Callable[..., Device]


@dataclass
class Writer:
    """A person's store on a device: what is written in it comes out as changes."""

    seed: int = 1
    memory: MemoryStore = field(init=False)

    def __post_init__(self) -> None:
        self.memory = MemoryStore(self.seed)

    def admit(self, family_name: str = "Smith", home_id: str = HOME) -> tuple[str, list[Change]]:
        """A new resident with a stay, as one deed."""
        person = builders.resident(family_name=family_name, nhs_number=None, source_identifiers=())
        with changes_made(self.memory) as made, self.memory.store.deed(GP) as unit:
            resident_id = unit.write(person, About())
            unit.write(builders.stay(home_id=home_id), About(resident_id))
            unit.commit()
        return resident_id, made

    def sign(self, statement: Statement, resident_id: str, home_id: str = HOME) -> list[Change]:
        """A signed statement about a resident."""
        with changes_made(self.memory) as made, self.memory.store.deed(GP) as unit:
            unit.sign(statement, About(resident_id, home_id))
            unit.commit()
        return made

    def write(
        self, card: Card, resident_id: str | None, record_id: str | None = None
    ) -> tuple[str, list[Change]]:
        """A card of a resident, new or changed."""
        with changes_made(self.memory) as made, self.memory.store.deed(GP) as unit:
            card_id = unit.write(card, About(resident_id), record_id=record_id)
            unit.commit()
        return card_id, made

    def observe(self, resident_id: str, **values: object) -> list[Change]:
        """A set of observations."""
        return self.sign(builders.observations(**values), resident_id)


def clinician(served: Serving, make: Make, name: str = "gp-laptop") -> Device:
    """A GP's laptop that serves every home."""
    device = make(served, name)
    answer = device.enrol(served.code(Grant(EVERY_HOME, Role.GP)))
    assert answer.status == 200, answer.said
    return device


def home_computer(served: Serving, make: Make, home_id: str, name: str) -> Device:
    """A home's own computer, for its nurses, carers and manager."""
    device = make(served, name)
    roles = (Role.HOME_MANAGER, Role.HOME_NURSE, Role.HOME_CARER)
    answer = device.enrol(served.code(*(Grant(home_id, role) for role in roles)))
    assert answer.status == 200, answer.said
    return device


def scope(sensitivity: str, home_id: str = HOME) -> str:
    """The name of a home's scope."""
    return f"home:{home_id}:{sensitivity}"


def by_home_nurse(changes: Iterable[Change]) -> list[Change]:
    """The same words, as a nurse of the home signs them."""
    return [
        Change(
            each.mid,
            each.change_kind,
            replace(each.envelope, author=replace(each.envelope.author, role="home_nurse")),
            each.body,
            each.groups,
            each.base,
        )
        for each in changes
    ]
