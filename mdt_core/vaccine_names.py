"""Which vaccine the words of another system name: one of ours where they name it alone. Pure."""

from collections.abc import Mapping
from typing import Final

from mdt_core.records.vaccinations import Vaccine

_WORDS: Final[Mapping[Vaccine, tuple[str, ...]]] = {
    Vaccine.COVID_19: ("coronavirus 2", "covid", "sars-cov-2"),
    Vaccine.RSV: ("orthopneumovirus", "respiratory syncytial", "rsv"),
    Vaccine.INFLUENZA: (
        *("influenza virus", "influenza vaccin", "seasonal influenza", "influenza, seasonal"),
    ),
    Vaccine.PNEUMOCOCCAL: ("pneumococc", "streptococcus pneumoniae"),
    Vaccine.SHINGLES: ("shingles", "zoster", "shingrix", "zostavax"),
}


def vaccine_named(words: str) -> Vaccine:
    """The vaccine that these words name; «Another one» where they name none or several of ours."""
    plain = words.casefold()
    found = [each for each, known in _WORDS.items() if any(word in plain for word in known)]
    return found[0] if len(found) == 1 else Vaccine.OTHER
