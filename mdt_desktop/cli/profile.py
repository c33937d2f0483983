"""Which workspace a command works on, who unlocks it, and with what."""

from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from mdt_core.errors import InvalidInput, Refused, StoreProblem
from mdt_desktop import paths
from mdt_desktop.cli.terminal import Terminal

if TYPE_CHECKING:
    from mdt_desktop.session import Session
    from mdt_desktop.vault import DataKey, SlotHeader


def folder_of(given: Namespace, terminal: Terminal) -> Path:
    """The folder of `--profile`, or this account's workspace."""
    chosen: Path | None = given.profile
    return (chosen or paths.default_workspace(terminal.environment, terminal.home)).absolute()


@contextmanager
def unlocked(given: Namespace, terminal: Terminal) -> Iterator["Session"]:
    """Unlocks the workspace for the person chosen and closes it afterwards.

    Raises InvalidInput where it is not clear who, Refused where the service must be met first, and
    whatever unlocking raises.
    """
    from mdt_desktop.session import unlock_session  # noqa: PLC0415 - help does not need it

    person, secret = _who_and_secret(given, terminal)
    session = unlock_session(
        folder_of(given, terminal),
        person_id=person.person_id,
        secret=secret,
        clock=terminal.clock,
        random=terminal.random,
        keyring=terminal.keyring(),
    )
    try:
        _require_lease(given, session)
        yield session
    finally:
        session.close()


def _require_lease(given: Namespace, session: "Session") -> None:
    """What was written can always be sent, saved and backed up; records are shown within the lease."""
    if session.must_meet_service and not given.verb.startswith(("sync ", "backup", "doctor")):
        raise Refused(
            "This computer has not met its service for so long that it shows no record until it has."
            " Everything that was written is kept.",
            next_step="mdt sync now; without a network: mdt sync save-bundle FILE",
        )


def unlocked_key(given: Namespace, terminal: Terminal) -> "DataKey":
    """The key of the workspace, for work on a store that is not opened; forget it afterwards."""
    from mdt_desktop.vault import unlock  # noqa: PLC0415 - help does not need it

    person, secret = _who_and_secret(given, terminal)
    return unlock(
        folder_of(given, terminal),
        person_id=person.person_id,
        secret=secret,
        now=terminal.clock(),
        keyring=terminal.keyring(),
    )


def _who_and_secret(given: Namespace, terminal: Terminal) -> tuple["SlotHeader", str]:
    from mdt_desktop.vault import has_workspace, slots  # noqa: PLC0415 - help does not need it

    folder = folder_of(given, terminal)
    if not has_workspace(folder):
        raise StoreProblem(
            f"There is no workspace in {folder}.",
            next_step="Name its folder with --profile, or make one with init or demo.",
        )
    person = _person(slots(folder), given.person)
    question = f"{_capital(person.mode.noun)} of {person.name}"
    return person, terminal.secret(given.pin_file, question)


def _person(headers: "tuple[SlotHeader, ...]", asked: str | None) -> "SlotHeader":
    wanted = (asked or "").casefold()
    fitting = [
        each for each in headers if not asked or wanted in (each.name.casefold(), each.person_id)
    ]
    if len(fitting) == 1:
        return fitting[0]
    names = ", ".join(f"{each.name} ({each.role}, {each.person_id})" for each in headers)
    if not fitting:
        raise InvalidInput(f"Nobody of that name can unlock this workspace. {names} can.")
    raise InvalidInput(f"Say who unlocks, with --person: {names}.")


def _capital(noun: str) -> str:
    return noun[:1].upper() + noun[1:]
