"""The words that say how fresh things are: in the top line, of a home, beside what is known. No Qt.

«All sent» is said only where both ends agreed and nothing waits since; what may be old is never said
to be of now.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from mdt_core.clock import clinical_date, clinical_moment, clinical_short_moment, clinical_time
from mdt_core.clock import london_day as day_of
from mdt_core.documents.contents import Freshness as OnPaper
from mdt_desktop.sync.lease import Lease
from mdt_desktop.sync.standing import Standing
from mdt_desktop.sync.status import SyncStatus
from mdt_desktop.sync.tie import Got

TAGS: Final = {"green": "✓", "grey": "○", "amber": "▲"}
"""The shape beside each tone, as tags have it everywhere."""
NOT_WHOLE: Final = "Not everything was got yet"


@dataclass(frozen=True)
class Freshness:
    """How fresh things are: in the words of the top line, and in full."""

    words: str
    in_full: str


@dataclass(frozen=True)
class HomeFreshness:
    """How fresh what is shown of a home is; `tone` is green, grey or amber, empty without a service."""

    tone: str = ""
    words: str = ""


def status_words(standing: Standing, now: datetime) -> Freshness:
    """Gives what was got and what waits; before there is a service it says that there is none."""
    status = standing.status
    if not status.is_linked:
        return Freshness(
            f"Not connected. {_kept(status.waiting)} here",
            f"Not connected to a service. {_kept_in_full(status.waiting)} on this computer",
        )
    if standing.all_sent:
        words = ". ".join((_all_sent(standing, now), *_warnings(standing, now)))
        return Freshness(words, words)
    news = _news(standing, now)
    facts = [waiting_words(status.waiting)] if status.waiting else []
    got = got_words(status, now)
    short = [f"{status.waiting} waiting"] if status.waiting and news else facts
    return Freshness(". ".join((*news[:1], *short, got)), ". ".join((*news, *facts, got)))


def waiting_words(waiting: int) -> str:
    """`2 changes waiting. They are safe on this computer`."""
    if not waiting:
        return "Nothing waits"
    return f"{counted(waiting)} waiting. {'It is' if waiting == 1 else 'They are'} safe on this computer"


def got_words(status: SyncStatus, now: datetime) -> str:
    """`Got 14:32`, of the home that was got longest ago."""
    at = Got.of(status, "").at
    return f"Got {when_words(at, now)}" if at else NOT_WHOLE


def counted(changes: int) -> str:
    """`1 change`, `2,041 changes`."""
    return "1 change" if changes == 1 else f"{changes:,} changes"


def when_words(at: datetime, now: datetime) -> str:
    """A time of today, or a day and a time."""
    day = day_of(at)
    time = clinical_time(at)
    return time if day == day_of(now) else f"{clinical_date(day)} {time}"


def apart_words(standing: Standing, now: datetime) -> str:
    """Since when nothing could be exchanged; empty where the last exchange came to its end."""
    if standing.apart_since is None:
        return ""
    since = when_words(standing.apart_since, now)
    if standing.is_without_network:
        return f"Working without a network since {since}. You can carry on"
    return f"Nothing could be sent or got since {since}. See why"


def skew_words(standing: Standing) -> str:
    """By how much the clock of this computer is wrong, where it is by more than two minutes."""
    if not standing.has_wrong_clock:
        return ""
    minutes = round(abs(standing.skew).total_seconds() / 60)
    way = "behind" if standing.skew > timedelta() else "ahead of"
    return f"The clock of this computer is {minutes} minutes {way} the service's. Set it right"


def lease_words(lease: Lease | None, now: datetime) -> str:
    """Until when this computer opens without its service; empty while that is far off."""
    if lease is None or not lease.is_near_its_end(now):
        return ""
    if lease.has_ended(now):
        return "Once locked, this computer opens only after it has met the service"
    return f"Without the service this computer opens only until {clinical_moment(lease.until)}"


def lease_in_full(lease: Lease | None, now: datetime) -> str:
    """The same with what to do, and what becomes of what was written."""
    words = lease_words(lease, now)
    if not words or lease is None:
        return ""
    clock = f" {clock_words(lease, now)}" if lease.is_set_back(now) else ""
    return (
        f"{words}. Connect it to a network, or take in an answer to a bundle. What is written here is"
        f" kept in any case, and can always be sent.{clock}"
    )


def must_meet_words(lease: Lease, waiting: int, now: datetime) -> str:
    """Why no record is shown, what becomes of what was written, and what else it may be."""
    if waiting:
        verb = "waits" if waiting == 1 else "wait"
        kept = (
            f"{counted(waiting)} {verb} to be sent; from here it can be sent, or saved as a bundle."
        )
    else:
        kept = "Nothing waits to be sent."
    clock = (
        f"The clock of this computer says {clinical_moment(now)}. If that is wrong, set it right."
    )
    if lease.is_set_back(now):
        clock = clock_words(lease, now)
    return (
        f"This computer was to meet its service by {clinical_moment(lease.until)}. Until it has, it"
        f" shows no record. Nothing that was written on it is lost. {kept} Meanwhile work from the"
        f" home's own paper. {clock}"
    )


def clock_words(lease: Lease, now: datetime) -> str:
    """What the clock says, where it says what cannot be."""
    return (
        f"The clock of this computer says {clinical_moment(now)}, which is earlier than it has said"
        f" before ({clinical_moment(lease.seen - lease.skew)}). Set it right."
    )


def opens_until(lease: Lease) -> str:
    """What is said of it on any day."""
    return f"Without the service it opens until {clinical_moment(lease.until)}. Each exchange moves that on"


def home_freshness(got: Got, now: datetime) -> HomeFreshness:
    """Gives the mark of a home: green, grey, and amber in words, after the times that the service sets."""
    if not got.is_linked:
        return HomeFreshness()
    if got.at is None:
        return HomeFreshness("amber", "Not everything was got from this home yet")
    age = now - got.at
    if age <= got.fresh_for.grey:
        tone = "green" if age < got.fresh_for.green else "grey"
        return HomeFreshness(tone, f"Got {when_words(got.at, now)}")
    return HomeFreshness(
        "amber",
        f"Not got anything from this home since {clinical_moment(got.at)}. Things may have changed",
    )


def home_in_list(got: Got, now: datetime) -> HomeFreshness:
    """The same, short enough for a list of many homes."""
    fresh = home_freshness(got, now)
    if fresh.tone != "amber":
        return fresh
    return HomeFreshness(
        "amber", f"Not got since {clinical_moment(got.at)}" if got.at else NOT_WHOLE
    )


def paper_freshness(got: Got, waiting: int, now: datetime) -> OnPaper:
    """What stands in the foot of a paper about a home."""
    return OnPaper(got.at if got.is_linked else now, waiting)


def as_known(got: Got, now: datetime) -> str:
    """`as known at 24-Nov 07:15`: of when the words beside it are."""
    if not got.is_linked:
        return f"as known on this computer at {clinical_short_moment(now)}"
    if got.at is None:
        return "not everything was got yet"
    return f"as known at {clinical_short_moment(got.at)}"


def _all_sent(standing: Standing, now: datetime) -> str:
    at = standing.status.agreed_at or now
    return f"All sent {when_words(at, now)}. {got_words(standing.status, now)}"


def _news(standing: Standing, now: datetime) -> list[str]:
    """What is not as it is on a good day, the weightiest first."""
    refused = standing.status.refused
    was = "was" if refused == 1 else "were"
    return [
        *((f"{counted(refused)} {was} refused. See why",) if refused else ()),
        *((words,) if (words := apart_words(standing, now)) else ()),
        *_warnings(standing, now),
        *((progress_words(standing),) if standing.is_busy and standing.is_first_load else ()),
    ]


def _warnings(standing: Standing, now: datetime) -> list[str]:
    return [
        *((f"{words}. See why",) if (words := lease_words(standing.status.lease, now)) else ()),
        *(("This computer may no longer get anything. See why",) if standing.is_revoked else ()),
        *(("This program is too old to get anything. See why",) if standing.must_update else ()),
        *((words,) if (words := skew_words(standing)) else ()),
    ]


def progress_words(standing: Standing) -> str:
    """How far an exchange is: `Getting everything: 1,200 of 4,500`."""
    done = standing.progress
    if done.of:
        what = "Getting everything" if standing.is_first_load else "Getting"
        return f"{what}: {done.got:,} of {max(done.of, done.got):,}"
    if done.sent:
        return f"Sending: {done.sent:,} sent"
    return "Asking the service"


def _kept(waiting: int) -> str:
    return f"{_counted_plain(waiting)} kept" if waiting else "No changes yet"


def _kept_in_full(waiting: int) -> str:
    verb = "is" if waiting == 1 else "are"
    return f"{_counted_plain(waiting)} {verb} kept" if waiting else "No changes yet"


def _counted_plain(changes: int) -> str:
    return "1 change" if changes == 1 else f"{changes} changes"
