"""Whether somebody died where they wanted to: the preferred place against the actual one.

Source: clinical.md 1.4.2 of the specification (PRSB Palliative and End of Life Care 1.1). Where either is
not known that is the answer; nobody is counted as «kept» or «not kept» by default.
"""

from mdt_core.fields import Choice
from mdt_core.records.deaths import DeathPlace, PlaceOfDeathKind
from mdt_core.records.homes import HomeType
from mdt_core.records.preferences import PlaceOfDeath


class Concordance(Choice):
    """What the comparison says."""

    KEPT = "kept", "Died where they wanted to"
    NOT_KEPT = "not_kept", "Did not die where they wanted to"
    NO_PREFERENCE = "no_preference", "No place was preferred"
    NOT_KNOWN = "not_known", "Cannot be told"


_BY_PLACE = {
    DeathPlace.HOSPITAL: PlaceOfDeathKind.HOSPITAL,
    DeathPlace.HOSPICE: PlaceOfDeathKind.HOSPICE,
    DeathPlace.OWN_HOME: PlaceOfDeathKind.HOME,
}
_CARE_HOMES = {PlaceOfDeathKind.NURSING_HOME.value, PlaceOfDeathKind.RESIDENTIAL_HOME.value}
_BY_HOME = {
    HomeType.NURSING: PlaceOfDeathKind.NURSING_HOME,
    HomeType.RESIDENTIAL: PlaceOfDeathKind.RESIDENTIAL_HOME,
}


def actual_kind(
    place: DeathPlace, told: PlaceOfDeathKind | None, home: HomeType | None
) -> PlaceOfDeathKind | None:
    """The kind of place that the person died in, as told or as it follows; None where it does not."""
    if told is not None:
        return told
    if place is DeathPlace.HERE:
        return _BY_HOME.get(home) if home else None
    return _BY_PLACE.get(place)


def concordance(
    preferred: PlaceOfDeath | None,
    place: DeathPlace,
    *,
    told: PlaceOfDeathKind | None = None,
    home: HomeType | None = None,
) -> Concordance:
    """Whether the preferred place was kept.

    A care home that is the person's home counts as kept whichever of the two kinds of care home was
    chosen: the record of the preference does not say which home, and dying here is not a move.
    """
    if preferred is None:
        return Concordance.NOT_KNOWN
    if not preferred.is_a_place:
        return Concordance.NO_PREFERENCE
    if place is DeathPlace.HERE and preferred.value in _CARE_HOMES:
        return Concordance.KEPT
    actual = actual_kind(place, told, home)
    if actual is None:
        return Concordance.NOT_KNOWN
    same = preferred.value == actual.value
    return Concordance.KEPT if same else Concordance.NOT_KEPT
