"""What people do in these tests, and an open workspace to do it in."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from mdt_core.actor import Actor
from mdt_core.clock import PartialDate, system_clock
from mdt_core.identifiers import IdSource
from mdt_core.records.homes import Home
from mdt_core.records.residents import Resident
from mdt_core.records.rounds import HowSeen, RoundEntry, SeeAgain
from mdt_core.records.stays import Stay, StayType
from mdt_core.roles import Role
from mdt_core.store.unit_of_work import About
from mdt_desktop.device.state import DeviceState
from mdt_desktop.device.workspace import OpenWorkspace, Workspace
from mdt_desktop.vault.data_key import DataKey

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
GP = Actor("gp-1", "Dr Amara Okafor", Role.GP, "Elm Surgery")


@dataclass(frozen=True)
class Ward:
    """A workspace folder with its key, and whom it is about once someone was admitted."""

    folder: Path
    key: DataKey
    ids: IdSource

    @property
    def key_hex(self) -> str:
        return self.key.hex()

    @property
    def store_file(self) -> Path:
        return Workspace(self.folder).store_file

    def create(self) -> None:
        state = DeviceState("device-1", self.ids.record_id(), NOON, "Elm House", is_practice=True)
        Workspace(self.folder).create(self.key, state)

    def open(self) -> OpenWorkspace:
        return Workspace(self.folder).open(self.key, system_clock, self.ids)


def ward_in(folder: Path) -> Ward:
    ids = IdSource(system_clock, secrets.token_bytes)
    return Ward(folder, DataKey(secrets.token_bytes(32)), ids)


def admit(workspace: OpenWorkspace, family_name: str = "Okonkwo") -> About:
    """Admits a resident to a new home in one deed of three changes and an access record."""
    with workspace.store.deed(GP) as work:
        home_id = work.write(Home(name="Elm House"), About())
        resident = Resident(family_name=family_name, given_name="Ada", born=PartialDate("1938-02"))
        resident_id = work.write(resident, About())
        about = About(resident_id, home_id)
        stay = Stay(home_id=home_id, stay_type=StayType.PERMANENT, admitted_at=NOON, room="12")
        work.write(stay, about)
        work.audit("admitted", about)
        work.commit()
    return about


def sign_entry(workspace: OpenWorkspace, about: About, plan: str = "Fluids, review") -> str:
    """Signs a round entry and gives its mid."""
    with workspace.store.deed(GP) as work:
        change = work.sign(
            RoundEntry(how=HowSeen.VIDEO, plan=plan, see_again=SeeAgain.NEXT_ROUND), about
        )
        work.audit("signed", about, record_id=change.envelope.record_id)
        work.commit()
    return change.mid
