"""Permission: role x home x kind, asked by both ends before anything is read or written.

The definition of a kind names its writers and readers; a person serves some homes or all of the
device. The service asks the same functions and never trusts a client's answer.
"""

from mdt_core.actor import Actor
from mdt_core.errors import NotAllowed
from mdt_core.record import Place, Record
from mdt_core.roles import PLACERS, Role


def may_read(actor: Actor, record_class: type[Record], home_id: str | None) -> bool:
    """Whether the person may see records of a kind in a home (None: not placed in any)."""
    return actor.role in record_class.readers and _reaches(actor, record_class, home_id)


def may_write(actor: Actor, record_class: type[Record], home_id: str | None) -> bool:
    """Whether the person may write records of a kind in a home (None: not placed in any)."""
    return actor.role in record_class.writers and _reaches(actor, record_class, home_id)


def serves(actor: Actor, home_id: str | None) -> bool:
    """Whether the home is one of the person's; what has no home is nobody else's either."""
    return actor.homes is None or home_id is None or home_id in actor.homes


def _reaches(actor: Actor, record_class: type[Record], home_id: str | None) -> bool:
    """A resident without a home is for those who place people, and not for the carers of any home."""
    is_unplaced = home_id is None and record_class.scope is Place.RESIDENT
    return serves(actor, home_id) and (not is_unplaced or actor.role in PLACERS)


def require_write(actor: Actor, record_class: type[Record], home_id: str | None) -> None:
    """Raises NotAllowed, in words, unless the person may write."""
    if not serves(actor, home_id):
        raise NotAllowed("This resident is in a home that you do not serve")
    if not may_write(actor, record_class, home_id):
        refused = _not_shown(actor, record_class, home_id)
        if may_read(actor, record_class, home_id):
            refused = "You can read this but not change it"
        raise NotAllowed(f"{refused}. Ask {listed(record_class.writers)}")


def require_read(actor: Actor, record_class: type[Record], home_id: str | None) -> None:
    """Raises NotAllowed, in words, unless the person may read."""
    if not serves(actor, home_id):
        raise NotAllowed("This resident is in a home that you do not serve")
    if not may_read(actor, record_class, home_id):
        raise NotAllowed(_not_shown(actor, record_class, home_id))


def _not_shown(actor: Actor, record_class: type[Record], home_id: str | None) -> str:
    if actor.role in record_class.readers and not _reaches(actor, record_class, home_id):
        return "This resident is not placed in a home yet"
    return f"«{record_class.title}» is not shown to your role"


def listed(roles: frozenset[Role]) -> str:
    """Up to three of these roles in words, those first who are asked first: `a GP or a nurse`."""
    first = [role for role in _ASK_FIRST if role in roles]
    asked = first or sorted(roles, key=lambda role: role.label)
    words = [_with_article(role) for role in asked[:3]]
    return " or ".join((", ".join(words[:-1]), words[-1])) if len(words) > 1 else "".join(words)


def _with_article(role: Role) -> str:
    words = role.label if role.label[:2].isupper() else role.label[0].lower() + role.label[1:]
    return f"an {words}" if words[0] in "aeiou" else f"a {words}"


_ASK_FIRST = (Role.NURSE, Role.GP, Role.PHARMACIST, Role.HOME_MANAGER, Role.ADMINISTRATOR)
