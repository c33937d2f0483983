"""What can be settled when convenient, over everybody: the rows of the quiet list. Free of Qt."""

from dataclasses import dataclass
from typing import Final

from mdt_core.actor import Actor
from mdt_core.clock import clinical_moment
from mdt_core.store.queries.everyone import everyone
from mdt_core.store.queries.homes import home_names
from mdt_core.store.queries.versions import unsettled
from mdt_core.store.store import Store
from mdt_desktop.ui.person_words import nhs_number_words

TITLE: Final = "Settle when convenient"
ABOUT: Final = (
    "Two people wrote these apart, and none is a matter of safety. Nothing is lost: both are kept,"
    " and one of them is shown until somebody settles it"
)
NONE: Final = "Nothing waits to be settled when convenient"


@dataclass(frozen=True)
class QuietRow:
    """One thing in two versions that can wait: of what, whose, where, since when."""

    key: str
    what: str
    whose: str
    home: str
    since: str
    resident_id: str


def quiet_rows(store: Store, by: Actor) -> tuple[QuietRow, ...]:
    """All that the person may read and that is no matter of safety, the oldest first."""
    with store.reading() as connection:
        people = {line.resident_id: line for line in everyone(connection, by)}
        found = [each for each in unsettled(connection, by) if not each.is_safety]
        names = home_names(connection, {each.home_id for each in found if each.home_id})
    rows = []
    for each in found:
        line = people.get(each.resident_id or "")
        number = f"NHS No. {nhs_number_words(line.nhs_number)}" if line else ""
        whose = f"{line.formal_name}, {number}" if line else ""
        home = names.get(each.home_id or "", "")
        rows.append(
            QuietRow(
                each.key,
                each.what,
                whose or ("The home" if each.resident_id is None else "Not in a home served"),
                home,
                clinical_moment(each.since),
                each.resident_id or "",
            )
        )
    return tuple(rows)
