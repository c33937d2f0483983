"""What the first window asks for and says; it decides only that both secrets are the same. No Qt."""

from dataclasses import dataclass

from mdt_core.errors import InvalidInput
from mdt_core.roles import Role
from mdt_desktop.vault.device_keyring import KeyringState
from mdt_desktop.vault.places import PIN_DIGITS
from mdt_desktop.vault.slot import PASSPHRASE_CHARACTERS

LOOKING = "Looking for the keyring of this computer ..."


@dataclass(frozen=True)
class FirstPerson:
    """What is needed to make a workspace; `secret` is a PIN or a passphrase."""

    name: str
    role: Role
    organisation: str
    homes: tuple[str, ...]
    secret: str


@dataclass(frozen=True)
class SecretWords:
    """What unlocks here, in words: why, the two labels, and whether it is digits alone."""

    told: str
    label: str
    again: str
    is_pin: bool


def secret_words(keyring: KeyringState) -> SecretWords:
    """Gives the words for a PIN where the keyring is safe, else for a passphrase."""
    if keyring.is_safe:
        return SecretWords(
            f"This computer has a safe keyring ({keyring.name}). A PIN of {PIN_DIGITS} digits or"
            " more opens the workspace, together with what the keyring keeps.",
            f"PIN, {PIN_DIGITS} digits or more",
            "The same PIN again",
            is_pin=True,
        )
    return SecretWords(
        f"{keyring.reason} So a PIN would not be safe here: a passphrase of"
        f" {PASSPHRASE_CHARACTERS} characters or more opens the workspace. Several words that only"
        " you put together are best.",
        f"Passphrase, {PASSPHRASE_CHARACTERS} characters or more",
        "The same passphrase again",
        is_pin=False,
    )


def first_person(
    *, name: str, role: str, organisation: str, homes: str, secret: str, again: str
) -> FirstPerson:
    """Gives what was entered; raises InvalidInput naming the field that is missing."""
    for where, text, words in (
        ("Name", name, "Enter your name."),
        ("Role", role, "Choose your role."),
        ("Organisation", organisation, "Enter the organisation you work for."),
        ("Homes", homes, "Name at least one home, one on each line."),
        ("Secret", secret, "Choose what unlocks the workspace."),
    ):
        if not text.strip():
            raise InvalidInput(words, where=where)
    if secret != again:
        raise InvalidInput("The two are not the same. Type both again.", where="Again")
    return FirstPerson(name, Role(role), organisation, tuple(homes.splitlines()), secret)
