"""A decision about a medicine: what is understood of a typed line, and how it is said again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdt_core.medicine_decision import (
    NO_ISSUER,
    NO_MEDICINE,
    WHICH_VERB,
    decision_words,
    parse,
    refusals,
    typed_again,
    with_issuer,
)
from mdt_core.records.rounds import MedicineDecision, MedicineVerb

LIST = ("furosemide 40 mg tablets", "morphine 10 mg tablets", "morphine oral solution", "senna")


def test_a_line_is_a_verb_a_recorded_medicine_and_words() -> None:
    line = parse("stop furosemide dizzy since Sunday", LIST)
    assert (line.verb, line.medicine) == (MedicineVerb.STOP, "furosemide 40 mg tablets")
    assert line.words == "dizzy since Sunday"
    assert line.questions == ()
    assert line.understood == ("Stop", "furosemide 40 mg tablets")
    assert line.missing == ()


@pytest.mark.parametrize(
    "typed", ["furosemide stop", "give furosemide", "stopp furosemide", "st x"]
)
def test_a_first_word_that_is_no_verb_is_asked_for_and_never_guessed(typed: str) -> None:
    line = parse(typed, LIST)
    assert line.verb is None
    assert line.medicine == ""
    assert line.words == typed
    question = line.questions[0]
    assert question.words == WHICH_VERB
    assert [answer for answer, _ in question.answers] == [each.label for each in MedicineVerb]
    assert question.answers[1][1] == f"stop {typed}"


def test_a_name_that_fits_two_recorded_medicines_is_asked_for() -> None:
    line = parse("stop morphine sleepy", LIST)
    assert line.medicine == ""
    question = line.questions[0]
    assert [words for words, _ in question.answers] == [LIST[1], LIST[2], "«morphine» as typed"]
    chosen = parse(question.answers[1][1], LIST)
    assert (chosen.medicine, chosen.words) == (LIST[2], "sleepy")
    as_typed = parse(question.answers[2][1], LIST)
    assert (as_typed.medicine, as_typed.words) == ("morphine", "sleepy")


def test_the_beginning_of_a_recorded_name_is_offered_and_not_taken() -> None:
    question = parse("stop furo dizzy", LIST).questions[0]
    assert [words for words, _ in question.answers] == [LIST[0], "«furo» as typed"]
    assert parse(question.answers[0][1], LIST).medicine == LIST[0]
    assert parse(question.answers[1][1], LIST).medicine == "furo"


def test_a_verb_alone_offers_the_recorded_medicines() -> None:
    question = parse("continue", LIST).questions[0]
    assert question.words == "Continue which medicine?"
    assert [words for words, _ in question.answers] == list(LIST)
    assert parse(question.answers[0][1], LIST).medicine == LIST[0]
    assert parse("start", LIST).missing == (NO_MEDICINE, NO_ISSUER)


def test_what_is_started_is_never_taken_for_a_medicine_on_the_list() -> None:
    line = parse("start furosemide 20 mg each morning issued by Dr Shah", LIST)
    assert (line.medicine, line.words) == ("furosemide 20 mg", "each morning")
    assert line.request_or_issuer == "Issued by Dr Shah"
    assert line.notes == ("Already on the list: furosemide 40 mg tablets",)


def test_a_comma_ends_the_name_of_a_medicine() -> None:
    line = parse("start insulin glargine, 14 units at 08:00, request to the GP", LIST)
    assert (line.medicine, line.words) == ("insulin glargine", "14 units at 08:00")
    assert line.request_or_issuer == "Request to the GP"
    assert parse("start insulin glargine, request to the GP").medicine == "insulin glargine"


def test_a_start_and_a_change_lack_an_issuer_until_one_is_said() -> None:
    for verb in MedicineVerb:
        line = parse(f"{verb.value} senna, two at night", LIST)
        assert line.lacks_issuer is verb.needs_issuer
        assert (NO_ISSUER in line.missing) is verb.needs_issuer
        if verb.needs_issuer:
            told = next(refusals([line.body()]))
            assert told.startswith(f"Say who issues «{verb.label} senna: two at night»")
        issued = parse(with_issuer(f"{verb.value} senna, two at night", "request to the GP"), LIST)
        assert not issued.lacks_issuer
        assert list(refusals([issued.body()])) == []


def test_a_medicine_that_is_not_on_the_list_is_said_so() -> None:
    assert parse("stop warfarin", LIST).notes == ("Not on the recorded list under this name",)
    assert parse("stop warfarin").notes == ()


def test_a_decision_is_said_in_words() -> None:
    body = {"verb": "change", "medicine": "senna", "words": "two at night."}
    assert decision_words(body) == "Change senna: two at night."
    issued = {**body, "request_or_issuer": "request to the GP"}
    assert decision_words(issued) == "Change senna: two at night. Request to the GP"
    assert decision_words({"medicine": "senna"}) == "Decision not readable senna"


@given(
    verb=st.sampled_from(list(MedicineVerb)),
    medicine=st.sampled_from((*LIST, "insulin glargine", "co-amoxiclav 625 mg", "warfarin")),
    words=st.sampled_from(
        ("", "dizzy since Sunday", "two at night, one at noon", "40 mg, then 20")
    ),
    issuer=st.sampled_from(("", "Issued by Dr Shah", "Request to the GP, today")),
)
def test_a_kept_decision_is_read_again_from_its_line_as_it_was(
    verb: MedicineVerb, medicine: str, words: str, issuer: str
) -> None:
    body = {"verb": verb.value, "medicine": medicine}
    body |= {"words": words} if words else {}
    body |= {"request_or_issuer": issuer} if issuer else {}
    again = parse(typed_again(body), LIST)
    assert again.questions == ()
    assert again.body() == body
    assert MedicineDecision.model_validate(again.body()).verb is verb


@given(st.text(alphabet=" abfgorsu,;!@0123mtp", max_size=60))
def test_no_line_can_break_it_and_no_word_is_dropped(typed: str) -> None:
    line = parse(f"stop {typed}", LIST)
    said = f"{line.medicine} {line.words} {line.request_or_issuer}".casefold()
    left = [word.strip(",;") for word in typed.casefold().split()]
    assert all(word in said for word in left if word)
