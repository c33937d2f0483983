"""First load, deltas and a large push: the program's client and service, the floor, and the peer.

Service and client are processes of their own, as are the floor's and the peer's two. The service keeps
SQLite, the client an encrypted store; the peer keeps LevelDB at both ends, without a cipher.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from mdt_core.store.intake import Logged
from tests.benchmarks import sync_floor, sync_goals, sync_peer, sync_service, sync_texts
from tests.benchmarks.figures import Figure
from tests.benchmarks.sync_peer import Counted, Done, Peer
from tests.benchmarks.sync_service import Filled, Told
from tests.service.processes import Started, started

DELTA = 100
DELTAS = 3
TIMES = 2
PUSHED = 10_000
PAGE = 1_000


@dataclass(frozen=True)
class Work:
    """What both ends of either program do: load `base`, then deltas, then push the rest."""

    base: Sequence[Logged]
    deltas: Sequence[Sequence[Logged]]
    pushed: Sequence[Logged]


def work_of(base: int, pushed: int) -> Work:
    """The changes in the order of a year."""
    going: Iterator[Logged] = iter(sync_texts.year(base + DELTAS * DELTA + pushed))
    return Work(
        list(islice(going, base)),
        [list(islice(going, DELTA)) for _ in range(DELTAS)],
        list(going),
    )


@dataclass(frozen=True)
class Ours:
    """What was measured of the program."""

    load: Told
    nothing: Told
    delta: Told
    push: Told
    server_mb: float


def ours(work: Work, folder: Path) -> Ours:
    """Measures client and service; the best of a few."""
    folder.mkdir()
    filled = Filled(f"sqlite:///{folder / 'service.db'}")
    filled.fill(work.base)
    sync_service.write_changes(folder / "pushed", work.pushed)
    with started(filled.url) as service:
        loads = [_load(filled.url, service, folder / f"client-{n}") for n in range(TIMES - 1)]
        with sync_service.client(filled.url, service, folder / "client") as client:
            loads.append(client.do("exchange"))
            nothing = sync_goals.best(lambda: client.do("exchange"), 5, key=_seconds)
            deltas = [_delta(filled, page, lambda: client.do("exchange")) for page in work.deltas]
            client.do("queue", folder / "pushed")
            push = client.do("exchange")
            assert push.sent == len(work.pushed), push
            assert push.refused == 0, push
            peak = sync_service.peak_of(service)
    filled.close()
    return Ours(min(loads, key=_seconds), nothing, min(deltas, key=_seconds), push, peak)


def _load(url: str, service: Started, folder: Path) -> Told:
    with sync_service.client(url, service, folder) as client:
        return client.do("exchange")


def _delta(filled: Filled, page: Sequence[Logged], exchange: Callable[[], Told]) -> Told:
    filled.fill(page)
    return exchange()


def _seconds(told: Told | Done) -> float:
    return told.seconds


@dataclass(frozen=True)
class Theirs:
    """What was measured of the peer, with requests and bytes of each."""

    load: Done
    load_wire: int
    nothing: Done
    nothing_wire: int
    delta: Done
    delta_wire: int
    delta_requests: int
    push: Done
    server_mb: float


def theirs(work: Work, folder: Path) -> Theirs:
    """Measures the peer doing the same."""
    folder.mkdir()
    files = {"base": work.base, "pushed": work.pushed}
    files |= {f"delta-{n}": page for n, page in enumerate(work.deltas)}
    for name, logged in files.items():
        sync_peer.write_documents(folder / name, (each.change for each in logged))
    with sync_peer.running(folder / "peer") as peer:
        peer.do("seed", name="ward", file=str(folder / "base"))
        load, load_wire = _counted(peer, "pull", "ward")[:2]
        nothing = min((_counted(peer, "pull", "ward") for _ in range(5)), key=_first_seconds)
        deltas = []
        for number in range(len(work.deltas)):
            peer.do("seed", name="ward", file=str(folder / f"delta-{number}"))
            deltas.append(_counted(peer, "pull", "ward"))
        delta = min(deltas, key=_first_seconds)
        peer.do("put", name="home", file=str(folder / "pushed"))
        push = _counted(peer, "push", "home")[0]
        peak = peer.counted().server_mb
    return Theirs(load, load_wire, nothing[0], nothing[1], *delta, push, peak)


def _counted(peer: Peer, order: str, name: str) -> tuple[Done, int, int]:
    before: Counted = peer.counted()
    done = peer.do(order, name=name)
    requests, wire = peer.counted().since(before)
    return done, wire, requests


def _first_seconds(counted: tuple[Done, int, int]) -> float:
    return counted[0].seconds


def floor(work: Work, folder: Path) -> float:
    """Seconds of the floor's load of the base; the best of a few."""
    folder.mkdir()
    sync_floor.write_log(folder / "log.db", work.base)
    name = "tests.benchmarks.sync_floor"
    taken = []
    with sync_service.module(name, "serve", str(folder / "log.db")) as serving:
        assert serving.stdout is not None
        address = serving.stdout.readline().strip()
        for number in range(TIMES):
            place = folder / f"client-{number}"
            place.mkdir()
            with sync_service.module(name, "load", address, str(place)) as client:
                told = sync_service.Measured(client).answer()
                assert told["got"] == len(work.base), told
                taken.append(float(told["seconds"]))
    return min(taken)


def figures(base: int, folder: Path, *, has_peer: bool) -> list[Figure]:
    """G1, G3, G5 and G10 in one run."""
    folder.mkdir()
    work = work_of(base, PUSHED)
    mine, low = ours(work, folder / "ours"), floor(work, folder / "floor")
    each, least = mine.load.seconds / base, low / base
    found = [
        sync_goals.rate(f"G1 first load of {base:,}", each, "floor", least, least=0.5),
        sync_goals.at_most("G3 a delta of 100: requests", mine.delta.requests, 2, "requests"),
        sync_goals.at_most("G3 nothing new: requests", mine.nothing.requests, 1, "requests"),
        sync_goals.at_most(f"G10 client while loading {base:,}", mine.load.rss, 150, "MB"),
        sync_goals.at_most("G10 service after all of this", mine.server_mb, 200, "MB"),
    ]
    return found + (_beside_peer(work, mine, theirs(work, folder / "theirs")) if has_peer else [])


def _beside_peer(work: Work, mine: Ours, peer: Theirs) -> list[Figure]:
    base, pushed, name = len(work.base), len(work.pushed), "PouchDB"
    loads, pushes = mine.load.seconds / base, mine.push.inner / pushed
    back = f"{pushed / mine.push.seconds:,.0f}/s"
    memory = f"{name} {peer.load.client_mb:,.0f} MB and {peer.server_mb:,.0f} MB"
    nothing, delta = mine.nothing, mine.delta
    share = sync_goals.bytes_share
    return [
        sync_goals.rate("G1 first load", loads, name, peer.load.seconds / base, least=3),
        share("G2 bytes for each of them", mine.load.wire / base, name, peer.load_wire / base, most=0.5),
        sync_goals.time_share("G3 a delta of 100", delta.seconds, name, peer.delta.seconds, most=0.35),
        share("G3 a delta of 100: bytes", delta.wire, name, peer.delta_wire, most=0.5),
        sync_goals.told("G3 requests of a delta", f"{delta.requests}", f"{name} {peer.delta_requests}"),
        sync_goals.time_share("G3 nothing new", nothing.seconds, name, peer.nothing.seconds, most=0.15),
        share("G3 nothing new: bytes", nothing.wire, name, peer.nothing_wire, most=0.5),
        sync_goals.rate(f"G5 push of {pushed:,}", pushes, name, peer.push.seconds / pushed, least=3),
        sync_goals.told("G5 the same with reading them back from the log", back),
        sync_goals.told("G10 client and service", f"{mine.load.rss:,.0f} MB and {mine.server_mb:,.0f} MB", memory),
    ]  # fmt: skip


def wire(folder: Path) -> list[Figure]:
    """G2: what natural English weighs on the wire, by the page and alone."""
    folder.mkdir()
    english = sync_texts.natural(2 * PAGE + 1)
    filled = Filled(f"sqlite:///{folder / 'service.db'}")
    filled.fill(english[:PAGE])
    with (
        started(filled.url) as service,
        sync_service.client(filled.url, service, folder / "client") as client,
    ):
        client.do("exchange")
        nothing = client.do("exchange").wire
        filled.fill(english[PAGE : 2 * PAGE])
        page = client.do("exchange").wire / PAGE
        filled.fill(english[2 * PAGE :])
        one = client.do("exchange").wire - nothing - client.do("ask").wire
    filled.close()
    text = sum(len(each.change.text.encode()) for each in english) / len(english)
    alone = len(english[-1].change.text.encode())
    return [
        sync_goals.at_most("G2 natural English, a page of 1,000: each", page, 240, "B", f"text {text:,.0f} B"),
        sync_goals.at_most("G2 natural English, one change alone", one, 480, "B", f"text {alone:,.0f} B"),
    ]  # fmt: skip
