"""A falls list: each row a fall, known by its person and time.

Whose a fall was is known by the NHS number alone; a name or a birthday that says otherwise refuses
the row. A fall that somebody recorded here already within the hour is not made twice.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from mdt_core.clock import clinical_moment
from mdt_core.errors import InvalidInput
from mdt_core.exchange.tables.dated_list import DatedList
from mdt_core.exchange.tables.falls_rows import FallRow, fall_row
from mdt_core.records.falls import Fall
from mdt_core.store.queries.statements import Signed
from mdt_core.store.unit_of_work import UnitOfWork

_SAME_FALL: Final = timedelta(hours=1)


def _fall_of(_unit: UnitOfWork, _who: str, row: FallRow, _here: Sequence[Signed[Fall]]) -> Fall:
    if row.fall is None:
        raise InvalidInput("There is no fall in this row.")
    return row.fall


def _refuse_same(here: Signed[Fall], fall: Fall) -> None:
    if abs(here.occurred_at - fall.occurred_at) <= _SAME_FALL:
        when = clinical_moment(here.occurred_at)
        raise InvalidInput(f"A fall of {when} is recorded here already, within the hour.")


FALLS: Final = DatedList(
    system="falls-list",
    article="a",
    name="falls list",
    kind=Fall,
    row_of=fall_row,
    record_of=_fall_of,
    refuse_same=_refuse_same,
    other_words="This fall was imported before in other words. Correct it on its page.",
)
