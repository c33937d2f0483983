"""Faults that others have made in their sync, each put into the real code at one seam while a block runs."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from typing import Any
from unittest.mock import patch

from mdt_core.store import intake as store_intake
from mdt_core.store.store import Store
from mdt_core.sync import fold, protocol
from mdt_core.sync.change import Change, ChangeKind, change_from_text
from mdt_desktop.device import leaving, sync_book
from mdt_desktop.device.outbox import OUTBOX, OutboxState
from mdt_desktop.sync import engine, page
from mdt_desktop.sync.trouble import LogDoesNotFollow
from mdt_service import refusals
from mdt_service.handlers import intake, pages, push
from mdt_service.hub import folding, grants, log
from mdt_service.hub.database import Database
from mdt_service.hub.walls import Opened
from tests.sync.machine.happenings import (
    CALM,
    DEATHS,
    DEATHS_OF_THE_SERVICE,
    HARMED,
    TROUBLES,
    Trouble,
)
from tests.sync.machine.hub import ServiceDied

Planted = Callable[[ExitStack], None]
"""Puts a fault in, until the stack ends."""


@dataclass(frozen=True)
class Fault:
    """A fault, the promises of which one must be seen broken, how it is put in, and where to look.

    `deeds`, `misfortunes`, `seats` and `troubles` are those of the machine that it may show in.
    """

    breaks: tuple[str, ...]
    plant: Planted
    deeds: tuple[str, ...] = ("entry",)
    misfortunes: tuple[str, ...] = ("a minute",)
    seats: tuple[tuple[int, ...], ...] = ((0, 1),)
    troubles: Sequence[Trouble] = TROUBLES


@contextmanager
def planted(name: str) -> Iterator[Fault]:
    """The code with one fault in it."""
    with ExitStack() as stack:
        FAULTS[name].plant(stack)
        yield FAULTS[name]


def _instead(stack: ExitStack, owner: object, name: str, what: Any) -> None:  # noqa: ANN401
    stack.enter_context(patch.object(owner, name, what))


# At both ends


def _last_writer_wins(stack: ExitStack) -> None:
    """The newest clock decides, and what others wrote is gone without a word."""
    whole = fold._fold_group

    def newest(*given: Any) -> fold.GroupState:  # noqa: ANN401
        state = whole(*given)
        return replace(state, heads=state.heads[:1])

    _instead(stack, fold, "_fold_group", newest)


# At the service


def _acknowledge_before_commit(stack: ExitStack) -> None:
    """The answer goes out, and then the service dies before its commit."""
    once = Database._once

    def answered(self: Database, work: Callable[[Any], Any], opened: Opened) -> Any:  # noqa: ANN401
        said: list[Any] = []

        def noted(connection: Any) -> Any:  # noqa: ANN401
            said.append(work(connection))
            return said[-1]

        try:
            return once(self, noted, opened)
        except ServiceDied:
            if said:
                return said[-1]
            raise

    _instead(stack, Database, "_once", answered)


def _no_dedupe(stack: ExitStack) -> None:
    """A change that came before is taken for a new one."""
    _instead(stack, log, "known", lambda _connection, _mids: {})


def _counter_is_identity(stack: ExitStack) -> None:
    """No fork check: whatever bears a counter that was seen is taken for what was seen."""
    take = intake.take

    def by_counter(
        connection: Any,  # noqa: ANN401
        offered: Sequence[intake.Offered],
        terms: intake.Terms,
    ) -> list[protocol.PushAnswer]:
        query = "SELECT last_n FROM incarnation WHERE id = ?"
        last = connection.exec_driver_sql(query, (terms.origin.incarnation,)).scalar() or 0
        new = {each.n: each for each in take(connection, [o for o in offered if o.n > last], terms)}
        again = protocol.Result.DUPLICATE
        return [
            new.get(each.n) or protocol.PushAnswer(n=each.n, mid=each.mid, result=again)
            for each in offered
        ]

    _instead(stack, push, "_require_following", lambda *_given: None)
    _instead(stack, intake, "take", by_counter)


def _scope_not_checked(stack: ExitStack) -> None:
    """Every log is given to everybody."""

    def all_scopes(connection: Any, _device: str, _at: object) -> frozenset[str]:  # noqa: ANN401
        return frozenset(log.scopes_known(connection))

    _instead(stack, grants, "readable_scopes", all_scopes)


def _a_bad_change_stops_the_push(stack: ExitStack) -> None:
    """One that cannot be taken refuses all that came with it."""
    take = intake.take

    def all_or_nothing(*given: Any) -> list[protocol.PushAnswer]:  # noqa: ANN401
        answers = take(*given)
        if any(each.result is protocol.Result.QUARANTINED for each in answers):
            raise refusals.malformed("Something in it cannot be taken")
        return answers

    _instead(stack, intake, "take", all_or_nothing)


def _moves_are_not_told(stack: ExitStack) -> None:
    """A resident is placed elsewhere, and neither log says so."""

    def silent(connection: Any, entries: Any, origin: Any) -> dict[str, Any]:  # noqa: ANN401
        kept = [
            each for each in entries if each.change.change_kind.value not in ("release", "adopt")
        ]
        return append(connection, kept, origin)

    append = log.append
    _instead(stack, log, "append", silent)


def _a_text_is_altered(stack: ExitStack) -> None:
    """A sign of a text is another one on its way out, and nobody compares digests."""
    words_for = pages._words_for

    def altered(*given: Any) -> str | None:  # noqa: ANN401
        body = words_for(*given)
        return body and body.replace("Eating well", "Eating wall")

    _instead(stack, pages, "_words_for", altered)
    _instead(stack, page._Reading, "ended", _unproven)


def _unproven(self: page._Reading, told: Mapping[str, Any]) -> page.Page:
    """What came is kept, whatever the digest at its end."""
    return page.Page(
        sync_book.Place(self.scope, told["seq"], told["digest"]),
        tuple(self.logged),
        tuple(self.without_text),
        self.count,
        bool(told.get("more")),
    )


def _snapshot_without_what_replaced(stack: ExitStack) -> None:
    """A first load has the changes whose values stand, and not those that the old values fell to."""
    _instead(stack, folding, "needed", folding._standing)


# At the device


def _cursor_before_rows(stack: ExitStack) -> None:
    """How far the log was read is kept first, and then what was read."""
    take = engine.Exchange._take

    def places_first(self: engine.Exchange, told: Sequence[page.Page]) -> None:
        with sync_book.writing(self.store.engine) as connection:
            sync_book.keep_places(connection, [each.place for each in told])
        take(self, told)

    _instead(stack, engine.Exchange, "_take", places_first)


def _settled_without_an_answer(stack: ExitStack) -> None:
    """What is about to be sent is marked as taken."""
    push_page = engine.Exchange._push_page

    def hopeful(
        self: engine.Exchange, epoch: str, after: int, waiting: Sequence[sync_book.Waiting]
    ) -> int:
        taken = [sync_book.Settled(each.mid, OutboxState.ACKED) for each in waiting]
        with sync_book.writing(self.store.engine) as connection:
            sync_book.settle(connection, taken)
        return push_page(self, epoch, after, waiting)

    _instead(stack, engine.Exchange, "_push_page", hopeful)


def _acknowledged_by_state(stack: ExitStack) -> None:
    """After a push all that waits is marked as taken, also what the service kept apart."""
    settle = sync_book.settle

    def all_of_it(connection: Any, answers: Any) -> None:  # noqa: ANN401
        settle(connection, answers)
        connection.execute(OUTBOX.update().values(state=OutboxState.ACKED.value))

    _instead(stack, sync_book, "settle", all_of_it)


def _nothing_is_brought_back(stack: ExitStack) -> None:
    """After a restore of the service its logs are read anew, and what it lost stays lost."""

    def only_read(self: engine.Exchange, _hello: protocol.Hello) -> None:
        with sync_book.writing(self.store.engine) as connection:
            sync_book.forget_numbers(connection)

    _instead(stack, engine.Exchange, "_recover", only_read)


def _epoch_ignored(stack: ExitStack) -> None:
    """A restored service is taken for the one before.

    A device that had read further than the restored log reaches is stopped (P8). One that had sent
    and not yet read it back has nothing to notice it by, and what was acknowledged is lost (P2).
    """
    _instead(stack, engine.Exchange, "_follow_epoch", lambda _self, _hello: None)


def _fork_is_not_answered(stack: ExitStack) -> None:
    """A store that came back as an old copy goes on as if it had not."""

    def raised(_self: engine.Exchange) -> None:
        raise LogDoesNotFollow("forked")

    _instead(stack, engine.Exchange, "_begin_new_life", raised)


def _moves_are_not_followed(stack: ExitStack) -> None:
    """Whoever comes to a home comes without their history."""
    _instead(stack, engine.Exchange, "_follow_moves", lambda *_given: None)


def _said_too_soon(stack: ExitStack) -> None:
    """«Agreed» is said whenever an exchange came to its end, and it sends one page alone."""
    push_all = engine.Exchange._push

    def at_times(self: engine.Exchange, hello: protocol.Hello) -> None:
        if not hello.after % 2:
            push_all(self, hello)

    def agree(self: engine.Exchange) -> engine.Report:
        return replace(self._report, agreed=True)

    _instead(stack, engine.Exchange, "_push", at_times)
    _instead(stack, engine.Exchange, "_agree", agree)


def _unknown_words_dropped(stack: ExitStack) -> None:
    """A change is written anew from what this program knows of it."""

    def anew(mid: str, text: str) -> Change:
        change = change_from_text(mid, text)
        change.__dict__.pop("text")
        return change

    _instead(stack, page, "change_from_text", anew)


def _take_in_forgets_numbers(stack: ExitStack) -> None:
    """A page is kept without what belongs to it."""
    take_in = Store.take_in

    def alone(self: Store, told: Any, _alongside: Any = None) -> Any:  # noqa: ANN401
        return take_in(self, told)

    _instead(stack, Store, "take_in", alone)


def _unsent_is_purged(stack: ExitStack) -> None:
    """Who left is forgotten with what still waits, in an exchange that reads before it sends."""
    push_all = engine.Exchange._push

    def read_first(self: engine.Exchange, hello: protocol.Hello) -> None:
        self._pull(hello)
        self._forget_who_left(hello)
        push_all(self, hello)

    _instead(stack, engine.Exchange, "_push", read_first)
    _instead(stack, leaving, "_states_unsent", lambda **_given: [])


def _redaction_not_carried_out(stack: ExitStack) -> None:
    """A device reads that words are to go, and keeps them."""
    _instead(stack, store_intake, "_redacted", lambda _connection, _arriving: {})


def _redaction_forgotten(stack: ExitStack) -> None:
    """Words go when it is said, and are taken in again where they come once more."""

    def of_this_page(_connection: Any, arriving: Any) -> dict[str, str]:  # noqa: ANN401
        said = [each.change for each in arriving]
        return {
            each.corrects or "": each.envelope.record_id
            for each in said
            if each.change_kind is ChangeKind.REDACT
        }

    _instead(stack, store_intake, "_redacted", of_this_page)


_MOVES = ("to elm", "to oak", "entry")
_LOST_SERVICE = ("an old service comes back",)
_REDACTED = ("redaction",)
_FORGETFUL = ("a redaction is lost with the service",)
_MEANWHILE = ("somebody moves while something waits",)
_IMAGES = ("an old image comes back",)
_DEATHS_WHILE_READING = DEATHS[8:18]  # what was sent before is acknowledged by then
_WITH_HOME = ((0, 2),)
_WITH_LATE = ((0, 4),)
_WITH_NARROW = ((0, 3),)

FAULTS: Mapping[str, Fault] = {
    "last writer wins": Fault(("P3", "P1"), _last_writer_wins, ("name", "other name")),
    "acknowledge before commit": Fault(
        ("P2", "P8", "P6"), _acknowledge_before_commit, troubles=DEATHS_OF_THE_SERVICE
    ),
    "no dedupe by mid": Fault(("P11", "P5", "P2", "P8"), _no_dedupe, troubles=HARMED),
    "counter taken for identity, no fork check": Fault(
        ("P2", "P8"), _counter_is_identity, misfortunes=_IMAGES
    ),
    "scope not checked on pull": Fault(("scope", "P12"), _scope_not_checked, seats=_WITH_HOME),
    "a bad change stops the push": Fault(("P8",), _a_bad_change_stops_the_push, seats=_WITH_NARROW),
    "moves are not told": Fault(("P1", "P15"), _moves_are_not_told, _MOVES, troubles=CALM),
    "digest of a page not compared": Fault(("P1", "P12", "P8"), _a_text_is_altered),
    "cursor kept before rows": Fault(
        ("P1", "P2", "P6"), _cursor_before_rows, troubles=_DEATHS_WHILE_READING
    ),
    "settled without an answer": Fault(("P2",), _settled_without_an_answer, troubles=HARMED),
    "acknowledged by state and not by identity": Fault(
        ("P2", "P11"), _acknowledged_by_state, seats=_WITH_NARROW
    ),
    "nothing is brought back": Fault(
        ("P2", "P1", "P6"), _nothing_is_brought_back, misfortunes=_LOST_SERVICE
    ),
    "a new epoch is ignored": Fault(("P8", "P2", "P1"), _epoch_ignored, misfortunes=_LOST_SERVICE),
    "a fork is not answered": Fault(("P8",), _fork_is_not_answered, misfortunes=_IMAGES),
    "moves are not followed": Fault(
        ("P1",), _moves_are_not_followed, _MOVES, seats=_WITH_HOME, troubles=CALM
    ),
    "agreed is said too soon": Fault(("P13",), _said_too_soon),
    "unknown words are dropped": Fault(("P14", "P8", "P2"), _unknown_words_dropped, ("newer",)),
    "who left is purged with what waits": Fault(
        ("P8", "P2"), _unsent_is_purged, misfortunes=_MEANWHILE, seats=_WITH_HOME, troubles=CALM
    ),
    "redacted words are kept": Fault(
        ("redaction", "P1"), _redaction_not_carried_out, misfortunes=_REDACTED
    ),
    "a redacted change is forgotten": Fault(
        ("redaction",), _redaction_forgotten, misfortunes=_FORGETFUL, troubles=CALM
    ),
    "a first load without what replaced": Fault(
        ("P1",),
        _snapshot_without_what_replaced,
        ("corrected twice",),
        seats=_WITH_LATE,
        troubles=CALM,
    ),
    "a page without what belongs to it": Fault(("P8", "P12"), _take_in_forgets_numbers),
}
