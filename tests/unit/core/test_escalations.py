"""An escalation is answered after it was sent and not later than now."""

from datetime import timedelta

import pytest

from mdt_core.errors import InvalidInput
from mdt_core.records.escalations import Escalation
from tests.support.meetings import TEN, escalation

NOW = TEN + timedelta(hours=1)


def changed(**values: object) -> Escalation:
    return escalation().model_copy(update=values)


def test_one_that_nobody_has_answered_yet_can_be_recorded() -> None:
    escalation().require_possible(NOW)
    changed(answered_at=TEN, advice="Take them today").require_possible(NOW)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"advice": "Take them today"}, "Say when it was answered"),
        ({"answered_at": NOW + timedelta(minutes=1)}, "cannot be later than now"),
        ({"answered_at": TEN - timedelta(minutes=1)}, "before it was sent"),
    ],
    ids=("advice without an answer", "an answer to come", "an answer before"),
)
def test_what_cannot_have_been_so_is_refused_at_the_answer(
    values: dict[str, object], words: str
) -> None:
    with pytest.raises(InvalidInput, match=words) as refused:
        changed(**values).require_possible(NOW)
    assert refused.value.where == "Answered"
