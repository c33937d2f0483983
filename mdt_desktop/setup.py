"""Makes a workspace with its first person and homes, for the first-run window and `mdt init`.

The folder either holds a whole workspace afterwards or is as it was before. Free of Qt. Who sets a
workspace up acts as its administrator while doing so where the own role may not add homes.
"""

import shutil
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import mdt_core.records  # noqa: F401 - registers every kind of record before one is written
from mdt_core import access
from mdt_core.actor import Actor
from mdt_core.clock import Clock
from mdt_core.errors import InvalidInput, StoreProblem
from mdt_core.identifiers import IdSource
from mdt_core.records.homes import Home
from mdt_core.records.people import Practitioner
from mdt_core.roles import Role
from mdt_core.store.store import Store
from mdt_core.use_cases.places import save_home, save_practitioner
from mdt_desktop.device.state import DeviceState
from mdt_desktop.device.workspace import OpenWorkspace, Workspace
from mdt_desktop.vault import (
    DataKey,
    Derivation,
    SlotMode,
    SlotPerson,
    create_workspace,
    has_workspace,
)
from mdt_desktop.vault.device_keyring import KeyringState, RandomBytes


@dataclass(frozen=True)
class Founded:
    """What was made: the first person, the homes in the order given, and what unlocks it."""

    person_id: str
    home_ids: tuple[str, ...]
    mode: SlotMode


def init_workspace(
    folder: Path,
    *,
    name: str,
    role: Role,
    organisation: str,
    homes: Sequence[str],
    secret: str,
    keyring: KeyringState,
    clock: Clock,
    random: RandomBytes,
    derivation: Derivation | None = None,
    practice: bool = False,
) -> Founded:
    """Makes keys, store, practitioner and homes, and closes the workspace again.

    With a safe keyring the secret is a PIN of 6 digits or more, without one a passphrase of 12
    characters or more. Raises InvalidInput for what was entered, StoreProblem for the folder.
    """
    home_names = checked_homes(homes)
    person_name = _required(name, "Name")
    organisation = _required(organisation, "Organisation")
    _require_free(folder)
    ids = IdSource(clock, random)
    person = SlotPerson(id=ids.record_id(), name=person_name, role=role.label)
    made_folder = _made(folder)
    founder = Actor(person.id, person_name, role, organisation)
    state = DeviceState(
        device_id=ids.record_id(),
        incarnation=ids.record_id(),
        created_at=clock(),
        name=home_names[0] if len(home_names) == 1 else organisation,
        is_practice=practice,
    )
    try:
        key = create_workspace(
            folder,
            person=person,
            secret=secret,
            keyring=keyring,
            random=random,
            derivation=derivation,
            practice=practice,
        )
        home_ids = _fill(Workspace(folder), key, state, _Founding(founder, home_names, clock, ids))
    except BaseException:
        _clear(folder, whole=made_folder)
        raise
    mode = SlotMode.KEYRING_AND_PIN if keyring.is_safe else SlotMode.PASSPHRASE
    return Founded(person.id, home_ids, mode)


def checked_homes(lines: Sequence[str]) -> tuple[str, ...]:
    """Gives the names of homes without empty lines; raises InvalidInput for none or one twice."""
    names = tuple(" ".join(line.split()) for line in lines if line.strip())
    if not names:
        raise InvalidInput("Name at least one home, one on each line.", where="Homes")
    for place, name in enumerate(names):
        if name.casefold() in (before.casefold() for before in names[:place]):
            raise InvalidInput(f"«{name}» is there twice.", where="Homes")
    return names


@dataclass(frozen=True)
class _Founding:
    """Who begins with which homes, and what gives time and identity."""

    founder: Actor
    homes: tuple[str, ...]
    clock: Clock
    ids: IdSource


def _fill(
    place: Workspace, key: DataKey, state: DeviceState, founding: _Founding
) -> tuple[str, ...]:
    try:
        place.create(key, state)
        with closing(place.open(key, founding.clock, founding.ids)) as workspace:
            return _write_people_and_places(workspace, founding.founder, founding.homes)
    finally:
        key.forget()


def _write_people_and_places(
    workspace: OpenWorkspace, founder: Actor, homes: tuple[str, ...]
) -> tuple[str, ...]:
    store, by = workspace.store, _as_founder(founder)
    card = Practitioner(name=founder.name, role=founder.role, organisation=founder.organisation)
    save_practitioner(store, by=by, practitioner=card, practitioner_id=founder.person_id)
    home_ids = tuple(_saved_home(store, by, name) for name in homes)
    workspace.keep_homes(home_ids)
    return home_ids


def _saved_home(store: Store, by: Actor, name: str) -> str:
    home_id, _ = save_home(store, by=by, home=Home(name=name))
    return home_id


def _as_founder(founder: Actor) -> Actor:
    if all(access.may_write(founder, card, None) for card in (Home, Practitioner)):
        return founder
    return Actor(founder.person_id, founder.name, Role.ADMINISTRATOR, founder.organisation)


def _required(text: str, where: str) -> str:
    words = " ".join(text.split())
    if not words:
        raise InvalidInput("Fill this in.", where=where)
    return words


def _require_free(folder: Path) -> None:
    if has_workspace(folder) or Workspace(folder).has_store:
        raise StoreProblem(
            "This folder already holds a workspace, and it is not replaced.",
            next_step="Unlock it, or choose an empty folder.",
        )
    if folder.is_dir() and any(folder.iterdir()):
        raise StoreProblem(
            "This folder holds other files, so no workspace was made in it.",
            next_step="Choose an empty folder.",
        )


def _made(folder: Path) -> bool:
    """Makes the folder for its owner alone; says whether it was missing."""
    was_missing = not folder.exists()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StoreProblem(
            "The folder for the workspace cannot be made.",
            next_step="Choose another folder, or ask whoever looks after this computer.",
        ) from error
    return was_missing


def _clear(folder: Path, *, whole: bool) -> None:
    """Takes away what a beginning that failed left in a folder that was empty before."""
    if whole:
        shutil.rmtree(folder, ignore_errors=True)
        return
    for left in folder.iterdir():
        if left.is_dir():
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.unlink(missing_ok=True)
