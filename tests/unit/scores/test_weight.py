"""What became of a weight, in words, over the six months that MUST looks back."""

from datetime import date
from decimal import Decimal

import pytest

from mdt_core.scores.weight import Weighed, weight_words

NOW = Weighed(date(2026, 11, 20), Decimal("47.9"))


@pytest.mark.parametrize(
    ("weights", "words"),
    [
        ((), ""),
        ((NOW,), "47.9 kg on 20-Nov-2026; no other weight in the 6 months before"),
        (
            (NOW, Weighed(date(2026, 5, 19), Decimal(60))),
            "47.9 kg on 20-Nov-2026; no other weight in the 6 months before",
        ),
        (
            (NOW, Weighed(date(2026, 8, 12), Decimal("51.0"))),
            "Weight down 6.1 %: 51.0 kg on 12-Aug-2026, 47.9 kg on 20-Nov-2026",
        ),
        (
            (Weighed(date(2026, 9, 1), Decimal(50)), NOW, Weighed(date(2026, 5, 20), Decimal(46))),
            "Weight up 4.1 %: 46 kg on 20-May-2026, 47.9 kg on 20-Nov-2026",
        ),
        (
            (NOW, Weighed(date(2026, 8, 12), Decimal("47.9"))),
            "Weight unchanged: 47.9 kg on 12-Aug-2026, 47.9 kg on 20-Nov-2026",
        ),
    ],
    ids=["none", "one", "too old", "down", "up from the oldest within", "unchanged"],
)
def test_a_weight_stands_beside_the_oldest_of_the_last_six_months(
    weights: tuple[Weighed, ...], words: str
) -> None:
    assert weight_words(weights) == words
