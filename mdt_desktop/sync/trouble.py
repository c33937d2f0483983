"""What can stand between this computer and the service, each in a sentence for the person."""

from collections.abc import Iterator
from contextlib import contextmanager

from mdt_core.errors import KnownError
from mdt_core.sync.requests import Code, Problem
from mdt_core.sync.wire import NotReadable


class SyncTrouble(KnownError):
    """The exchange did not come to its end; what waits is kept and is tried again."""

    title = "Sync"


class Unreachable(SyncTrouble):
    """No answer: no network, no such server, or nothing came in time."""


class NotTheService(SyncTrouble):
    """Something answered that is not the service: a sign-in page of a network, a proxy, a wrong address."""


class CutOff(SyncTrouble):
    """An answer that is not whole; nothing of it was used."""


class NotTrusted(SyncTrouble):
    """The other end could not prove who it is; nothing was sent."""


class RefusedByService(SyncTrouble):
    """The service refused a request whole, and said why."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.words, next_step=problem.next_step)


class NotEnrolled(RefusedByService):
    """The service does not know this device, or knows it by another key: it must be enrolled again."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        SyncTrouble.__init__(
            self,
            "The service does not know this computer any more. All that is here is kept.",
            next_step="Ask for a new code and enrol this computer again. What waits is sent then.",
        )


class AlteredOnTheWay(RefusedByService):
    """What came to the service is not what was signed here: something between cut or altered it."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        SyncTrouble.__init__(
            self,
            "What was sent came to the service cut or altered on its way. What waits is kept.",
            next_step="It is sent again by itself. If this stays, ask who looks after this network:"
            " a proxy or a security program must let it pass as it is.",
        )


def refusal_of(problem: Problem, *, had_body: bool = False) -> RefusedByService:
    """The refusal as trouble; that of a device which is not known has a way out of its own.

    An exchange begins with a question that has no body: the key of a device was right there if it is
    found wrong over one, so it is the body that is not what was signed.
    """
    if problem.code is Code.BAD_SIGNATURE and had_body:
        return AlteredOnTheWay(problem)
    is_unknown = problem.code in (Code.NOT_ENROLLED, Code.BAD_SIGNATURE)
    return NotEnrolled(problem) if is_unknown else RefusedByService(problem)


class LogDoesNotFollow(SyncTrouble):
    """What came does not follow on what is here: a gap, a wrong digest or a wrong hash. Nothing of it was kept."""


@contextmanager
def whole() -> Iterator[None]:
    """Raises CutOff for what is not a whole document of the protocol."""
    try:
        yield
    except NotReadable as error:
        raise CutOff(f"{error.message}. What waits is kept and is sent again") from error
