"""G4 and G9: whether a delta stays as quick while a record grows, and what an apply costs beyond its rows."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from mdt_core.clock import system_clock
from mdt_core.roles import Role
from mdt_core.store.intake import Logged
from mdt_core.sync.protocol import Cursor, Pull
from mdt_service.handlers import pages
from mdt_service.hub import devices, grants, log, meta
from mdt_service.hub.database import Deed
from mdt_service.hub.scopes import EVERY_HOME, Grant
from mdt_service.hub.walls import EVERYTHING
from mdt_service.service import Caller
from tests.benchmarks import sync_goals, sync_service, sync_texts
from tests.benchmarks.figures import Figure
from tests.benchmarks.sync_service import Filled
from tests.benchmarks.timing import seconds_of
from tests.service.processes import started

DELTA = 100
_TRIES = 7


def figures(sizes: Sequence[int], folder: Path) -> list[Figure]:
    """The same delta at either size: the service's share of a pull, and a client's apply."""
    folder.mkdir()
    small, large = sizes
    changes = sync_texts.year(large + (_TRIES + 1) * DELTA)
    filled = Filled(f"sqlite:///{folder / 'service.db'}")
    caller = _caller(filled)
    taken: list[tuple[float, float]] = []
    with (
        started(filled.url) as service,
        sync_service.client(filled.url, service, folder / "client") as client,
    ):
        for size in sizes:
            filled.fill(changes[filled.changes : size])
            client.do("exchange")
            taken.append(_at(filled, caller, client, changes))
    filled.close()
    (pull_s, apply_s), (pull_l, apply_l) = taken
    beside = f"at {small:,}"
    share = sync_goals.time_share
    return [
        share(f"G4 service: a delta at {large:,}", pull_l, beside, pull_s, most=1.5),
        share(f"G4 client: exchange of a delta at {large:,}", apply_l, beside, apply_s, most=3),
    ]


def _caller(filled: Filled) -> Caller:
    at = system_clock()

    def deed(connection: Deed) -> None:
        devices.enrol(connection, device_id="asks", name="", public_key="-", app_version="", at=at)
        grants.give(connection, "asks", [Grant(EVERY_HOME, Role.GP)], at=at)

    filled.parts.database.deed(deed)
    return Caller("asks", "", 1, at)


def _at(
    filled: Filled, caller: Caller, client: sync_service.Measured, changes: Sequence[Logged]
) -> tuple[float, float]:
    pulls, applies = [], []
    for _ in range(_TRIES // 2):
        asked = asked_now(filled)
        filled.fill(changes[filled.changes : filled.changes + DELTA])
        again = partial(pages.pull, filled.parts.service, caller, asked)
        pulls += [seconds_of(again) for _ in range(5)]
        applies.append(client.do("exchange").seconds)
    return min(pulls), min(applies)


def asked_now(filled: Filled) -> Pull:
    """A pull from where every log ends now."""
    with filled.parts.database.reading(EVERYTHING) as connection:
        heads = log.heads_of(connection, log.scopes_known(connection))
        epoch = meta.epoch_of(connection)
    cursors = [Cursor(scope=scope, seq=h.seq, digest=h.digest) for scope, h in heads.items()]
    return Pull(epoch=epoch, cursors=tuple(cursors))


def apply(folder: Path) -> list[Figure]:
    """G9: pages of 1,000 kept and folded, against writing the same rows with executemany."""
    folder.mkdir()
    sync_service.write_changes(folder / "page", sync_texts.year(5_000))
    filled = Filled(f"sqlite:///{folder / 'service.db'}")
    ratios = []
    with started(filled.url) as service:
        for number in range(2):
            with sync_service.client(filled.url, service, folder / f"client-{number}") as client:
                ours = client.do("apply", folder / "page").inner
                ratios.append((ours / 5_000, client.do("raw", folder / "page").inner / 5_000))
    filled.close()
    each, raw = min(ratios, key=lambda pair: pair[0] / pair[1])
    ratio = each / raw
    return [Figure("G9 apply of pages of 1,000", f"{1 / each:,.0f}/s",
                   f"executemany {1 / raw:,.0f}/s", ratio, "<= 1.6x", ratio <= 1.6)]  # fmt: skip
