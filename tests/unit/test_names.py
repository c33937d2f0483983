"""How a name is written: whole, in the banner's order, and never invisible."""

import pytest

from mdt_core.names import formal_name, visible


def test_a_name_is_family_name_in_capitals_then_given_name_and_title() -> None:
    assert formal_name("Okafor", "Grace Ada", "Mrs") == "OKAFOR, Grace Ada (Mrs)"
    assert formal_name("Okafor", None, None) == "OKAFOR"
    assert formal_name("Okafor", None, "Dr") == "OKAFOR (Dr)"


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("Wiśniewski", "Wiśniewski"),
        ("\ufeff", "‹U+FEFF›"),
        ("\ufffeNg", "‹U+FFFE›Ng"),
        ("a\u202eb", "a‹U+202E›b"),
        ("O\x07Neill", "O‹U+0007›Neill"),
        ("क्‍ष", "क्‍ष"),
        ("St\u00a0John", "St\u00a0John"),
    ],
)
def test_what_has_no_ink_or_turns_the_writing_is_named(written: str, seen: str) -> None:
    assert visible(written) == seen
    assert formal_name(written, written, None) == f"{visible(written.upper())}, {seen}"
