"""Keyrings for the tests: real back ends of the keyring library that keep things in memory."""

from threading import Event

from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError
from typing_extensions import override


class MemoryRing(KeyringBackend):
    """Keeps secrets in memory."""

    priority = -2  # below even the null keyring, so that no other test is given one of these

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # keyring leaves it untyped
        self.items: dict[str, str] = {}

    @override
    def get_password(self, service: str, username: str) -> str | None:
        return self.items.get(username)

    @override
    def set_password(self, service: str, username: str, password: str) -> None:
        self.items[username] = password

    @override
    def delete_password(self, service: str, username: str) -> None:
        if self.items.pop(username, None) is None:
            raise PasswordDeleteError(username)


class OtherRing(MemoryRing):
    """Another make of keyring."""


class PlaintextRing(MemoryRing):
    """Says by its name that it keeps secrets readable."""


class ForgetfulRing(MemoryRing):
    """Takes a secret without complaint and keeps nothing."""

    @override
    def set_password(self, service: str, username: str, password: str) -> None:
        return


class FailingRing(MemoryRing):
    """Raises the given error for each call."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error

    @override
    def get_password(self, service: str, username: str) -> str | None:
        raise self.error

    @override
    def set_password(self, service: str, username: str, password: str) -> None:
        raise self.error

    @override
    def delete_password(self, service: str, username: str) -> None:
        raise self.error


class SilentRing(MemoryRing):
    """Waits for a prompt that nobody answers until the test lets it go."""

    def __init__(self) -> None:
        super().__init__()
        self.let_go = Event()

    @override
    def set_password(self, service: str, username: str, password: str) -> None:
        self.let_go.wait()
