"""Keys for an encrypted workspace: gives the data key and takes it away.

A workspace folder holds `slots.json` (and a second copy): one key slot per enrolled person, each
wrapping the same random data key. The vault neither opens nor knows the database; the device room
does, with `DataKey.hex()`. Nothing here ever erases a workspace, however many tries are wrong.
"""

from mdt_desktop.vault.data_key import DataKey
from mdt_desktop.vault.derivation import (
    PASSPHRASE_DERIVATION,
    PIN_DERIVATION,
    PRACTICE_DERIVATION,
    Derivation,
)
from mdt_desktop.vault.device_keyring import KeyringState, probe_keyring
from mdt_desktop.vault.slot import SlotHeader, SlotMode, SlotPerson
from mdt_desktop.vault.workspace import (
    add_slot,
    change_secret,
    create_workspace,
    has_workspace,
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
