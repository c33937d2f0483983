"""Words that are not in all texts are marked; nothing is lost, and nothing that differs is passed over."""

from hypothesis import given
from hypothesis import strategies as st

from mdt_core.differences import Run, differences

WORDS = st.lists(st.sampled_from(["2.5", "25", "mg", "once", "twice", "daily", "\n", " ", "né"]))


def marked(*texts: str) -> list[list[str]]:
    return [[run.text for run in runs if run.is_changed] for runs in differences(texts)]


def test_a_dose_is_one_word_and_its_point_is_seen() -> None:
    assert marked("2.5 mg once daily", "25 mg once daily") == [["2.5"], ["25"]]


def test_what_only_one_has_is_marked_there_alone() -> None:
    assert marked("For CPR", "Not for CPR") == [["For"], ["Not for"]]
    assert marked("Eats well", "Eats well at night") == [[], ["at night"]]


def test_equal_texts_have_no_mark() -> None:
    assert marked("Sips of water", "Sips of water") == [[], []]


def test_of_three_each_word_that_one_of_the_others_lacks_is_marked() -> None:
    assert marked("a b c", "a b c", "a x c") == [["b"], ["b"], ["x"]]


def test_lines_stay_apart() -> None:
    assert differences(["one\ntwo", "three\nfour"])[0] == (
        Run("one", is_changed=True),
        Run("\n", is_changed=False),
        Run("two", is_changed=True),
    )


@given(st.lists(WORDS.map(" ".join), min_size=1, max_size=4))
def test_runs_joined_are_the_text_again(texts: list[str]) -> None:
    for text, runs in zip(texts, differences(texts), strict=True):
        assert "".join(run.text for run in runs) == text


@given(WORDS.map(" ".join), WORDS.map(" ".join))
def test_what_is_not_marked_is_the_same_words_in_both(first: str, second: str) -> None:
    kept = [
        [word for run in runs if not run.is_changed for word in run.text.split()]
        for runs in differences([first, second])
    ]
    assert kept[0] == kept[1]


def test_long_texts_take_no_time() -> None:
    long = " ".join(f"word{number % 97}" for number in range(3_000))
    first, second = differences([long, long.replace("word50", "other")])
    assert any(run.is_changed for run in first)
    assert any(run.is_changed for run in second)
