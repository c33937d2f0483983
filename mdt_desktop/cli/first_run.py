"""`mdt init`: a workspace with its first person and homes."""

from argparse import Namespace

from mdt_core.errors import InvalidInput
from mdt_core.roles import Role
from mdt_desktop.cli import exit_codes
from mdt_desktop.cli.profile import folder_of
from mdt_desktop.cli.terminal import Terminal
from mdt_desktop.setup import checked_homes, init_workspace
from mdt_desktop.vault import PRACTICE_DERIVATION
from mdt_desktop.vault.device_keyring import KeyringState


def run(given: Namespace, terminal: Terminal) -> int:
    """Makes the workspace and says what unlocks it."""
    folder, role = folder_of(given, terminal), _role(given.role)
    homes = checked_homes(given.homes.split(";"))
    keyring = terminal.keyring()
    protection = _protection(keyring)
    terminal.tell(protection)
    question = "New PIN" if keyring.is_safe else "New passphrase"
    made = init_workspace(
        folder,
        name=given.name,
        role=role,
        organisation=given.organisation,
        homes=homes,
        secret=terminal.secret(given.pin_file, question, is_new=True),
        keyring=keyring,
        clock=terminal.clock,
        random=terminal.random,
        derivation=PRACTICE_DERIVATION if given.practice else None,
        practice=given.practice,
    )
    answer = {
        "profile": str(folder),
        "person_id": made.person_id,
        "homes": dict(zip(homes, made.home_ids, strict=True)),
        "unlocked_by": made.mode.noun,
        "practice": given.practice,
    }
    if given.json:
        terminal.say_json(answer)
    else:
        terminal.say(f"A workspace for {', '.join(homes)} is in {folder}.")
        terminal.say(f"{given.name} unlocks it with the {made.mode.noun} just given.")
    return exit_codes.DONE


def _role(text: str) -> Role:
    wanted = text.strip().casefold().replace("-", "_").replace(" ", "_")
    for role in Role:
        if wanted in (role.value, role.label.casefold().replace("-", "_").replace(" ", "_")):
            return role
    known = ", ".join(role.value for role in Role)
    raise InvalidInput(f"«{text}» is not a role known here. Choose one of {known}.", where="Role")


def _protection(keyring: KeyringState) -> str:
    if keyring.is_safe:
        return (
            f"This computer keeps one half of the key ({keyring.name}); a PIN of 6 digits or more is"
            " the other half."
        )
    return (
        f"{keyring.reason} The workspace is therefore protected by a passphrase alone: choose 12"
        " characters or more, such as four words that nobody would guess."
    )
