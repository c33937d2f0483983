"""Questions that only a person can answer: did one home become another in the same building? Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from mdt_core.clock import clinical_date
from mdt_core.exchange.tables.known_homes import KnownHome
from mdt_core.exchange.tables.premises import plain_name


@dataclass(frozen=True)
class Succession:
    """One home ended and another began in the same building: the same home, or not?"""

    old_id: str
    old_name: str
    new_id: str
    new_name: str
    address: str
    as_of: date
    reason: str

    @property
    def question(self) -> str:
        """The question in words."""
        return (
            f"«{self.old_name}» ended and «{self.new_name}» began at {self.address} in the edition "
            f"of {clinical_date(self.as_of)} ({self.reason}). Is it the same home?"
        )


def successions(homes: Iterable[KnownHome], addresses: Mapping[str, str]) -> list[Succession]:
    """What to ask: same building first; an address that leaves out the number only where none is."""
    known = sorted(homes, key=lambda each: each.id)
    ended = [home for home in known if home.ended]
    pairs = [
        (old, new)
        for old in ended
        for new in known
        if new.id != old.id and new.since == old.ended and old.premises.may_be(new.premises)
    ]
    exact = {
        each.id for old, new in pairs if old.premises.key == new.premises.key for each in (old, new)
    }
    asked = [
        (old, new)
        for old, new in pairs
        if old.premises.key == new.premises.key or not {old.id, new.id} & exact
    ]
    return [_succession(old, new, addresses.get(new.id, "")) for old, new in asked]


def _succession(old: KnownHome, new: KnownHome, address: str) -> Succession:
    is_renamed = plain_name(old.name) != plain_name(new.name)
    reason = "another name" if is_renamed else "another CQC location"
    if old.premises.key != new.premises.key:
        reason = f"{reason}, and only one address has a number"
    as_of = new.since or date.max
    return Succession(old.id, old.name, new.id, new.name, address, as_of, reason)
