"""What is recorded of a resident that an entry is held against while it is written, without Qt."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from mdt_core.records.residents import AllergyStateKind
from mdt_core.store.queries.residents import ResidentPage

_NOT_COMPARED: Final = frozenset(
    {AllergyStateKind.NOT_RECORDED.value, AllergyStateKind.UNAVAILABLE.value}
)


@dataclass(frozen=True)
class Recorded:
    """What is recorded of a resident that a decision about a medicine is held against."""

    medicines: tuple[str, ...] = ()
    allergies: tuple[Mapping[str, Any], ...] = ()
    has_no_allergies: bool = False


def recorded_of(page: ResidentPage) -> Recorded:
    """The names on the list of medicines, and every allergy of every version."""
    heads = page.allergies if page.line.allergy_siblings else page.allergies[:1]
    return Recorded(
        tuple(str(each.readable.get("medicine", "")) for each in page.medicines),
        tuple(one for head in heads for one in head.readable.get("allergies", ())),
        has_no_allergies=page.line.allergy_state in _NOT_COMPARED,
    )
