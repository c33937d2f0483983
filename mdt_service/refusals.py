"""A request that is refused whole: its code, words for people, and what the client needs to go on."""

from mdt_core.errors import KnownError
from mdt_core.sync.requests import Code, Problem


class Refusal(KnownError):
    """Nothing of the request was taken; `problem` is the answer."""

    title = "Sync"

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.words, next_step=problem.next_step)


def epoch_changed(epoch: str) -> Refusal:
    """The service was restored from a backup since this client last spoke to it."""
    words = "The service was restored from a backup"
    return Refusal(
        Problem(code=Code.EPOCH, words=words, next_step="Recover first, then sync", epoch=epoch)
    )


def expected(after: int) -> Refusal:
    """A push that does not follow on what was taken last."""
    words = "Changes before these have not arrived"
    return Refusal(
        Problem(
            code=Code.EXPECT, words=words, next_step="Send what comes after `after`", after=after
        )
    )


def forked(after: int) -> Refusal:
    """Another change came under this counter before: a restored backup, or a copied device."""
    words = "This device sent other changes under these numbers before"
    step = "Begin a new incarnation and push the queue under it"
    return Refusal(Problem(code=Code.FORK, words=words, next_step=step, after=after))


def malformed(words: str) -> Refusal:
    """Not of this protocol, or cut on its way."""
    return Refusal(Problem(code=Code.MALFORMED, words=words, next_step="Send it again"))


def not_granted() -> Refusal:
    """A scope that the device may not read."""
    words = "This device may not read that scope"
    return Refusal(Problem(code=Code.NOT_GRANTED, words=words))


def revoked(device_name: str) -> Refusal:
    """A device that may push, and nothing else."""
    words = f"This device ({device_name or 'without a name'}) may no longer read"
    step = "What was written on it can still be sent, and is kept for review"
    return Refusal(Problem(code=Code.REVOKED, words=words, next_step=step))
