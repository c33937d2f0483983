"""The status line and the freshness of a home, word for word; «All sent» only where both ends agreed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdt_core.errors import StoreProblem
from mdt_desktop.sync.engine import Progress, Report
from mdt_desktop.sync.standing import Standing
from mdt_desktop.sync.status import FreshFor, SyncStatus
from mdt_desktop.sync.tie import Got
from mdt_desktop.sync.trouble import NotTheService, Unreachable
from mdt_desktop.ui.sync.words import (
    Freshness,
    as_known,
    home_freshness,
    home_in_list,
    progress_words,
    status_words,
)

NOW = datetime(2026, 11, 24, 14, 40, tzinfo=UTC)
AT = datetime(2026, 11, 24, 14, 32, tzinfo=UTC)
EARLIER = datetime(2026, 11, 22, 17, 5, tzinfo=UTC)
LINKED = SyncStatus(address="https://x", got_at={"a": AT, "b": AT}, agreed_at=AT)
AGREED = Standing(LINKED).ended(Report(agreed=True))


def waiting(number: int) -> SyncStatus:
    return replace(LINKED, waiting=number)


@pytest.mark.parametrize(
    ("number", "words", "in_full"),
    [
        (0, "No changes yet here", "No changes yet on this computer"),
        (1, "1 change kept here", "1 change is kept on this computer"),
        (763, "763 changes kept here", "763 changes are kept on this computer"),
    ],
)
def test_before_there_is_a_service_it_says_so(number: int, words: str, in_full: str) -> None:
    standing = Standing(SyncStatus(waiting=number))
    wanted = Freshness(f"Not connected. {words}", f"Not connected to a service. {in_full}")
    assert status_words(standing, NOW) == wanted


@pytest.mark.parametrize(
    ("standing", "words"),
    [
        (AGREED, "All sent 14:32. Got 14:32"),
        (
            replace(AGREED, status=replace(LINKED, got_at={"a": AT, "b": EARLIER})),
            "All sent 14:32. Got 22-Nov-2026 17:05",
        ),
        (
            AGREED.read(waiting(2)),
            "2 changes waiting. They are safe on this computer. Got 14:32",
        ),
        (
            AGREED.read(waiting(1)),
            "1 change waiting. It is safe on this computer. Got 14:32",
        ),
        (
            AGREED.failed(Unreachable("x"), datetime(2026, 11, 24, 9, 40, tzinfo=UTC)),
            "Working without a network since 09:40. You can carry on. Got 14:32",
        ),
        (
            AGREED.read(waiting(2)).failed(Unreachable("x"), NOW),
            "Working without a network since 14:40. You can carry on. 2 waiting. Got 14:32",
        ),
        (
            AGREED.read(replace(LINKED, refused=1)),
            "1 change was refused. See why. Got 14:32",
        ),
        (
            AGREED.read(replace(LINKED, refused=3, waiting=2)),
            "3 changes were refused. See why. 2 waiting. Got 14:32",
        ),
        (
            AGREED.failed(NotTheService("A page answered."), NOW),
            "Nothing could be sent or got since 14:40. See why. Got 14:32",
        ),
        (
            replace(AGREED, is_revoked=True, has_agreed=False),
            "This computer may no longer get anything. See why. Got 14:32",
        ),
        (Standing(LINKED), "Got 14:32"),
        (
            Standing(SyncStatus(address="https://x")).began().went_on(Progress(got=1200, of=4500)),
            "Getting everything: 1,200 of 4,500. Not everything was got yet",
        ),
    ],
    ids=range(12),
)
def test_the_status_line_says_what_holds(standing: Standing, words: str) -> None:
    assert status_words(standing, NOW).words == words


@pytest.mark.parametrize(
    ("skew", "words"),
    [
        (timedelta(minutes=5), "The clock of this computer is 5 minutes behind the service's"),
        (-timedelta(hours=1), "The clock of this computer is 60 minutes ahead of the service's"),
        (timedelta(minutes=2), ""),
    ],
    ids=["behind", "ahead", "allowed"],
)
def test_a_wrong_clock_is_told_in_words_beyond_two_minutes(skew: timedelta, words: str) -> None:
    said = status_words(replace(AGREED, skew=skew), NOW).in_full
    assert (words in said) if words else said == "All sent 14:32. Got 14:32"


reports = st.builds(
    Report, agreed=st.booleans(), refused=st.integers(0, 2), is_revoked=st.booleans()
)
steps = st.lists(
    st.one_of(
        reports.map(lambda report: lambda standing: standing.ended(report)),
        st.builds(
            lambda number, refused: (
                lambda standing: standing.read(replace(LINKED, waiting=number, refused=refused))
            ),
            st.integers(0, 2),
            st.integers(0, 1),
        ),
        st.sampled_from([Unreachable("x"), NotTheService("y"), StoreProblem("z")]).map(
            lambda error: lambda standing: standing.failed(error, NOW)
        ),
        st.just(lambda standing: standing.began()),
    ),
    max_size=8,
)


@given(steps)
def test_all_sent_is_never_said_unless_nothing_waits_and_the_last_exchange_agreed(
    taken: list[Callable[[Standing], Standing]],
) -> None:
    standing, has_agreed = Standing(LINKED), False
    for step in taken:
        before, standing = standing, step(standing)
        if standing.apart_since is not None:
            has_agreed = False
        elif before.is_busy != standing.is_busy or before.has_agreed != standing.has_agreed:
            has_agreed = standing.has_agreed if not standing.is_busy else has_agreed
    words = status_words(standing, NOW)
    if "All sent" in words.words + words.in_full:
        assert standing.status.waiting == 0
        assert standing.status.refused == 0
        assert standing.has_agreed
        assert standing.apart_since is None
    assert ("All sent" in words.words) <= has_agreed


@pytest.mark.parametrize(
    ("age", "tone", "words"),
    [
        (timedelta(hours=3, minutes=59), "green", "Got 10:41"),
        (timedelta(hours=4), "grey", "Got 10:40"),
        (timedelta(hours=24), "grey", "Got 23-Nov-2026 14:40"),
        (
            timedelta(hours=24, seconds=1),
            "amber",
            "Not got anything from this home since 23-Nov-2026 14:39. Things may have changed",
        ),
    ],
    ids=["under 4 h", "4 h", "24 h", "beyond"],
)
def test_a_home_is_green_grey_and_then_amber_in_words(
    age: timedelta, tone: str, words: str
) -> None:
    fresh = home_freshness(Got(is_linked=True, at=NOW - age), NOW)
    assert (fresh.tone, fresh.words) == (tone, words)


def test_a_service_may_have_things_told_as_old_sooner() -> None:
    sooner = FreshFor(timedelta(hours=1), timedelta(hours=2))
    got = [
        Got(is_linked=True, at=NOW - timedelta(minutes=m), fresh_for=sooner) for m in (59, 61, 121)
    ]
    assert [home_freshness(each, NOW).tone for each in got] == ["green", "grey", "amber"]


def test_what_was_never_got_whole_is_never_shown_as_of_now() -> None:
    never = Got(is_linked=True)
    assert home_freshness(never, NOW).tone == "amber"
    assert as_known(never, NOW) == "not everything was got yet"
    assert home_in_list(never, NOW).words == "Not everything was got yet"


def test_without_a_service_what_is_known_is_known_here_and_now() -> None:
    assert home_freshness(Got(), NOW).words == ""
    assert as_known(Got(), NOW) == "as known on this computer at 24-Nov 14:40"
    assert as_known(Got(is_linked=True, at=EARLIER), NOW) == "as known at 22-Nov 17:05"


def test_the_whole_is_as_old_as_the_home_that_was_got_longest_ago() -> None:
    status = replace(LINKED, got_at={"a": AT, "b": EARLIER})
    assert Got.of(status, "").at == EARLIER
    assert Got.of(status, "a").at == AT
    assert Got.of(replace(status, got_at={"a": AT, "b": None}), "").at is None
    assert Got.of(status, "unknown") == Got(is_linked=True)


def test_progress_is_told_with_counts() -> None:
    busy = Standing(replace(LINKED, agreed_at=None)).began()
    assert progress_words(busy) == "Asking the service"
    assert progress_words(busy.went_on(Progress(sent=3))) == "Sending: 3 sent"
    got = busy.went_on(Progress(sent=3, got=500, of=36_771))
    assert progress_words(got) == "Getting everything: 500 of 36,771"
