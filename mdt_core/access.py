"""Permission: role x home x kind, asked by both ends before anything is read or written.

The definition of a kind names its writers and readers; a person serves some homes or all of the
device. The service asks the same functions and never trusts a client's answer.
"""

from mdt_core.actor import Actor
from mdt_core.errors import NotAllowed
from mdt_core.record import Record
from mdt_core.roles import Role


def may_read(actor: Actor, record_class: type[Record], home_id: str | None) -> bool:
    """Whether the person may see records of a kind in a home (None: not placed in any)."""
    return actor.role in record_class.readers and serves(actor, home_id)


def may_write(actor: Actor, record_class: type[Record], home_id: str | None) -> bool:
    """Whether the person may write records of a kind in a home (None: not placed in any)."""
    return actor.role in record_class.writers and serves(actor, home_id)


def serves(actor: Actor, home_id: str | None) -> bool:
    """Whether the home is one of the person's; a resident without a home is anyone's to place."""
    return actor.homes is None or home_id is None or home_id in actor.homes


def require_write(actor: Actor, record_class: type[Record], home_id: str | None) -> None:
    """Raises NotAllowed, in words, unless the person may write."""
    if not serves(actor, home_id):
        raise NotAllowed("This resident is in a home that you do not serve")
    if not may_write(actor, record_class, home_id):
        who = _listed(record_class.writers)
        raise NotAllowed(f"You can read this but not change it. Ask {who}")


def require_read(actor: Actor, record_class: type[Record], home_id: str | None) -> None:
    """Raises NotAllowed, in words, unless the person may read."""
    if not serves(actor, home_id):
        raise NotAllowed("This resident is in a home that you do not serve")
    if not may_read(actor, record_class, home_id):
        raise NotAllowed(f"{record_class.title} is not shown to your role")


def _listed(roles: frozenset[Role]) -> str:
    asked = [role for role in _ASK_FIRST if role in roles][:3]
    words = [f"a {role.label}" if role is Role.GP else f"a {role.label.lower()}" for role in asked]
    return " or ".join((", ".join(words[:-1]), words[-1])) if len(words) > 1 else "".join(words)


_ASK_FIRST = (Role.NURSE, Role.GP, Role.PHARMACIST, Role.HOME_MANAGER, Role.ADMINISTRATOR)
