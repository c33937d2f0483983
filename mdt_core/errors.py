"""One tree of errors.

    MdtError
    +-- KnownError            something a person can understand and put right; shown in words
    |   +-- InvalidInput      a value that cannot be taken (where, why, what to do)
    |   +-- NotAllowed        the person's role or home does not permit the deed
    |   +-- NotFound          nothing with that identifier on this device
    |   +-- Refused           a clinical rule forbids the deed now
    |   +-- StoreProblem      the store cannot be opened, written or trusted
    |   +-- ImportRefused     a file that is not what it should be
    |   +-- NotPrinted        a document that cannot be printed without losing words
    |   +-- SyncTrouble       an exchange that did not come to its end (mdt_desktop.sync.trouble)
    |   +-- Refusal           the service refuses a whole request (mdt_service.refusals)
    +-- (anything else is ours: reported with a reference number, the deed is stopped, not the program)

Messages never hold patient data beyond what the person typed into the field concerned.
"""


class MdtError(Exception):
    """Root of every error raised on purpose."""


class KnownError(MdtError):
    """An error for people: what happened, where, and what to do next, in plain words.

    `title` is a short heading, `message` the sentence, `next_step` what to do (may be empty).
    """

    title = "That did not work"

    def __init__(self, message: str, *, next_step: str = "", where: str = "") -> None:
        self.message = message
        self.next_step = next_step
        self.where = where
        super().__init__(
            " ".join(part for part in (where and f"{where}:", message, next_step) if part)
        )


class InvalidInput(KnownError):
    """A value that cannot be taken; `where` names the field in the person's words."""

    title = "Please check what was entered"


class NotAllowed(KnownError):
    """The person may not do this; says who may."""

    title = "Not allowed"


class NotFound(KnownError):
    """Nothing with that identifier is on this device."""

    title = "Not found"


class Refused(KnownError):
    """A clinical rule forbids the deed now; says which and where to settle it."""

    title = "Not possible now"


class StoreProblem(KnownError):
    """The encrypted store cannot be opened, written or trusted."""

    title = "The store"


class ImportRefused(KnownError):
    """A file that is refused whole; nothing was changed."""

    title = "Import"


class NotPrinted(KnownError):
    """A document that cannot be printed without losing words; nothing was left out silently."""

    title = "Not printed"
