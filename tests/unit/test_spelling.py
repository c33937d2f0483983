"""Spelling: what is known, what is suggested, and that its absence is said and harms nothing."""

import hashlib
import re
from pathlib import Path

import pytest

from mdt_core.files import resource
from mdt_desktop.spelling import Speller, load_speller, medical_words, spelling_problem


@pytest.fixture(scope="module")
def speller() -> Speller:
    return load_speller(("Rowanbank",))


@pytest.mark.parametrize(
    "word",
    [
        *("apixaban", "Levothyroxine", "codamol", "deprescribed", "dysphagia", "reablement"),
        *("oedema", "haemoglobin", "organise", "behaviour", "don't", "don\u2019t"),
        *("physiotherapist", "Rowanbank", "rowanbank"),
    ],
)
def test_british_medical_and_own_words_are_known(speller: Speller, word: str) -> None:
    assert speller.is_right(word)


@pytest.mark.parametrize("word", ["paracetmol", "breathlesness", "behavior", "organize", "recieve"])
def test_a_slip_and_american_spelling_are_not_known(speller: Speller, word: str) -> None:
    assert not speller.is_right(word)


@pytest.mark.parametrize(
    ("slip", "meant"),
    [("apixabn", "apixaban"), ("behavior", "behaviour"), ("odema", "oedema")],
)
def test_what_was_meant_is_suggested(speller: Speller, slip: str, meant: str) -> None:
    assert meant in speller.suggestions(slip)


def test_a_word_that_is_too_long_is_not_guessed_at(speller: Speller) -> None:
    assert speller.suggestions("x" * 31) == ()


@pytest.mark.parametrize("word", ["你好", "😍", "Ω", "a" * 500, "naïve", "'"])
def test_any_letters_can_be_asked(speller: Speller, word: str) -> None:
    assert speller.is_right(word) in (True, False)


def test_a_word_is_learnt(speller: Speller) -> None:
    assert not speller.is_right("zzgrobble")
    speller.learn("zzgrobble")
    assert speller.is_right("Zzgrobble")
    assert "zzgrobble" in speller.suggestions("zzgroble")


def test_without_its_files_spelling_says_so_and_writing_goes_on(tmp_path: Path) -> None:
    assert spelling_problem() == ""
    problem = spelling_problem(tmp_path)
    assert problem == "Spelling is not marked: the dictionary is missing"
    with pytest.raises(OSError, match="medical_words"):
        load_speller(folder=tmp_path)


def test_the_medical_list_is_ours_long_and_without_a_word_twice() -> None:
    words = medical_words(resource("spelling", "medical_words.txt").read_text("utf-8"))
    assert len(words) > 1_000
    assert all(re.fullmatch(r"[A-Za-z]+", word) for word in words)
    once = [word for word in words if words.count(word) > 1]
    assert set(once) <= {"co"}


def test_the_dictionary_is_the_one_whose_origin_is_told() -> None:
    told = resource("spelling", "README.md").read_text("utf-8")
    for name in ("en_GB.aff", "en_GB.dic"):
        digest = hashlib.sha256(resource("spelling", name).read_bytes()).hexdigest()
        assert f"{digest}  {name}" in told
    licence = resource("licences", "SCOWL-en_GB-licence.txt").read_text("utf-8")
    assert "Permission to use, copy, modify, distribute and sell these word" in licence
