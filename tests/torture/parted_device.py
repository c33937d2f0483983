"""One end of a network that is parted: `service FOLDER` or `device FOLDER`, each in a namespace of its own.

The device reads what to do from its standard input - `write N`, `agree` - and says `agreed`.
"""

import secrets
import sys
import time
from contextlib import suppress
from pathlib import Path

import httpx2
import uvicorn

from mdt_core.actor import Actor
from mdt_core.clock import system_clock
from mdt_core.roles import Role
from mdt_core.sync import protocol
from mdt_desktop.device import sync_book
from mdt_desktop.sync import link
from mdt_desktop.sync.client import Identity, ServiceClient
from mdt_desktop.sync.engine import Exchange
from mdt_desktop.sync.trouble import SyncTrouble
from mdt_desktop.vault.device_key import device_key, new_device_key
from mdt_service.app import create_app, open_parts
from mdt_service.handlers import keeping
from mdt_service.hub.scopes import EVERY_HOME, Grant
from mdt_service.settings import Settings
from tests.store.deeds import admit, sign_entry
from tests.sync.conftest import NO_KEYRING, Desk

HOST = "10.77.0.1"
PORT = 8420
BETWEEN_TRIES_S = 0.5


def serve(folder: Path) -> None:
    """The service on SQLite, with a code for the device in its folder."""
    parts = open_parts(Settings(database=f"sqlite:///{folder / 'service.db'}"))
    keeping.begin(parts.service)
    grant = Grant(EVERY_HOME, Role.GP)
    code = keeping.make_code(parts.service, [grant], made_by="torture").code
    (folder / "code").write_text(code, encoding="utf-8")
    print("listening", flush=True)  # noqa: T201 - the parent reads it
    uvicorn.run(create_app(parts), host=HOST, port=PORT, log_config=None)


class Device:
    """A real encrypted store and its exchanges, tried again until they succeed."""

    def __init__(self, folder: Path) -> None:
        actor = Actor("person", "Dr Amina Shah", Role.GP, "Elm Surgery")
        self.desk = Desk(folder / "device", actor)
        self._enrol((folder / "code").read_text(encoding="utf-8"))
        self.about = admit(self.desk.workspace)

    def _client(self, identity: Identity) -> ServiceClient:
        facts = self._facts()
        return ServiceClient(
            f"http://{HOST}:{PORT}",
            identity,
            int(facts.get(link.COUNTER, "0")),
            transport=httpx2.HTTPTransport(),
            answer_s=15,
        )

    def _facts(self) -> dict[str, str]:
        with self.desk.workspace.store.reading() as connection:
            return sync_book.facts(connection)

    def _enrol(self, code: str) -> None:
        device_id = self.desk.workspace.state.device_id
        kept = new_device_key(NO_KEYRING, device_id, secrets.token_bytes)
        asked = protocol.Enrol(
            code=code, device_id=device_id, device_name="parted", public_key=kept.key.public
        )
        client = self._client(Identity(device_id, kept.key.sign))
        while True:
            with suppress(SyncTrouble):
                client.enrol(asked)
                break
            time.sleep(BETWEEN_TRIES_S)
        client.close()
        with sync_book.writing(self.desk.workspace.engine) as connection:
            sync_book.keep_facts(connection, {link.KEY: kept.for_the_store})
        link.keep_counter(self.desk.workspace, client.counter)

    def exchange(self) -> bool:
        """One exchange; whether both ends agree."""
        space = self.desk.workspace
        key = device_key(NO_KEYRING, space.state.device_id, self._facts()[link.KEY])
        client = self._client(Identity(space.state.device_id, key.sign))
        try:
            return Exchange(space.store, client, space.state.incarnation, system_clock).run().agreed
        except SyncTrouble:
            return False
        finally:
            link.keep_counter(space, client.counter)
            client.close()

    def agree(self) -> None:
        """Exchanges until both ends agree, and says so."""
        while not self.exchange():
            time.sleep(BETWEEN_TRIES_S)
        print("agreed", flush=True)  # noqa: T201 - the parent reads it

    def write(self, number: str) -> None:
        """Signs something and tries to send it."""
        sign_entry(self.desk.workspace, self.about, plan=f"Written while parted {number}")
        self.exchange()


def work(folder: Path) -> None:
    """Does what the parent says."""
    device = Device(folder)
    device.agree()
    for line in sys.stdin:
        word, _, rest = line.strip().partition(" ")
        if word == "write":
            device.write(rest)
        else:
            device.agree()


if __name__ == "__main__":
    {"service": serve, "device": work}[sys.argv[1]](Path(sys.argv[2]))
