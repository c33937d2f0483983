"""What a definition says about its form: sections, conditions and licences, and what it may not say."""

from typing import Annotated, ClassVar

import pytest

from mdt_core.drafts import Draft
from mdt_core.fields import (
    Ask,
    Choice,
    In,
    Licence,
    OnlyIf,
    Section,
    Sensitivity,
    asked_in,
    field_of,
    fields_of,
)
from mdt_core.record import (
    Card,
    DefinitionFault,
    Group,
    MergeClass,
    Part,
    Place,
    Statement,
    registered,
)
from mdt_core.roles import READERS_OF_RESTRICTED, Role


class Struck(Choice):
    """An answer to ask more after."""

    HIT = "hit", "Hit"
    NOT_HIT = "not_hit", "Not hit"


class Form(Statement):
    """A statement of two sections, never registered."""

    kind = "test_form"
    title = "Form"
    writers: ClassVar = frozenset()
    readers: ClassVar = frozenset()
    scope = Place.RESIDENT

    seen: Annotated[bool | None, Ask("Seen?")] = None
    head: Annotated[Struck | None, Ask("Head"), Section("What happened"), Licence("MUST")] = None
    side: Annotated[str | None, Ask("Side"), OnlyIf("head", "hit")] = None
    who: Annotated[str | None, Ask("Who saw it"), OnlyIf("seen", "true")] = None
    told: Annotated[str | None, Ask("What they told"), OnlyIf("seen", "true")] = None


def test_fields_belong_to_the_section_that_was_begun_last() -> None:
    assert [spec.section for spec in fields_of(Form)] == ["", *["What happened"] * 4]


def test_a_licence_is_told_of_its_field_alone() -> None:
    assert [spec.licence for spec in fields_of(Form)][1:3] == ["MUST", ""]


@pytest.mark.parametrize(
    ("values", "asked"),
    [
        ({}, "seen head"),
        ({"seen": True}, "seen head who told"),
        ({"seen": "true", "head": "hit"}, "seen head side who told"),
        ({"seen": False, "head": Struck.HIT}, "seen head side"),
    ],
)
def test_a_field_is_asked_only_while_the_other_has_its_answer(
    values: dict[str, object], asked: str
) -> None:
    assert [spec.name for spec in asked_in(Form, values)] == asked.split()


def test_what_is_not_asked_any_more_is_not_said() -> None:
    draft = Draft(Form, "r", {"seen": "false", "who": "Ann", "head": "hit", "side": "left"})
    assert draft.record() == Form(seen=False, head=Struck.HIT, side="left")


def test_a_condition_names_a_question_that_stands_before_it_and_answers_of_it() -> None:
    class NoField(Form):
        kind = "test_no_field"
        more: Annotated[str | None, Ask("More"), OnlyIf("nothing", "hit")] = None

    class NoAnswer(Form):
        kind = "test_no_answer"
        more: Annotated[str | None, Ask("More"), OnlyIf("head", "sore")] = None

    class NoAnswers(Form):
        kind = "test_no_answers"
        more: Annotated[str | None, Ask("More"), OnlyIf("head")] = None

    class Open(Form):
        kind = "test_open"
        more: Annotated[str | None, Ask("More"), OnlyIf("side", "left")] = None

    faults = [(NoField, "stand"), (NoAnswer, "sore"), (NoAnswers, "nothing"), (Open, "left")]
    for form, words in faults:
        with pytest.raises(DefinitionFault, match=words):
            registered(form)


def test_what_is_not_always_asked_cannot_be_required_in_a_part_either() -> None:
    class Needed(Part):
        is_sore: Annotated[bool | None, Ask("Sore?")] = None
        where: Annotated[str, Ask("Where"), OnlyIf("is_sore", "true")]

    class WithParts(Form):
        kind = "test_with_parts"
        parts: Annotated[tuple[Needed, ...], Ask("Parts")] = ()

    assert field_of(WithParts, "parts").label == "Parts"
    with pytest.raises(DefinitionFault, match="cannot be required"):
        registered(WithParts)


def test_what_is_restricted_is_a_statement_of_no_series_that_no_home_reads() -> None:
    class Hidden(Form):
        sensitivity = Sensitivity.RESTRICTED
        readers = READERS_OF_RESTRICTED

    class ToAHome(Hidden):
        kind = "test_to_a_home"
        readers = READERS_OF_RESTRICTED | {Role.HOME_MANAGER}

    class Renewed(Hidden):
        kind = "test_renewed"
        is_series = True

    class Living(Card):
        kind = "test_living"
        title = "Living"
        groups = (Group("all", MergeClass.SETTLES_ITSELF, Sensitivity.RESTRICTED),)
        words: Annotated[str, Ask("Words"), In("all")]

    for kind, words in ((ToAHome, "read by a home"), (Renewed, "a series"), (Living, "is a card")):
        with pytest.raises(DefinitionFault, match=words):
            registered(kind)
