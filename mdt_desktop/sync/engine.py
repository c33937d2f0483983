"""One exchange with the service, from hello to agreement: a plain function, without thread or sleep.

It sends what waits, oldest first, then reads every log to its end. A page, its fold and the place
where it ends are one transaction, and nothing of a page is kept unless its numbers and digests follow
on what is here. Whatever cuts it off, the next one goes on from where this one was.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from mdt_core.clock import Clock, parse_utc, utc_text
from mdt_core.store.store import Reading, Store
from mdt_core.store.unit_of_work import Changes
from mdt_core.sync import chain, protocol, wire
from mdt_core.sync.change import ChangeKind
from mdt_core.sync.requests import Code
from mdt_desktop.device import leaving, sync_book
from mdt_desktop.device.outbox import OutboxState
from mdt_desktop.device.state import read_state, write_state
from mdt_desktop.device.sync_book import Place, Settled, Waiting
from mdt_desktop.sync import first_load
from mdt_desktop.sync.client import ServiceClient
from mdt_desktop.sync.facts import AGREED_AT, EPOCH, FRESH, LIFE, READER, SIGNER
from mdt_desktop.sync.lease import issued
from mdt_desktop.sync.lines import PUSH_BYTES, answers_of, batches, push_line
from mdt_desktop.sync.page import Answer, Page, read_answer, read_history
from mdt_desktop.sync.purge import purge
from mdt_desktop.sync.report import Progress, Report
from mdt_desktop.sync.trouble import LogDoesNotFollow, RefusedByService

__all__ = ("AGREED_AT", "EPOCH", "Exchange", "Progress", "Report")

_STATES = {
    protocol.Result.APPLIED: OutboxState.ACKED,
    protocol.Result.DUPLICATE: OutboxState.ACKED,
    protocol.Result.CONFLICT: OutboxState.ACKED,
    protocol.Result.QUARANTINED: OutboxState.QUARANTINED,
}


@dataclass
class Exchange:
    """One device's side of an exchange. `tell` hears of progress; `goes_on` says whether to go on."""

    store: Store
    service: ServiceClient
    incarnation: str
    clock: Clock
    tell: Callable[[Progress], None] = lambda _progress: None
    goes_on: Callable[[], bool] = lambda: True
    snapshot_from: int = first_load.FROM
    upto: int | None = None
    """The last change to send where all that is sent was put into a file before; no audit goes then."""

    def __post_init__(self) -> None:
        """Begins with nothing done."""
        self._progress = Progress()
        self._report = Report()
        self._unanswered: dict[str, str] = {}
        self._is_new_life = False

    @property
    def told(self) -> Changes:
        """What came in until now, also where it was cut off."""
        return self._report.told

    def run(self) -> Report:
        """Does one whole exchange; raises SyncTrouble or StoreProblem, with what was done kept."""
        hello = self.service.hello(self.incarnation)
        skew = parse_utc(hello.server_time) - self.clock()
        self._report = replace(self._report, skew=skew, is_revoked=hello.is_revoked)
        self._follow_epoch(hello)
        self._push(hello)
        is_copied = self._is_new_life or hello.other_life_at is not None
        self._report = replace(self._report, is_copied=is_copied)
        if self._is_new_life:
            hello = self.service.hello(self.incarnation)
        if hello.is_revoked:
            return self._report
        if hello.protocol_oldest > protocol.NEWEST:
            return replace(self._report, must_update=True)
        if self._pull(hello) != hello.grants:
            hello = self.service.hello(self.incarnation)
            self._pull(hello)
        self._forget_who_left(hello)
        self._send_audit(hello)
        return self._agree()

    # A service that was restored

    def _follow_epoch(self, hello: protocol.Hello) -> None:
        with self.store.reading() as connection:
            facts = sync_book.facts(connection)
        known = facts.get(EPOCH)
        if known is not None and known != hello.epoch:
            self._recover(hello)
        told = {EPOCH: hello.epoch, READER: hello.bundle_reader, SIGNER: hello.bundle_signer}
        told[FRESH] = f"{hello.green_hours} {hello.amber_hours}"
        told |= {LIFE: self.incarnation} if hello.after else {}
        told |= issued(hello, facts, self.clock(), by_file=self.upto is not None)
        if told.items() - facts.items():
            self._keep(told)

    def _recover(self, hello: protocol.Hello) -> None:
        """Brings back whatever the service lost, our own and others', and reads its logs anew.

        What it never took, or kept apart, is no part of that: it is pushed, and judged as any push.
        A revoked device may not ask what is missing: it offers all that is its own once more.
        """
        if hello.is_revoked:
            with sync_book.writing(self.store.engine) as connection:
                sync_book.requeue_all(connection)
            return
        after = 0
        while True:
            with self.store.reading() as connection:
                here = sync_book.held(connection, after=after, most=hello.limits.changes)
            if not here:
                break
            after = here[-1].n
            lacking = self._once_taken(self._lacking(hello, here))
            for batch in batches([each for each in here if each.mid in lacking]):
                lines = [push_line(each) for each in batch]
                answers = list(self.service.recover(self._recovery(hello, len(lines)), lines))
                self._settle(answers_of(answers))
        with sync_book.writing(self.store.engine) as connection:
            sync_book.forget_numbers(connection)

    def _lacking(self, hello: protocol.Hello, here: Sequence[Waiting]) -> set[str]:
        lines = [protocol.Held(mid=each.mid).model_dump_json() for each in here]
        answer = self.service.recover(self._recovery(hello, len(lines)), lines)
        found = [wire.message_of(line) for line in answer]
        return {each["mid"] for each in found if each.get("t") == "missing"}

    def _once_taken(self, lacking: set[str]) -> set[str]:
        """Those that a log had; what was kept apart waits again, since that may be lost as well."""
        with sync_book.writing(self.store.engine) as connection:
            return lacking - sync_book.requeue_untaken(connection, lacking)

    def _recovery(self, hello: protocol.Hello, count: int) -> protocol.RecoverHeader:
        return protocol.RecoverHeader(incarnation=self.incarnation, epoch=hello.epoch, count=count)

    # Push

    def _push(self, hello: protocol.Hello) -> None:
        after = hello.after
        while self.goes_on():
            with self.store.reading() as connection:
                waiting = sync_book.next_waiting(
                    connection,
                    most=hello.limits.changes,
                    most_bytes=PUSH_BYTES,
                    upto=self.upto,
                )
                if waiting and waiting[0].n <= after:
                    after = sync_book.last_taken_before(connection, waiting[0].n)
            if not waiting:
                return
            after = self._push_page(hello.epoch, after, waiting)

    def _push_page(self, epoch: str, after: int, waiting: Sequence[Waiting]) -> int:
        header = protocol.PushHeader(
            incarnation=self.incarnation, after=after, count=len(waiting), epoch=epoch
        )
        try:
            _head, answers = self.service.push(header, [push_line(each) for each in waiting])
        except RefusedByService as refused:
            return self._again(refused)
        self._settle(answers)
        self._progress = replace(self._progress, sent=self._progress.sent + len(answers))
        self.tell(self._progress)
        return waiting[-1].n

    def _again(self, refused: RefusedByService) -> int:
        """The service lacks what it had taken: sends again from there. All else is raised.

        Where our numbers stood for other changes, this store is an old copy of itself that came
        back without our knowing: it goes on as a new life of this device, from its first number.
        """
        problem = refused.problem
        if problem.code is Code.FORK and not self._is_new_life:
            self._begin_new_life()
            return 0
        if problem.code is not Code.EXPECT or problem.after is None:
            raise refused
        with sync_book.writing(self.store.engine) as connection:
            if not sync_book.requeue_after(connection, problem.after):
                raise refused
        return problem.after

    def _begin_new_life(self) -> None:
        """Names this store anew, so that its numbers are counted from the first again."""
        self._is_new_life = True
        self.incarnation = self.store.ids.record_id()
        with sync_book.writing(self.store.engine) as connection:
            state = read_state(connection)
            write_state(connection, replace(state, incarnation=self.incarnation))

    def _settle(self, answers: Iterable[protocol.PushAnswer]) -> None:
        settled = [Settled(each.mid, _STATES[each.result], each.reason) for each in answers]
        with sync_book.writing(self.store.engine) as connection:
            sync_book.settle(connection, settled)
        refused = sum(each.state is OutboxState.QUARANTINED for each in settled)
        self._report = replace(
            self._report,
            sent=self._report.sent + len(settled),
            refused=self._report.refused + refused,
        )

    # Pull

    def _pull(self, hello: protocol.Hello) -> str:
        """Reads every log to its end; gives the mark of the scopes as it was at the end.

        What was sent may have opened a scope, such as that of a new home; the mark then is another.
        Where nothing was sent since hello, only the logs whose heads are elsewhere are asked for.
        """
        heads = {each.scope: each.seq for each in hello.scopes}
        places = self._places(heads)
        of = sum(heads.values()) - sum(place.seq for place in places.values())
        self._progress = replace(self._progress, of=max(0, of))
        wanted, grants = self._wanted(hello, self._load_first(hello, places)), hello.grants
        must_ask = self._report.sent > 0
        while (wanted or must_ask) and self.goes_on():
            must_ask = False
            answer = self._ask(hello.epoch, wanted)
            grants = answer.grants
            self._follow_moves(hello.epoch, answer.pages)
            self._take(answer.pages)
            self._unanswered |= answer.refused
            wanted = {page.place.scope: page.place for page in answer.pages if page.more}
        if not wanted:
            self._mark_read(set(heads) - self._unanswered.keys(), is_all=grants == hello.grants)
        return grants

    def _wanted(self, hello: protocol.Hello, places: Mapping[str, Place]) -> Mapping[str, Place]:
        """The places to read on from: a log whose number and digest hello named is at its end."""
        if self._report.sent:
            return places
        heads = {each.scope: (each.seq, each.digest) for each in hello.scopes}
        return {s: at for s, at in places.items() if (at.seq, at.digest) != heads[s]}

    def _load_first(self, hello: protocol.Hello, places: Mapping[str, Place]) -> dict[str, Place]:
        """Reads large logs that are new here without what was replaced in them; gives all places.

        How far each is read so is kept, so that a load that was cut goes on where it was.
        """
        heads = {each.scope: each.seq for each in hello.scopes}
        with self.store.reading() as connection:
            facts = sync_book.facts(connection)
        loading = first_load.loading(facts, heads, places, least=self.snapshot_from)
        if loading or facts.get(first_load.FACT):
            self._keep(first_load.fact(loading))
        found = dict(places)
        for scope, upto in loading.items():
            while found[scope].seq < upto and self.goes_on():
                place = found[scope]
                lines = self.service.snapshot(scope, epoch=hello.epoch, after=place.seq, upto=upto)
                pages = read_answer(lines, {scope: place}).pages
                if not pages:
                    break
                self._follow_moves(hello.epoch, pages)
                self._take(pages)
                found.update({page.place.scope: page.place for page in pages})
        return found

    def _mark_read(self, scopes: Collection[str], *, is_all: bool) -> None:
        """Says when each log was last read to its end: how fresh what is shown of a home is.

        And when all of them were while nothing waited here: the last full agreement.
        """
        now = self.clock()
        life = {LIFE: self.incarnation} if self._report.sent else {}
        with sync_book.writing(self.store.engine) as connection:
            sync_book.mark_got(connection, scopes, now)
            is_agreed = is_all and not self._unanswered and self.goes_on()
            if is_agreed and sync_book.counts(connection).waiting == 0:
                sync_book.keep_facts(connection, {AGREED_AT: utc_text(now), **life})

    def _places(self, scopes: Iterable[str]) -> dict[str, Place]:
        with self.store.reading() as connection:
            known = sync_book.places(connection)
        return {scope: known.get(scope, Place(scope, 0, chain.start_of(scope))) for scope in scopes}

    def _ask(self, epoch: str, places: Mapping[str, Place]) -> Answer:
        cursors = tuple(
            protocol.Cursor(scope=each.scope, seq=each.seq, digest=each.digest)
            for each in places.values()
        )
        lines = self.service.pull(protocol.Pull(epoch=epoch, cursors=cursors))
        return read_answer(lines, places)

    def _take(self, pages: Sequence[Page]) -> None:
        """Keeps a whole answer with the places where it ends: all or nothing."""
        logged = [each for page in pages for each in page.logged]
        places = [page.place for page in pages]
        without_text = [each for page in pages for each in page.without_text]
        mids = [each.change.mid for each in logged] + [each.mid for each in without_text]

        def alongside(connection: Reading) -> None:
            sync_book.keep_places(connection, places)
            sync_book.number(connection, without_text)
            sync_book.confirm(connection, mids)
            if any(each.change.change_kind is ChangeKind.REDACT for each in logged):
                leaving.note_traces(connection)

        self._tell_of(self.store.take_in(logged, alongside))
        got = sum(page.count for page in pages)
        self._report = replace(self._report, got=self._report.got + got)
        self._progress = replace(self._progress, got=self._progress.got + got)
        self.tell(self._progress)

    def _follow_moves(self, epoch: str, pages: Iterable[Page]) -> None:
        """Reads the whole record of each resident who came to a scope of this device.

        Before the page is kept: what is cut off here is asked for again with the page.
        """
        for page in pages:
            for each in page.logged:
                if each.change.change_kind is ChangeKind.ADOPT:
                    self._read_history(epoch, page.place.scope, each.change.envelope.record_id)

    def _read_history(self, epoch: str, scope: str, resident_id: str) -> None:
        skip: int | None = 0
        while skip is not None:
            try:
                lines = self.service.resident(scope, resident_id, epoch=epoch, skip=skip)
            except RefusedByService as refused:
                if refused.problem.code is Code.NOT_GRANTED:
                    return  # moved on since: the next home's devices read it
                raise
            logged, skip = read_history(lines)
            self._tell_of(self.store.take_in(logged))

    def _tell_of(self, new: Changes) -> None:
        told = self._report.told
        both = Changes(told.kinds | new.kinds, told.ids | new.ids)
        self._report = replace(self._report, told=both)

    def _forget_who_left(self, hello: protocol.Hello) -> None:
        """Once every log was read to its end: a release without its adoption would mislead."""
        if self._unanswered or not self.goes_on():
            return
        purged = purge(
            self.store,
            {each.scope for each in hello.scopes},
            self.clock(),
            is_settled=hello.quarantined == 0 and self._report.refused == 0,
        )
        self._tell_of(purged.told)
        self._report = replace(self._report, purged=purged)

    # Audit and agreement

    def _send_audit(self, hello: protocol.Hello) -> None:
        after = hello.audit_after
        while self.goes_on() and self.upto is None:
            with self.store.reading() as connection:
                lines = sync_book.audit_after(connection, after, most=hello.limits.audit_lines)
            if not lines:
                return
            header = protocol.AuditHeader(
                incarnation=self.incarnation, after=after, count=len(lines)
            )
            texts = [protocol.AuditLine.model_validate(each).model_dump_json() for each in lines]
            after = self.service.audit(header, texts).after

    def _agree(self) -> Report:
        """«Synced» is said only where nothing waits and every log was read to the end by digest."""
        with self.store.reading() as connection:
            counts = sync_book.counts(connection)
        if self._unanswered:
            scope, words = next(iter(self._unanswered.items()))
            raise LogDoesNotFollow(
                f"{words} ({scope[:80]}). What is here was left as it is.",
                next_step="It is tried again. If it stays so, send the report for support.",
            )
        agreed = counts.waiting == 0 and self.goes_on()
        return replace(self._report, agreed=agreed, refused=counts.refused)

    def _keep(self, told: dict[str, str]) -> None:
        with sync_book.writing(self.store.engine) as connection:
            sync_book.keep_facts(connection, told)
