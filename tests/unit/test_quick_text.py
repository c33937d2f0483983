"""Quick text: the shipped wordings, what counts as a blank, and what opens the list."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdt_core.errors import InvalidInput, MdtError
from mdt_core.quick_text import (
    Origin,
    Snippet,
    blanks_in,
    blanks_of,
    checked_name,
    checked_text,
    matching,
    require_filled,
    shipped_blanks,
    shipped_from,
    shipped_texts,
    typed_name,
    words_around,
)

NOTHING_ASSUMED = ("normal", "nad", "stable", "well", "clear", "alert", "start", "stop", "continue")
KNOWN = shipped_blanks()
INSIDES = sorted(KNOWN)
OWN = st.text(st.characters(exclude_characters="[]", codec="utf-8"), max_size=40)


def test_twenty_wordings_are_shipped_and_say_that_nobody_has_approved_them() -> None:
    shipped = shipped_texts()
    assert len(shipped.snippets) == 20
    assert len({each.name for each in shipped.snippets}) == 20
    assert shipped.approved_by == "not yet approved: shipped wording"
    assert shipped.review_on > date(2026, 11, 22)
    assert shipped.version.startswith("quick-texts/")


@pytest.mark.parametrize("snippet", shipped_texts().snippets, ids=lambda each: each.name)
def test_a_shipped_wording_holds_no_dose_no_finding_and_no_decision(snippet: Snippet) -> None:
    said = re.sub(r"\[[^]]*\]", "", snippet.text).lower()
    assert not re.search(r"\d", said)
    assert not {*re.findall(r"[a-z]+", said)} & {*NOTHING_ASSUMED}
    assert blanks_in(snippet.text, KNOWN)
    assert checked_name(snippet.name) == snippet.name
    assert checked_text(snippet.text) == snippet.text


def test_a_file_of_wordings_that_lacks_a_part_is_refused() -> None:
    with pytest.raises(MdtError, match="do not fit"):
        shipped_from('{"version": "x", "texts": [{"name": "a"}]}')


@pytest.mark.parametrize(
    "text", ["Walks «alone» [sic]", "[her own words]", "a [b] c", "]", "[", ""]
)
def test_brackets_of_the_writers_own_are_no_blanks(text: str) -> None:
    assert blanks_in(text, KNOWN) == ()


@pytest.mark.parametrize(
    "text", ["[...]", "[…]", "[]", "[ ]", "[ .. ]", "[___]", "[who]", "[WHO]", "[yes /  no]"]
)
def test_a_blank_is_one_whatever_its_case_and_spacing(text: str) -> None:
    (blank,) = blanks_in(f"Seen with {text}, today", KNOWN)
    assert (blank.start, blank.end) == (10, 10 + len(text))


@given(OWN, st.sampled_from(INSIDES), OWN)
def test_a_known_blank_is_found_in_any_text(before: str, inside: str, after: str) -> None:
    text = f"{before}[{inside}]{after}"
    assert [text[b.start : b.end] for b in blanks_in(text, KNOWN)] == [f"[{inside}]"]
    with pytest.raises(InvalidInput, match="before you sign"):
        require_filled("Note", text, KNOWN)


@given(OWN.filter(lambda inside: bool(re.search(r"[^\W_]", inside))), OWN)
def test_words_of_ones_own_in_brackets_never_stop_a_signature(inside: str, around: str) -> None:
    if blanks_of([f"[{inside}]"]) <= KNOWN:
        return
    require_filled("Note", f"{around}[{inside}]{around}", KNOWN)


@given(st.text(alphabet="[]. who\n", max_size=60))
def test_blanks_lie_in_order_and_apart_in_any_text(text: str) -> None:
    ends = [0]
    for blank in blanks_in(text, KNOWN):
        assert blank.start >= ends[-1]
        assert text[blank.start] == "["
        assert text[blank.end - 1] == "]"
        ends.append(blank.end)


def test_a_refusal_quotes_the_place() -> None:
    text = "Comfortable.\nWill follow up in [...] and tell [who]"
    assert words_around(text, blanks_in(text, KNOWN)[0]) == "follow up in [...]"
    with pytest.raises(InvalidInput) as refused:
        require_filled("Plan", text, KNOWN)
    assert refused.value.message == "Fill the blank in «follow up in [...]» before you sign"
    assert refused.value.where == "Plan"


@pytest.mark.parametrize(
    ("before", "typed"),
    [
        (";s", "s"),
        ("Note ;SEEN", "seen"),
        ("(;d2a", "d2a"),
        ("line\n;fam", "fam"),
        (";", None),
        ("; ", None),
        ("ate well;drank", None),
        ("a; then", None),
        (";1", None),
        (";)", None),
        (";;seen", None),
        ("", None),
    ],
)
def test_only_a_semicolon_that_begins_a_word_and_letters_open_the_list(
    before: str, typed: str | None
) -> None:
    assert typed_name(before) == typed


def test_the_whole_name_comes_first_and_names_that_begin_so_follow() -> None:
    found = matching(shipped_texts().snippets, "b")
    assert [each.name for each in found] == ["bi", "bloods", "bowel"]
    longer = (Snippet("fama", "x", Origin.MINE), *shipped_texts().snippets)
    assert [each.name for each in matching(longer, "fam")] == ["fam", "fama"]
    assert matching(longer, "zzz") == ()


@pytest.mark.parametrize("name", ["", "a", "2x", "with space", "toolonganame1", "é1"])
def test_a_name_that_cannot_be_typed_is_refused(name: str) -> None:
    with pytest.raises(InvalidInput, match="2 to 12 letters"):
        checked_name(name)


@pytest.mark.parametrize(
    ("text", "why"),
    [(" ", "Write"), ("a [b", "bracket"), ("a b]", "bracket"), ("x" * 2001, "at most 2,000")],
)
def test_a_text_that_cannot_be_filled_is_refused(text: str, why: str) -> None:
    with pytest.raises(InvalidInput, match=why):
        checked_text(text)
