"""What may no longer be anywhere, and that nothing else was forgotten: redaction, purge and revocation."""

import json
from collections.abc import Callable

from mdt_service.hub.scopes import home_in
from tests.sync.machine.computer import Computer
from tests.sync.machine.promises import (
    OF_PEOPLE,
    QUARANTINED,
    QUEUED,
    Seen,
    home_of,
    readable,
    require,
)


def redacted_words_are_nowhere(seen: Seen) -> None:
    """Neither with the service nor on any computer that may read where it was said."""
    for row in seen.service.values():
        if row.k != "redact":
            continue
        target = json.loads(row.body)["corrects"]
        gone = target not in seen.service or seen.service[target].body is None
        require(gone, "redaction", "the service still has the words")
        for computer in seen.world.computers:
            if row.scope in readable(seen.world, computer):
                is_gone = seen.disks[computer.name].get(target) is None
                require(is_gone, "redaction", f"{computer.name} still has the words")


def who_left_is_forgotten(seen: Seen) -> None:
    """No words about a resident lie where no home of theirs is read, unless some of them still wait."""
    for computer in seen.world.computers:
        homes = {home_in(each) for each in readable(seen.world, computer)}
        waiting = _waiting(seen, computer)
        for body in seen.disks[computer.name].values():
            told = json.loads(body or "{}")
            resident_id = told.get("resident_id")
            if resident_id is None or told["k"] not in OF_PEOPLE or resident_id in waiting:
                continue
            home = home_of(seen, resident_id)
            is_due = home is None or home in homes or _is_revoked(seen, computer)
            require(is_due, "purge", f"{computer.name} still has words about one who left")


def p15_nothing_is_forgotten_without_a_word(seen: Seen) -> None:
    """What a computer held and lost was redacted, or its resident released, or its grant taken."""
    released = {row.record_id for row in seen.service.values() if row.k == "release"}
    for computer in seen.world.computers:
        if seen.world.once_readable[computer.name] or seen.world.was_restored:
            continue
        for mid, body in seen.disks[computer.name].items():
            if body is None and mid in seen.said:
                is_told = seen.said[mid].get("resident_id") in released
                require(is_told, "P15", f"{computer.name} forgot something without a word")


def _waiting(seen: Seen, computer: Computer) -> set[str]:
    """Residents of whom something written here is not taken by the service."""
    mids = {row.mid for row in computer.queue() if row.state in (QUEUED, QUARANTINED)}
    texts = (seen.disks[computer.name].get(mid) for mid in mids)
    return {str(json.loads(body).get("resident_id")) for body in texts if body}


def _is_revoked(seen: Seen, computer: Computer) -> bool:
    """A revoked computer is told so and left as it is: it may be somebody else's by now."""
    return computer.name in seen.world.once_readable and not readable(seen.world, computer)


FORGOTTEN: tuple[Callable[[Seen], None], ...] = (
    redacted_words_are_nowhere,
    who_left_is_forgotten,
    p15_nothing_is_forgotten_without_a_word,
)
