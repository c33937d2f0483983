"""What the hospital form offers and says, from what is told so far. Free of Qt."""

from collections.abc import Sequence

from mdt_core.clock import clinical_moment
from mdt_core.records.episodes import EpisodePart, HospitalEpisode
from mdt_core.records.stays import StayState
from mdt_core.store.queries.residents import ResidentPage
from mdt_core.store.queries.statements import Signed

MOVES = (EpisodePart.ADMITTED, EpisodePart.RETURNED)
AFTER_RETURN = (EpisodePart.LETTER_SEEN, EpisodePart.MEDICINES_CHECKED)
NOTHING_TOLD = "Nothing of a hospital is recorded here yet"
_SHOWN = 4


def is_in_hospital(page: ResidentPage) -> bool:
    """Whether the newest word is that the resident is there."""
    newest = _newest_move(page.hospital)
    return page.line.stay_state == StayState.HOSPITAL.value or newest is EpisodePart.ADMITTED


def offered(page: ResidentPage) -> tuple[EpisodePart, ...]:
    """What can be told now: nobody in hospital is sent there, and only a return is followed up."""
    if is_in_hospital(page):
        return (EpisodePart.RETURNED,)
    if _newest_move(page.hospital) is EpisodePart.RETURNED:
        return (*AFTER_RETURN, *MOVES)
    return MOVES


def is_medicines_check_due(page: ResidentPage) -> bool:
    """Whether the resident is back and nobody has said that the medicines were checked."""
    told = [each.record.part for each in page.hospital if each.record]
    since = [part for part in told if part is not EpisodePart.LETTER_SEEN]
    return bool(since) and since[0] is EpisodePart.RETURNED


def told_words(page: ResidentPage) -> tuple[str, ...]:
    """Gives what is told so far, newest first, as «23-Nov-2026 08:10 Back from hospital»."""
    told = [each for each in page.hospital if each.record][:_SHOWN]
    return tuple(_words(each) for each in told) or (NOTHING_TOLD,)


def _words(told: Signed[HospitalEpisode]) -> str:
    part = told.record.part.label if told.record else ""
    where = f", {told.record.hospital}" if told.record and told.record.hospital else ""
    return f"{clinical_moment(told.occurred_at)}  {part}{where}"


def _newest_move(told: Sequence[Signed[HospitalEpisode]]) -> EpisodePart | None:
    parts = (each.record.part for each in told if each.record)
    return next((part for part in parts if part in MOVES), None)
