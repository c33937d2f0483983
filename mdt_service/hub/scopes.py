"""Which scopes a role may read in which home; a rule over the definitions, without SQL.

A device reads whole scopes, so a role gets a scope only if every kind that can lie in it names the
role among its readers. What is restricted is for clinicians and those who safeguard, on devices where
nobody of a home is at work.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from mdt_core.fields import Sensitivity
from mdt_core.record import Card, Place, Record, Statement, all_kinds
from mdt_core.roles import (
    CLINICIANS,
    HOME_CLINICAL,
    HOME_STAFF,
    OFFICE,
    READERS_OF_RESTRICTED,
    Role,
)
from mdt_core.sync.scope import REFERENCE, UNPLACED

PROVIDER = "provider"
EVERY_HOME = "*"
"""In place of a home's id: all homes, those without a placement, and the provider's own headers."""

_BY_HAND = {
    Sensitivity.RESTRICTED: READERS_OF_RESTRICTED,
    Sensitivity.ADMIN: CLINICIANS | HOME_CLINICAL | OFFICE | {Role.QUALITY_OFFICER},
}
"""Sensitivities that no kind of a resident or home has yet, or that need more than its readers."""
_NOT_AT_A_HOME = frozenset({Sensitivity.RESTRICTED.value})
"""What no computer receives at which anybody of a home signs in, whoever else does (ADR 0030)."""


@dataclass(frozen=True, slots=True)
class Grant:
    """A role in a home, or in every home; `person_id` is the only author it counts for, if any."""

    home_id: str
    role: Role
    person_id: str | None = None

    def covers(self, home_id: str | None) -> bool:
        """Whether the grant reaches a home; what has no home is for those who serve every one."""
        return self.home_id in (EVERY_HOME, home_id)


def home_scope(home_id: str, sensitivity: str) -> str:
    """The name of a home's scope."""
    return f"home:{home_id}:{sensitivity}"


def home_in(scope: str) -> str | None:
    """The home whose scope this is; None for a scope that is no home's."""
    kind, _, rest = scope.partition(":")
    return rest.rpartition(":")[0] if kind == "home" else None


def sensitivity_in(scope: str) -> str:
    """The sensitivity of a scope, empty for one that has none."""
    return scope.rpartition(":")[2] if ":" in scope else ""


def is_placed_elsewhere(scope: str, placed: str | None) -> bool:
    """Whether a scope's entity has left it, so that its words are no longer for this scope."""
    kind = scope.partition(":")[0]
    return kind in ("home", UNPLACED) and home_in(scope) != placed


@cache
def sensitivities_for(role: Role) -> frozenset[str]:
    """What a role may read of a home that it serves."""
    return frozenset(each.value for each in Sensitivity if _may_read_all(role, each))


def _may_read_all(role: Role, sensitivity: Sensitivity) -> bool:
    if sensitivity in _BY_HAND:
        return role in _BY_HAND[sensitivity]
    kinds = [kind for kind in all_kinds() if sensitivity in _sensitivities(kind)]
    return all(role in kind.readers for kind in kinds)


def _sensitivities(kind: type[Record]) -> set[Sensitivity]:
    if kind.scope is Place.REFERENCE:
        return set()
    if issubclass(kind, Statement):
        return {kind.sensitivity}
    return {group.sensitivity for group in kind.groups} if issubclass(kind, Card) else set()


def readable(grants: Iterable[Grant], homes: Iterable[str]) -> frozenset[str]:
    """The scopes that these grants open, given every home there is."""
    known, held = tuple(homes), tuple(grants)
    at_a_home = any(grant.role in HOME_STAFF for grant in held)
    withheld = _NOT_AT_A_HOME if at_a_home else frozenset()
    found: set[str] = set()
    for grant in held:
        found.add(REFERENCE)
        served = known if grant.home_id == EVERY_HOME else (grant.home_id,)
        sensitivities = sensitivities_for(grant.role) - withheld
        found |= {home_scope(home, each) for home in served for each in sensitivities}
        if grant.home_id == EVERY_HOME:
            found |= {f"{UNPLACED}:{each}" for each in sensitivities}
            found |= {PROVIDER} if grant.role in CLINICIANS else set()
    return frozenset(found)
