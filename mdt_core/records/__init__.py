"""The kinds of record, one module an area; importing this package registers them all."""

from mdt_core.records import (
    actions,
    concerns,
    corrections,
    episodes,
    falls,
    homes,
    medicines,
    observations,
    people,
    quick_texts,
    receipts,
    residents,
    round_sign_offs,
    rounds,
    stays,
)

__all__ = [
    "actions",
    "concerns",
    "corrections",
    "episodes",
    "falls",
    "homes",
    "medicines",
    "observations",
    "people",
    "quick_texts",
    "receipts",
    "residents",
    "round_sign_offs",
    "rounds",
    "stays",
]
