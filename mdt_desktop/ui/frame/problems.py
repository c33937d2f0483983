"""From an error that a runner brings back to the words on the screen.

What a person can understand is told in words. Anything else is raised again, so that the program's
one hook for faults reports it with a reference number and the program goes on.
"""

from mdt_core.errors import KnownError


def words_of(error: Exception) -> str:
    """Gives the words of a known error; raises every other one."""
    if not isinstance(error, KnownError):
        raise error
    where = f"{error.where}: " if error.where else ""
    return f"{where}{sentence(error.message)} {sentence(error.next_step)}".strip()


def sentence(words: str) -> str:
    """Gives the words with a full stop at their end."""
    text = words.strip()
    return text if not text or text.endswith((".", "?")) else f"{text}."
