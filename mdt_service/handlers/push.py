"""A push: the outbox of a device, in order, in one transaction; answered after the commit.

The counters of an incarnation must follow one another and stand for the same changes for ever: a gap
is answered `expect`, another change under a known counter `fork`. A change that breaks the fold is
found by taking them one by one, and kept apart; it never blocks those behind it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import Protocol

from mdt_core.clock import utc_text
from mdt_core.errors import KnownError
from mdt_core.sync.protocol import PushAnswer, PushHeader, Result
from mdt_service import refusals
from mdt_service.handlers import intake
from mdt_service.handlers.intake import Offered, Terms
from mdt_service.hub import devices, grants, meta, quarantine
from mdt_service.hub.admission import Returned
from mdt_service.hub.database import Deed
from mdt_service.hub.devices import Life
from mdt_service.hub.log import Origin
from mdt_service.hub.quarantine import Refused
from mdt_service.service import Caller, Service

Take = Callable[[Deed, Sequence[Offered], Terms], list[PushAnswer]]
OnFault = Callable[[Exception], str]


class TakingDeed(Protocol):
    """A deed that is given its way of taking changes in."""

    def __call__(self, connection: Deed, *, take: Take) -> "Pushed":
        """Does it, and tells what became of the changes."""


@dataclass(frozen=True)
class Pushed:
    """What became of each change, and the last counter that was taken."""

    epoch: str
    after: int
    answers: tuple[PushAnswer, ...]


def push(
    service: Service,
    caller: Caller,
    header: PushHeader,
    offered: Sequence[Offered],
    *,
    on_fault: OnFault,
) -> Pushed:
    """Takes a push; raises Refusal where it does not follow on, and nothing is taken then.

    `on_fault` is told of a fault of ours and gives the reference under which it is logged.
    """
    deed = partial(_push, service=service, caller=caller, header=header, offered=offered)
    return taken(service, deed, offered, on_fault)


def taken(
    service: Service, deed: TakingDeed, offered: Sequence[Offered], on_fault: OnFault
) -> Pushed:
    """Does a deed that takes changes in; where one of them breaks it, again one by one."""
    try:
        for each in offered:
            _ = each.read  # takes time, so before the transaction
        return service.database.deed(partial(deed, take=intake.take))
    except KnownError:
        raise
    except Exception as fault:  # noqa: BLE001 - whatever one change does, the others must pass
        return service.database.deed(partial(deed, take=_one_by_one(on_fault(fault))))


def _push(
    connection: Deed,
    *,
    service: Service,
    caller: Caller,
    header: PushHeader,
    offered: Sequence[Offered],
    take: Take,
) -> Pushed:
    epoch = meta.epoch_of(connection)
    if header.epoch != epoch:
        raise refusals.epoch_changed(epoch)
    life = devices.hold(connection, caller.device_id, header.incarnation, caller.at)
    _require_following(connection, life, header, offered)
    origin = Origin(caller.device_id, header.incarnation, utc_text(caller.at))
    answers = take(connection, offered, terms_of(connection, service, caller, origin))
    new = [(each.n, each.mid) for each in offered if each.n > life.last_n]
    devices.advance(connection, life.id, new)
    devices.seen(
        connection,
        caller.device_id,
        counter=caller.counter,
        app_version=caller.app_version,
        at=caller.at,
    )
    after = new[-1][0] if new else life.last_n
    return Pushed(epoch, after, tuple(answers))


def terms_of(
    connection: Deed,
    service: Service,
    caller: Caller,
    origin: Origin,
    *,
    returned: Returned | None = None,
) -> Terms:
    """On which terms a device's changes are taken now."""
    refusal = ""
    if caller.is_revoked:
        refusal = f"The device was revoked before it sent this: {caller.revoked_why}".rstrip(": ")
    held = grants.of_device(connection, caller.device_id, caller.at)
    return Terms(origin, service.ids.change_id, held, refusal, returned)


def _require_following(
    connection: Deed, life: Life, header: PushHeader, offered: Sequence[Offered]
) -> None:
    """Raises Refusal unless the counters follow the last one taken and repeat what was before."""
    numbers = [each.n for each in offered]
    if any(later <= earlier for earlier, later in pairwise([header.after, *numbers])):
        raise refusals.malformed("The counters of a push must grow")
    if header.after > life.last_n:
        raise refusals.expected(life.last_n)
    last = min(life.last_n, numbers[-1]) if numbers else header.after
    most = len(offered) + 2  # more than can be in the message: no need to see all of them
    before = devices.mutations(connection, life.id, first=header.after, last=last, most=most)
    is_known_start = header.after == 0 or header.after in before
    before.pop(header.after, None)
    again = {each.n: each.mid for each in offered if each.n <= life.last_n}
    if before != again or not is_known_start:
        raise refusals.forked(life.last_n)


def _one_by_one(reference: str) -> Take:
    """Takes each change in a savepoint of its own; one that breaks it is kept apart."""
    why = f"The service could not take it in (reference {reference})"

    def take(connection: Deed, offered: Sequence[Offered], terms: Terms) -> list[PushAnswer]:
        answers = []
        for each in offered:
            try:
                with connection.begin_nested():
                    answers += intake.take(connection, [each], terms)
            except Exception:  # noqa: BLE001 - the fault itself was logged when it came first
                refused = Refused(each.mid, each.n, why, each.body)
                quarantine.keep(connection, [refused], terms.origin)
                apart = Result.QUARANTINED
                answers.append(PushAnswer(n=each.n, mid=each.mid, result=apart, reason=why))
        return answers

    return take
