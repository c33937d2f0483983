"""Keys for an encrypted workspace: gives the data key and takes it away.

A workspace folder holds `slots.json` (and a second copy): one key slot per enrolled person, each
wrapping the same random data key. The vault neither opens nor knows the database; the device room
does, with `DataKey.hex()`. Nothing here ever erases a workspace, however many tries are wrong.

A name's module is loaded when the name is first asked for: ciphers, keyring and checks take a quarter
of a second, for which the locked window does not wait.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mdt_desktop.vault.data_key import DataKey
    from mdt_desktop.vault.derivation import (
        PASSPHRASE_DERIVATION,
        PIN_DERIVATION,
        PRACTICE_DERIVATION,
        Derivation,
    )
    from mdt_desktop.vault.device_keyring import KeyringState, probe_keyring
    from mdt_desktop.vault.places import has_workspace
    from mdt_desktop.vault.slot import SlotHeader, SlotMode, SlotPerson
    from mdt_desktop.vault.workspace import (
        add_slot,
        change_secret,
        create_workspace,
        remove_slot,
        slots,
        unlock,
        workspace_id,
    )
    from mdt_desktop.vault.wrong_tries import WrongSecret

__all__ = [
    "PASSPHRASE_DERIVATION",
    "PIN_DERIVATION",
    "PRACTICE_DERIVATION",
    "DataKey",
    "Derivation",
    "KeyringState",
    "SlotHeader",
    "SlotMode",
    "SlotPerson",
    "WrongSecret",
    "add_slot",
    "change_secret",
    "create_workspace",
    "has_workspace",
    "probe_keyring",
    "remove_slot",
    "slots",
    "unlock",
    "workspace_id",
]

_MODULE_OF = {
    "DataKey": "data_key",
    "Derivation": "derivation",
    "PASSPHRASE_DERIVATION": "derivation",
    "PIN_DERIVATION": "derivation",
    "PRACTICE_DERIVATION": "derivation",
    "KeyringState": "device_keyring",
    "probe_keyring": "device_keyring",
    "has_workspace": "places",
    "SlotHeader": "slot",
    "SlotMode": "slot",
    "SlotPerson": "slot",
    "add_slot": "workspace",
    "change_secret": "workspace",
    "create_workspace": "workspace",
    "remove_slot": "workspace",
    "slots": "workspace",
    "unlock": "workspace",
    "workspace_id": "workspace",
    "WrongSecret": "wrong_tries",
}


def __getattr__(name: str) -> object:
    """Loads the module of a public name."""
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found: object = getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
    globals()[name] = found
    return found
