"""Every error as the answer a client and a person can use: a status, a code, and words."""

from pydantic import ValidationError

from mdt_core.errors import InvalidInput, KnownError, NotAllowed, NotFound
from mdt_core.sync.requests import Code, Problem
from mdt_core.sync.wire import NotReadable, TooLarge
from mdt_service.hub.codes import CodeRefused
from mdt_service.hub.database import Away, NoRoom
from mdt_service.refusals import Refusal

STATUS = {
    Code.MALFORMED: 400,
    Code.NOT_ENROLLED: 401,
    Code.BAD_SIGNATURE: 401,
    Code.COUNTER: 401,
    Code.REVOKED: 403,
    Code.NOT_GRANTED: 403,
    Code.CODE_REFUSED: 403,
    Code.NOT_FOUND: 404,
    Code.TOO_SLOW: 408,
    Code.EXPECT: 409,
    Code.FORK: 409,
    Code.EPOCH: 409,
    Code.TOO_LARGE: 413,
    Code.WRONG_TYPE: 415,
    Code.TOO_OLD: 426,
    Code.SLOW_DOWN: 429,
    Code.OURS: 500,
    Code.UNAVAILABLE: 503,
    Code.FULL: 507,
}

RETRY_S = 10
_FULL_RETRY_S = 300


def problem_of(error: Exception) -> Problem | None:
    """The answer to an error made on purpose; None for a fault of ours."""
    if isinstance(error, Refusal):
        return error.problem
    if isinstance(error, ValidationError):
        return _invalid(error)
    if isinstance(error, NoRoom):
        words = error.message
        return Problem(code=Code.FULL, words=words, retry_after=_FULL_RETRY_S)
    if isinstance(error, Away):
        return Problem(code=Code.UNAVAILABLE, words=error.message, retry_after=RETRY_S)
    if isinstance(error, KnownError):
        code = next((code for kind, code in _CODES if isinstance(error, kind)), Code.UNAVAILABLE)
        return Problem(code=code, words=error.message, next_step=error.next_step)
    return None


def fault(reference: str) -> Problem:
    """The answer to a fault of ours."""
    words = f"The service made a fault of its own (reference {reference})"
    return Problem(code=Code.OURS, words=words, retry_after=RETRY_S)


def _invalid(error: ValidationError) -> Problem:
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    place = ".".join(map(str, first["loc"])) or "the message"
    words = f"{place}: {first['msg']}"
    return Problem(code=Code.MALFORMED, words=words[:200], next_step="Send it again")


_CODES: tuple[tuple[type[KnownError], Code], ...] = (
    (TooLarge, Code.TOO_LARGE),
    (NotReadable, Code.MALFORMED),
    (CodeRefused, Code.CODE_REFUSED),
    (NotAllowed, Code.NOT_GRANTED),
    (NotFound, Code.NOT_FOUND),
    (InvalidInput, Code.MALFORMED),
)
