"""Reasons from what was told of a resident: concerns, falls, hospital, and what cannot be read."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime

from mdt_core.clock import clinical_day_month, clinical_short_moment, london_day
from mdt_core.records.concerns import Concern, HowSoon
from mdt_core.records.episodes import EpisodePart, HospitalEpisode
from mdt_core.records.falls import Awake, Fall, FloorTime, HeadStruck, Hurt
from mdt_core.worklist.facts import Facts, Reason, Tier, Told, Unread
from mdt_core.worklist.standing import Returned, Standing


def concern_reasons(facts: Facts) -> Iterator[Reason]:
    """The home's concerns in its own words; one for today is urgent."""
    for told in facts.open(facts.concerns):
        tier = Tier.FIRST if told.record.how_soon is HowSoon.TODAY else Tier.SECOND
        yield _reason(facts, told, _concern_words(told), tier, Concern.kind)


def _reason(facts: Facts, told: Told[object], words: str, tier: Tier, kind: str) -> Reason:
    return Reason(words, tier, told.occurred_at, (told.id,), facts.is_late(told), kind)


def _concern_words(told: Told[Concern]) -> str:
    signs = ", ".join(sign.label.lower() for sign in told.record.soft_signs)
    if told.record.words:
        said = f"Home's concern, {clinical_short_moment(told.occurred_at)}: «{told.record.words}»"
        return f"{said} ({signs})" if signs else said
    return f"Not their usual self: {signs or 'not said how'} (since {_day(told.occurred_at)})"


def fall_reasons(facts: Facts) -> Iterator[Reason]:
    """Falls with what was answered of them; one with a blow to the head or an injury is urgent.

    Those that a list told are not among them: a list of years is no news.
    """
    yield from (_fall_reason(facts, told) for told in _falls(facts, are_imported=False))


def imported_falls(facts: Facts, since: datetime) -> Iterator[Reason]:
    """Falls that a list told, from that moment on, each said to be imported."""
    for told in _falls(facts, are_imported=True):
        if told.occurred_at >= since:
            yield _fall_reason(facts, told)


def falls_on(standing: Standing, since: datetime) -> Iterator[Reason]:
    """The imported falls that count on a day whose look-back begins then."""
    return (each for each in standing.imported_falls if each.at is None or each.at >= since)


def _falls(facts: Facts, *, are_imported: bool) -> Iterator[Told[Fall]]:
    return (each for each in facts.open(facts.falls) if each.is_imported == are_imported)


def _fall_reason(facts: Facts, told: Told[Fall]) -> Reason:
    tier = Tier.FIRST if told.record.is_head_or_injury else Tier.SECOND
    return _reason(facts, told, _fall_words(told), tier, Fall.kind)


def _fall_words(told: Told[Fall]) -> str:
    fall = told.record
    head = {
        HeadStruck.HIT: "head struck",
        HeadStruck.NOT_KNOWN: "not known whether the head was struck",
    }
    awake = {Awake.DROWSY: "confused or drowsy since", Awake.PASSED_OUT: "passed out"}
    parts = (
        f"Fall {clinical_short_moment(told.occurred_at)}{', imported' if told.is_imported else ''}",
        head.get(fall.head, "") if fall.head else "",
        awake.get(fall.awake, "") if fall.awake else "",
        *(sign.label.lower() for sign in fall.hurt if sign is not Hurt.NONE),
        "an hour or more on the floor" if fall.floor_time is FloorTime.AN_HOUR_OR_MORE else "",
        "blood thinner on the list" if fall.blood_thinners else "",
    )
    return ", ".join(part for part in parts if part)


def returns(facts: Facts) -> Iterator[Returned]:
    """Each return that nobody has looked at, with the admissions that it ended."""
    admitted = _admitted(facts)
    for told in _returned(facts):
        before = [each for each in admitted if each.occurred_at <= told.occurred_at]
        admitted = [each for each in admitted if each not in before]
        sources = (told.id, *(each.id for each in before))
        late = any(facts.is_late(each) for each in (told, *before))
        words, at = f"Back from hospital {_day(told.occurred_at)}", told.occurred_at
        reason = Reason(words, Tier.FIRST, at, sources, late, HospitalEpisode.kind)
        yield Returned(reason, _medicines_words(facts, told))


def admissions_to_hospital(facts: Facts) -> Iterator[Reason]:
    """Those that no return ended and that nobody has looked at."""
    returned = _returned(facts)
    for told in _admitted(facts):
        if not any(told.occurred_at <= each.occurred_at for each in returned):
            hospital = f", {told.record.hospital}" if told.record.hospital else ""
            words = f"Went to hospital {clinical_short_moment(told.occurred_at)}{hospital}"
            yield _reason(facts, told, words, Tier.SECOND, HospitalEpisode.kind)


def hospital_reasons(standing: Standing, today: date) -> Iterator[Reason]:
    """A return stays until it is looked at; an admission counts with the return that ended it."""
    for each in standing.returned:
        at = each.reason.at
        night = max(0, (today - london_day(at)).days) if at else 0
        since = f", night {night}" if night else ""
        yield replace(each.reason, words=f"{each.reason.words}{since}. {each.ending}")
    yield from standing.gone


def _admitted(facts: Facts) -> list[Told[HospitalEpisode]]:
    return [t for t in facts.open(facts.episodes) if t.record.part is EpisodePart.ADMITTED]


def _returned(facts: Facts) -> list[Told[HospitalEpisode]]:
    return [t for t in facts.open(facts.episodes) if t.record.part is EpisodePart.RETURNED]


def _medicines_words(facts: Facts, told: Told[HospitalEpisode]) -> str:
    checked = any(
        each.record.part is EpisodePart.MEDICINES_CHECKED and each.occurred_at >= told.occurred_at
        for each in facts.episodes
    )
    return "Medicines checked" if checked else "Medicines not yet checked"


def unread_reasons(facts: Facts, unread: Iterable[Told[Unread]]) -> Iterator[Reason]:
    """What came from a newer program and cannot be read whole here is never passed over."""
    for told in facts.open(unread):
        title = told.record.title
        when = clinical_short_moment(told.occurred_at)
        words = f"{title} of {when} cannot be read whole here. Update this program"
        yield _reason(facts, told, words, Tier.SECOND, "")


def _day(at: datetime) -> str:
    return clinical_day_month(london_day(at))
