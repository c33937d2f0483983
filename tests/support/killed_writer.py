"""What a writer does until it is killed: opens the workspace and signs one entry after another.

Every deed writes three changes and touches every table a deed can, so that a half-written one would
show: a home, a resident, a round entry, an access record, and a draft that the deed removes.
"""

import secrets
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

from mdt_core.clock import PartialDate, system_clock
from mdt_core.identifiers import IdSource
from mdt_core.records.homes import Home
from mdt_core.records.residents import Resident
from mdt_core.records.rounds import HowSeen, RoundEntry, SeeAgain
from mdt_core.store.unit_of_work import About
from mdt_core.sync.change import Change
from mdt_desktop.device.workspace import OpenWorkspace, Workspace
from mdt_desktop.vault.data_key import DataKey
from tests.store.deeds import GP, NOON

CHANGES_A_DEED = 3


def write_for_ever(folder: Path, key_hex: str, say: Callable[[str], None]) -> None:
    """Does deeds until it is killed, and says after each commit what is now promised."""
    ids = IdSource(system_clock, secrets.token_bytes)
    workspace = Workspace(folder).open(DataKey(bytes.fromhex(key_hex)), system_clock, ids)
    for change in _deeds(workspace):
        say(f"saved {change.mid} {change.body_hash}")


def _deeds(workspace: OpenWorkspace) -> Iterator[Change]:
    for number in count():
        entry_id = workspace.store.ids.record_id()
        workspace.drafts.save(GP.person_id, "round_entry", entry_id, '{"plan":"Fluids"}', NOON)
        with workspace.store.deed(GP) as work:
            home_id = work.write(Home(name=f"Elm House {number}"), About())
            born = PartialDate("1938-02")
            person = Resident(family_name=f"Okonkwo {number}", given_name="Ada", born=born)
            about = About(work.write(person, About()), home_id)
            plan = f"Plan {number}. " * 100
            entry = RoundEntry(how=HowSeen.VIDEO, plan=plan, see_again=SeeAgain.NEXT_ROUND)
            change = work.sign(entry, about, record_id=entry_id)
            work.audit("signed", about, record_id=entry_id)
            work.discard_draft("round_entry", entry_id)
            work.commit()
        yield change
