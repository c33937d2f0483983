"""The person at the keyboard: who they are and which homes they serve, passed to every deed."""

from dataclasses import dataclass

from mdt_core.roles import Role
from mdt_core.sync.change import Author


@dataclass(frozen=True, slots=True)
class Actor:
    """A signed-in person; `homes` are the ids of the homes served, None for all on this device."""

    person_id: str
    name: str
    role: Role
    organisation: str
    homes: frozenset[str] | None = None

    @property
    def author(self) -> Author:
        """The person as written into a change."""
        return Author(self.person_id, self.name, self.role.value, self.organisation)
