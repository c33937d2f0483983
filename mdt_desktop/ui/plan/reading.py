"""What a plan is made of, read in one moment: who can be on the list and why, and what is kept. No Qt."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from mdt_core import access
from mdt_core.actor import Actor
from mdt_core.records.homes import Home
from mdt_core.records.rounds import MadeReady, Programme, Round, RoundState
from mdt_core.store.queries.rounds import round_id_for
from mdt_core.store.queries.statements import card_by_id
from mdt_core.store.queries.together import (
    RoundOf,
    d2a_worklist,
    homes_taking_part,
    homes_with_d2a,
)
from mdt_core.store.queries.worklist import Listed, with_reasons
from mdt_core.store.store import Reading, Store
from mdt_core.worklist import Thresholds, shipped_thresholds

_ENDED = (RoundState.COMPLETED, RoundState.VOID)


@dataclass(frozen=True)
class PlanHome:
    """One home with its part of the round as it is kept."""

    id: str
    name: str
    round_time: str
    round_id: str
    header: Round | None
    may_plan: bool

    @property
    def is_running(self) -> bool:
        """Whether somebody has started the round here."""
        return self.header is not None and self.header.state is RoundState.OPEN

    @property
    def is_finished(self) -> bool:
        """Whether this part can no longer be planned."""
        return self.header is not None and self.header.state in _ENDED


@dataclass(frozen=True)
class PlanRead:
    """Every resident whom the round can be for, with all reasons, and the plan as it is kept.

    `homes` are in the order of the list: one, or for a round over several each that has a part in it.
    """

    of: RoundOf
    homes: tuple[PlanHome, ...]
    everyone: tuple[Listed, ...]
    thresholds: Thresholds

    @property
    def day(self) -> date:
        """The day of the round."""
        return self.of.day

    @property
    def is_d2a(self) -> bool:
        """Whether it is for D2A residents, every one of them."""
        return self.of.programme is Programme.D2A

    @property
    def is_over_homes(self) -> bool:
        """Whether it is one round over several homes."""
        return self.of.is_over_homes

    @property
    def is_running(self) -> bool:
        """Whether somebody has started the round."""
        return any(home.is_running for home in self.homes)

    @property
    def is_finished(self) -> bool:
        """Whether no part of the round can be planned any more."""
        return bool(self.homes) and all(home.is_finished for home in self.homes)

    @property
    def running(self) -> tuple[str, ...]:
        """The ids of the rounds that somebody has started."""
        return tuple(home.round_id for home in self.homes if home.is_running)

    @property
    def may_plan(self) -> bool:
        """Whether the person may plan any part of it."""
        return any(home.may_plan for home in self.homes)

    @property
    def open_homes(self) -> tuple[PlanHome, ...]:
        """The homes whose part this person can still plan."""
        return tuple(home for home in self.homes if home.may_plan and not home.is_finished)

    def one(self, resident_id: str) -> Listed | None:
        """One resident who can be on the list, or None."""
        return self._by_id.get(resident_id)

    def home_of(self, resident_id: str) -> PlanHome | None:
        """The home that somebody lives in."""
        listed = self.one(resident_id)
        wanted = listed.line.home_id if listed else None
        return next((home for home in self.homes if home.id == wanted), None)

    def living_in(self, home: PlanHome) -> tuple[Listed, ...]:
        """Those of one home, in the order of the list."""
        return tuple(each for each in self.everyone if each.line.home_id == home.id)

    def proposes(self, each: Listed) -> bool:
        """Whether the round should see this resident: every D2A resident, every week, who is here."""
        return not each.is_away if self.is_d2a else each.is_proposed

    def made_ready(self, resident_id: str) -> MadeReady | None:
        """What the home says it has ready of what is asked in the kept plan."""
        home = self.home_of(resident_id)
        return home.header.made_ready_for(resident_id) if home and home.header else None

    @cached_property
    def _by_id(self) -> dict[str, Listed]:
        return {each.resident_id: each for each in self.everyone}


def read_plan(store: Store, actor: Actor, of: RoundOf) -> PlanRead:
    """Reads what a plan is made of in one moment; raises KnownError where that may not be."""
    thresholds = shipped_thresholds()
    with store.reading() as connection:
        homes = _homes(connection, actor, of)
        if of.programme is Programme.D2A:
            ids = [home.id for home in homes]
            everyone = d2a_worklist(connection, actor, ids, today=of.day, thresholds=thresholds)
        else:
            everyone = with_reasons(
                connection, actor, of.home_id, today=of.day, thresholds=thresholds
            )
        return PlanRead(of, homes, everyone, thresholds)


def _homes(connection: Reading, actor: Actor, of: RoundOf) -> tuple[PlanHome, ...]:
    ids = {of.home_id}
    if of.is_over_homes:
        ids = {*homes_with_d2a(connection, actor), *homes_taking_part(connection, actor, of)}
    found = [_home(connection, actor, of, home_id) for home_id in ids]
    return tuple(sorted(found, key=lambda home: (home.name.casefold(), home.id)))


def _home(connection: Reading, actor: Actor, of: RoundOf, home_id: str) -> PlanHome:
    home = card_by_id(connection, Home, home_id)
    round_id = round_id_for(home_id, of.day, of.programme)
    kept = card_by_id(connection, Round, round_id)
    return PlanHome(
        id=home_id,
        name=str(home.readable.get("name", "")) if home else "",
        round_time=str(home.readable.get("round_time") or "") if home else "",
        round_id=round_id,
        header=kept.record if kept else None,
        may_plan=access.may_write(actor, Round, home_id),
    )
