"""Cuts the whole exchange of a real device at chosen bytes of its stream, and asks after each cut whether all is well.

The ordinary test takes every 64th byte and each place where one end stops and the other begins; the
torture run takes every byte.
"""

from contextlib import suppress
from dataclasses import dataclass, replace

import httpx2

from mdt_core.store.unit_of_work import About
from mdt_desktop.device import sync_book
from mdt_desktop.sync.engine import Exchange, Report
from mdt_desktop.sync.link import client_of, keep_counter, link_of
from mdt_desktop.sync.trouble import SyncTrouble
from tests.service.serving import Serving
from tests.store.deeds import admit, sign_entry
from tests.sync.conftest import NO_KEYRING, Desk, NewDesk
from tests.sync.lines import Line, Way, line_to
from tests.sync.test_exchange import rows


@dataclass
class Cutting:
    """Two computers alike; the first one's exchanges are cut."""

    served: Serving
    cut: Desk
    other: Desk
    about: About
    signed: int = 0

    def sign(self) -> None:
        """Something new, so that every exchange has something to send and to read."""
        self.signed += 1
        sign_entry(self.cut.workspace, self.about, plan=f"Plan {self.signed}")

    def at(self, way: Way, byte: int) -> bool:
        """Cuts an exchange there and lets the next one be; whether the cut was felt."""
        self.sign()
        felt = True
        with line_to(self.served.address, {way: byte}) as line, suppress(SyncTrouble):
            exchange(self.cut, line)
            felt = False
        assert exchange(self.cut).agreed
        with self.cut.workspace.store.reading() as connection:
            assert sync_book.counts(connection).waiting == 0
        return felt

    def whole(self) -> Line:
        """An exchange that is not cut, and how many bytes it took."""
        self.sign()
        with line_to(self.served.address) as line:
            assert exchange(self.cut, line).agreed
        return line

    def require_nothing_lost(self) -> None:
        """After all the cuts both show the same, and every entry is there once."""
        assert self.other.exchange().agreed
        assert rows(self.cut) == rows(self.other)
        texts = [str(row[3]) for row in rows(self.other)["change"]]
        assert sum('"kind":"round_entry"' in text for text in texts) == self.signed


def cutting(served: Serving, new_desk: NewDesk, role: object) -> Cutting:
    """Two computers of a service that have exchanged once."""
    first, second = (new_desk(name, role, served) for name in ("amina", "joy"))
    about = admit(first.workspace)
    first.exchange()
    second.exchange()
    return Cutting(served, first, second, about)


def exchange(desk: Desk, line: Line | None = None) -> Report:
    """One exchange over real HTTP, over a line if one is given."""
    tie = link_of(desk.workspace, NO_KEYRING)
    assert tie is not None
    tie = replace(tie, address=line.address) if line else tie
    plain = httpx2.HTTPTransport()
    client = client_of(desk.workspace, tie, "tests", transport=plain)
    try:
        incarnation = desk.workspace.state.incarnation
        return Exchange(desk.workspace.store, client, incarnation, desk.clock).run()
    finally:
        keep_counter(desk.workspace, client.counter)
        client.close()


def bytes_to_cut(line: Line, way: Way, *, every: int) -> list[int]:
    """Every so many bytes of a direction, and one around each place where it stopped."""
    end = line.passed[way]
    stops = {place + by for place in (*line.turns[way], end) for by in (-1, 0, 1)}
    return sorted(each for each in stops | set(range(0, end, every)) if 0 <= each < end)
