"""What sync promises, P1 to P15, each as a check of a world that has been healed.

What should be is worked out here once more, from the raw changes of the service's log and of every
disk, and never by the functions under test.
"""

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sqlalchemy import Table, select

from mdt_core.store.projections import CHANGE as HELD
from mdt_core.store.projections import RECORD, RESIDENT_CURRENT
from mdt_desktop.device import sync_book
from mdt_service.handlers import keeping
from mdt_service.hub import devices, lines, log
from mdt_service.hub.grants import readable_scopes
from mdt_service.hub.scopes import home_in, sensitivity_in
from mdt_service.hub.tables import CHANGE, DEVICE_MUTATION, INCARNATION, QUARANTINE
from mdt_service.hub.walls import EVERYTHING
from tests.sync.machine.computer import Computer
from tests.sync.machine.world import World

QUEUED, QUARANTINED = "queued", "quarantined"
OF_PEOPLE = ("event", "set")
ALL_KINDS = (*OF_PEOPLE, "release", "adopt", "redact")


class Broken(AssertionError):
    """A promise was broken; begins with its name."""


def require(holds: object, promise: str, words: str) -> None:
    """Raises Broken unless it holds."""
    if not holds:
        raise Broken(f"{promise}: {words}")


@dataclass
class Seen:
    """A healed world, read once: the service's log and quarantine, and every disk."""

    world: World
    service: dict[str, Any] = field(init=False)
    kept_apart: dict[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        """Reads the service, once it has written the lines that are due."""
        lines.keep_all(self.world.hub.service.database)
        with self.world.hub.service.database.reading(EVERYTHING) as connection:
            self.service = {row.mid: row for row in connection.execute(select(CHANGE))}
            self.kept_apart = {row.mid: row for row in connection.execute(select(QUARANTINE))}

    @cached_property
    def disks(self) -> dict[str, dict[str, str | None]]:
        """What every computer holds, by its name."""
        return {each.name: each.bodies() for each in self.world.computers}

    @cached_property
    def said(self) -> dict[str, dict[str, Any]]:
        """Every text of the service's log, read."""
        return {mid: json.loads(row.body) for mid, row in self.service.items() if row.body}

    @cached_property
    def standing(self) -> set[str]:
        """The changes of the log without which something would be shown otherwise."""
        heads = set().union(*_heads(self.said).values())
        return heads | {mid for mid, told in self.said.items() if told["k"] == "event"}

    @cached_property
    def alike(self) -> list[Computer]:
        """The computers that may now read all that the first one may."""
        first = readable(self.world, self.world.computers[0])
        return [each for each in self.world.computers if readable(self.world, each) == first]

    def refused_of(self, computer: Computer) -> set[str]:
        """What the service keeps apart of a computer, as the computer knows it."""
        return {row.mid for row in computer.queue() if row.state == QUARANTINED}


# P1, P6, P12, P13, P14: what is seen


def p1_equal_grants_see_the_same(seen: Seen) -> None:
    alike = [each for each in seen.alike if not seen.refused_of(each)]
    shown = [view(each, OF_PEOPLE) for each in alike]
    for computer, rows_of in zip(alike, shown, strict=True):
        if computer.post.comes_late:  # words that were replaced never came to it
            del rows_of["change"]
        for name, rows in rows_of.items():
            is_same = rows == shown[0][name]
            if computer.post.comes_late:  # nor what else had been named by what was replaced
                is_same = _without_named(rows) == _without_named(shown[0][name])
            require(is_same, "P1", f"{computer.name} shows another «{name}»")
    if shown:
        require(
            shown[0]["record"] == _records_of_service(seen), "P1", "the service folds otherwise"
        )


def p1_who_lives_in_a_home_is_whole_there(seen: Seen) -> None:
    for computer in seen.world.computers:
        scopes = readable(seen.world, computer)
        for resident_id, rows in _about(seen).items():
            home = home_of(seen, resident_id)
            kinds = {sensitivity_in(each) for each in scopes if home_in(each) == home}
            due = {mid for mid, row in rows.items() if sensitivity_in(row.scope) in kinds and home}
            if computer.post.comes_late:
                due &= seen.standing
            lacking = {mid for mid in due if seen.disks[computer.name].get(mid) is None}
            require(not lacking, "P1", f"{computer.name} lacks {len(lacking)} of a resident there")


def p6_nothing_is_seen_before_what_it_followed(seen: Seen) -> None:
    for computer in seen.alike:
        held = seen.disks[computer.name]
        for mid in held.keys() & seen.said.keys():
            for base in _bases(seen.said[mid]):
                is_told = base in seen.said and not computer.post.comes_late
                require(base in held or not is_told, "P6", f"{computer.name} lacks a base")


def p13_agreed_means_that_nothing_waits_and_digests_are_equal(
    world: World, computer: Computer
) -> None:
    waits = [row for row in computer.queue() if row.state == QUEUED]
    require(not waits, "P13", f"{computer.name} said «agreed» while {len(waits)} wait")
    with world.hub.service.database.reading(EVERYTHING) as connection:
        heads = log.heads_of(connection, readable(world, computer))
    with computer.workspace.store.reading() as connection:
        places = sync_book.places(connection)
    for scope, head in heads.items():
        place = places.get(scope)
        is_same = place is not None and (place.seq, place.digest) == (head.seq, head.digest)
        require(is_same or head.seq == 0, "P12", f"{computer.name} is elsewhere in {scope}")


def p14_words_of_newer_programs_survive(seen: Seen) -> None:
    newer = {mid for mid, row in seen.service.items() if row.body and '"tint":"violet"' in row.body}
    for computer in seen.alike:
        for mid in newer:
            is_same = seen.disks[computer.name].get(mid) == seen.service[mid].body
            is_same |= computer.post.comes_late and mid not in seen.standing
            require(is_same, "P14", f"{computer.name} holds other words of a newer program")


# P2, P3, P8, P9, P11: nothing is lost


def p2_nothing_committed_is_lost(seen: Seen) -> None:
    """A revoked computer is asked for its own words alone: others' are not taken on its word."""
    for computer in seen.world.computers:
        is_revoked = _is_revoked(seen.world, computer)
        held = seen.disks[computer.name]
        require(computer.written <= held.keys(), "P2", f"{computer.name} lost its own")
        refused = seen.refused_of(computer)
        for mid, body in held.items():
            is_kept = mid in seen.service or (mid in refused and mid in seen.kept_apart)
            if body is None:
                is_kept |= seen.world.was_restored or mid not in computer.written
            elif not is_kept:
                is_kept = json.loads(body)["k"] not in OF_PEOPLE
                is_kept |= is_revoked and mid not in computer.written
            require(is_kept, "P2", f"the service never kept what {computer.name} held")


def p3_no_value_disappears_unless_named(seen: Seen) -> None:
    for computer in seen.alike:
        texts = {mid: json.loads(body) for mid, body in seen.disks[computer.name].items() if body}
        should = _heads(texts)
        with computer.workspace.store.reading() as connection:
            query = select(RECORD.c.id, RECORD.c.body).where(RECORD.c.body.is_not(None))
            shown = {row.id: _shown_heads(row.body) for row in connection.execute(query)}
        for (record_id, group), mids in should.items():
            found = shown.get(record_id, {}).get(group, set())
            require(found == mids, "P3", f"{computer.name}: a value of «{group}» is not shown")


def p8_nothing_blocks_what_comes_behind(seen: Seen) -> None:
    for computer in seen.world.computers:
        stuck = [row for row in computer.queue() if row.state == QUEUED]
        require(not stuck, "P8", f"{len(stuck)} still wait on {computer.name}")


def p11_what_is_refused_is_kept_with_a_reason(seen: Seen) -> None:
    for computer in seen.world.computers:
        for row in computer.queue():
            if row.state != QUARANTINED:
                continue
            require(row.reason, "P11", f"{computer.name} does not know why one was refused")
            require(row.mid in seen.kept_apart, "P11", "what was refused is kept nowhere")
    for row in seen.kept_apart.values():
        is_told = row.reason and (row.body or row.mid in seen.world.redacted)
        require(is_told, "P11", "something lies in quarantine without a reason")
        is_due = any(words in row.reason for words in _DUE)
        is_due |= seen.world.was_restored and any(words in row.reason for words in _BROUGHT_BACK)
        require(is_due, "P11", f"something good was refused: {row.reason}")


_DUE = ("does not serve the home", "no grant for the role", "was revoked")
_BROUGHT_BACK = ("Only the service moves", "does not read the scope in which it lies")
"""To a service that was put back devices tell what was redacted, which its keeper says again, and
bring what others wrote of residents whom they no longer read; a person takes that in."""


# P4, P15: the log


def p4_numbers_are_without_holes(seen: Seen) -> None:
    problems = keeping.verify_logs(seen.world.hub.service)
    require(not problems, "P4", "; ".join(problems))
    with seen.world.hub.service.database.reading() as connection:
        taken: dict[str, int] = defaultdict(int)
        for row in connection.execute(select(DEVICE_MUTATION)):
            taken[row.incarnation] = max(taken[row.incarnation], row.n)
        for row in connection.execute(select(INCARNATION)):
            require(row.last_n == taken[row.id], "P4", "a counter and its changes differ")


def p15_a_move_is_told_in_both_logs(seen: Seen) -> None:
    for resident_id, rows in _about(seen, with_moves=True).items():
        homes = {home_in(row.scope) for row in rows.values()} - {None}
        if len(homes) < 2:
            continue
        told = {row.k for row in rows.values()}
        require({"release", "adopt"} <= told, "P15", f"{resident_id} moved without a word")


# Whose words lie where


def no_words_lie_where_they_were_never_granted(seen: Seen) -> None:
    about = _about(seen)
    for computer in seen.world.computers:
        scopes = readable(seen.world, computer) | seen.world.once_readable[computer.name]
        homes = {home_in(each) for each in scopes}
        kinds = {sensitivity_in(each) for each in scopes}
        for mid, body in seen.disks[computer.name].items():
            row = seen.service.get(mid)
            if body is None or row is None or row.scope in scopes or mid in computer.written:
                continue
            resident_id = json.loads(body).get("resident_id")
            lived = {home_in(each.scope) for each in about.get(resident_id, {}).values()}
            lived |= {home_of(seen, resident_id)}
            is_history = bool(lived & homes) and sensitivity_in(row.scope) in kinds
            require(is_history, "scope", f"{computer.name} holds words of {row.scope}")


HEALED: tuple[Callable[[Seen], None], ...] = (
    p8_nothing_blocks_what_comes_behind,
    p2_nothing_committed_is_lost,
    p11_what_is_refused_is_kept_with_a_reason,
    p4_numbers_are_without_holes,
    p1_equal_grants_see_the_same,
    p1_who_lives_in_a_home_is_whole_there,
    p3_no_value_disappears_unless_named,
    p6_nothing_is_seen_before_what_it_followed,
    p14_words_of_newer_programs_survive,
    p15_a_move_is_told_in_both_logs,
    no_words_lie_where_they_were_never_granted,
)


# From the raw changes


def view(computer: Computer, kinds: Sequence[str] = ALL_KINDS) -> dict[str, Any]:
    """What is shown on a computer, and the changes of these kinds that it holds with their words."""
    with computer.workspace.store.reading() as connection:
        held = select(HELD.c.mid, HELD.c.scope, HELD.c.seq, HELD.c.body)
        held = held.where(HELD.c.k.in_(kinds), HELD.c.body.is_not(None))
        return {
            "record": _rows(connection, RECORD),
            "resident_current": _rows(connection, RESIDENT_CURRENT),
            "change": sorted(map(tuple, connection.execute(held)), key=str),
        }


def _records_of_service(seen: Seen) -> list[tuple[Any, ...]]:
    with seen.world.hub.service.database.reading(EVERYTHING) as connection:
        return _rows(connection, RECORD)


def _rows(connection: Any, table: Table) -> list[tuple[Any, ...]]:  # noqa: ANN401
    columns = [each for each in table.c if each.name not in ("no", "n")]
    return sorted(map(tuple, connection.execute(select(*columns))), key=str)


def _without_named(rows: Sequence[tuple[Any, ...]]) -> str:
    return re.sub(r'"named":\[[^]]*\]', "", repr(rows))


def readable(world: World, computer: Computer) -> frozenset[str]:
    if _is_revoked(world, computer):
        return frozenset()
    device_id = computer.workspace.store.device
    with world.hub.service.database.reading() as connection:
        return readable_scopes(connection, device_id, world.hub.service.clock())


def _is_revoked(world: World, computer: Computer) -> bool:
    with world.hub.service.database.reading() as connection:
        device = devices.find(connection, computer.workspace.store.device)
    return device is None or device.is_revoked


def _about(seen: Seen, *, with_moves: bool = False) -> dict[str, dict[str, Any]]:
    """The log's changes about each resident."""
    found: dict[str, dict[str, Any]] = defaultdict(dict)
    for mid, told in seen.said.items():
        resident_id = told.get("resident_id")
        if resident_id and (with_moves or told["k"] in ("event", "set")):
            found[resident_id][mid] = seen.service[mid]
    return found


def home_of(seen: Seen, resident_id: str | None) -> str | None:
    query = select(RESIDENT_CURRENT.c.home_id).where(RESIDENT_CURRENT.c.resident_id == resident_id)
    with seen.world.hub.service.database.reading(EVERYTHING) as connection:
        home: str | None = connection.execute(query).scalar_one_or_none()
        return home


def _bases(told: dict[str, Any]) -> Iterable[str]:
    yield from told.get("base", ())
    for write in (told.get("groups") or {}).values():
        yield from write.get("base", ())


def _heads(texts: dict[str, dict[str, Any]]) -> dict[tuple[str, str], set[str]]:
    """The changes of each group that no other one names."""
    wrote: dict[tuple[str, str], set[str]] = defaultdict(set)
    named: dict[tuple[str, str], set[str]] = defaultdict(set)
    for mid, told in texts.items():
        for group, write in (told.get("groups") or {}).items():
            if told["k"] == "set":
                wrote[told["id"], group].add(mid)
            named[told["id"], group].update(set(write.get("base", ())) - {mid})
    return {key: mids - named[key] for key, mids in wrote.items()}


def _shown_heads(body: str) -> dict[str, set[str]]:
    """The changes whose values a card's folded state shows."""
    return {
        name: {head["mid"] for head in group["heads"]} for name, group in json.loads(body).items()
    }
