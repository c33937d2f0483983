"""What can be brought in on the import screen: its names, the files of each, and by whom. Free of Qt."""

from collections.abc import Mapping
from typing import Any, Final

from mdt_core import access
from mdt_core.actor import Actor
from mdt_core.exchange.fhir_import import WRITTEN
from mdt_core.exchange.tables.dated_list import DatedList
from mdt_core.exchange.tables.falls_list import FALLS
from mdt_core.exchange.tables.observations_list import OBSERVATIONS
from mdt_core.exchange.tables.vaccination_list import VACCINATIONS
from mdt_core.fields import Choice
from mdt_core.records.homes import Home
from mdt_core.records.residents import Resident


class Source(Choice):
    """What a file brings."""

    RESIDENTS = "residents", "Residents of a home (a list)"
    HOMES = "homes", "Homes (the directory of a council)"
    BUNDLES = "bundles", "Residents' records (FHIR bundles)"
    FALLS = "falls", "Falls (a list)"
    OBSERVATIONS = "observations", "Observations (a list)"
    VACCINATIONS = "vaccinations", "Vaccinations (NHS batch file)"


LISTS: Final[Mapping[Source, DatedList[Any, Any, Any]]] = {
    Source.FALLS: FALLS,
    Source.OBSERVATIONS: OBSERVATIONS,
    Source.VACCINATIONS: VACCINATIONS,
}
"""The lists of what happened to residents, each row known by person and time."""

FILTERS: Final[Mapping[Source, str]] = {
    **dict.fromkeys(Source, "Lists (*.csv *.tsv *.txt *.xlsx)"),
    Source.HOMES: "Editions of the directory (*.csv *.tsv *.txt *.xlsx)",
    Source.BUNDLES: "FHIR bundles (*.json *.json.gz)",
    Source.VACCINATIONS: "Batch files (*.csv *.tsv *.txt *.xlsx)",
}

WHOM_TO_ASK: Final = "Ask a nurse, GP or administrator"

_KNOWN_BY: Final = (
    "A row that cannot be taken is left out with its reason, and the others are taken."
)
ABOUT: Final[Mapping[Source, str]] = {
    Source.RESIDENTS: "A row for each resident, by NHS number or by name and date of birth.",
    Source.HOMES: "Editions of one council's directory, together or one by one.",
    Source.BUNDLES: "A file for each resident, FHIR R4. Each is taken whole or not at all.",
    Source.FALLS: "A row for each fall of somebody who is here already: NHS number, date and time, "
    f"then what is known of it. {_KNOWN_BY}",
    Source.OBSERVATIONS: "A row for each set of somebody who is here already: NHS number and date "
    f"of birth, which must agree, date and time, then the readings. {_KNOWN_BY}",
    Source.VACCINATIONS: "A file as the NHS sends it, under its own headings, so there are no "
    f"columns to choose. NHS number and date of birth must agree. {_KNOWN_BY}",
}
"""What a file of each must hold, in a sentence or two."""


def sources(by: Actor) -> tuple[Source, ...]:
    """What this person may bring in; empty where nothing."""
    may = {
        Source.RESIDENTS: access.may_write(by, Resident, None),
        Source.HOMES: access.may_write(by, Home, None),
        Source.BUNDLES: all(access.may_write(by, each, None) for each in WRITTEN),
        **{source: listed.may_be_taken_by(by) for source, listed in LISTS.items()},
    }
    return tuple(source for source in Source if may[source])


def withheld_words(by: Actor) -> str:
    """Gives what this person may not bring in, and that somebody else can; empty where nothing."""
    withheld = [source.label for source in Source if source not in sources(by)]
    return f"Not for your role: {'; '.join(withheld)}. {WHOM_TO_ASK}." if withheld else ""
