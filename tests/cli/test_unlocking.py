"""Who unlocks, with what, and what is said when it does not go."""

from pathlib import Path

import pytest

from mdt_core.clock import system_clock
from mdt_core.demo import PRACTICE_PASSPHRASE
from mdt_desktop.vault import PRACTICE_DERIVATION, SlotPerson, add_slot, slots, unlock
from tests.cli.console import NO_KEYRING, Console, Typing


def test_a_wrong_passphrase_is_told_in_words_with_the_tries_left(console: Console) -> None:
    wrong = console.typing_wrong().run("doctor")
    assert wrong.code == 4
    assert wrong.err.strip() == (
        "Not unlocked. Wrong passphrase. 4 tries left before a wait of 30 seconds."
        " Nothing will be erased."
    )
    assert wrong.out == ""


def test_where_there_is_no_workspace_the_way_on_is_told(nothing_yet: Console) -> None:
    missing = nothing_yet.run("doctor")
    assert missing.code == 4
    assert f"There is no workspace in {nothing_yet.folder}" in missing.err
    assert "init or demo" in missing.err
    assert not nothing_yet.folder.exists()


def test_the_passphrase_may_come_from_a_file(console: Console, tmp_path: Path) -> None:
    kept = tmp_path / "secret.txt"
    kept.write_text(f"{PRACTICE_PASSPHRASE}\r\nand a second line\n", encoding="utf-8")
    assert console.bare("doctor", "--profile", console.folder, "--pin-file", kept).code == 0


@pytest.mark.parametrize("content", [b"", b"\n", b"\xff\xfe\n"])
def test_a_file_without_a_passphrase_is_refused_and_costs_no_try(
    console: Console, tmp_path: Path, content: bytes
) -> None:
    kept = tmp_path / "secret.txt"
    kept.write_bytes(content)
    refused = console.bare("doctor", "--profile", console.folder, "--pin-file", kept)
    assert refused.code == 4
    assert str(kept) in refused.err
    assert "4 tries left" in console.typing_wrong().run("doctor").err


def test_a_missing_passphrase_file_is_told(console: Console, tmp_path: Path) -> None:
    gone = console.bare("doctor", "--profile", console.folder, "--pin-file", tmp_path / "gone")
    assert (gone.code, "cannot be read" in gone.err) == (4, True)


def test_at_a_terminal_the_person_is_asked_by_name(console: Console) -> None:
    asked: list[str] = []

    def ask(question: str) -> str:
        asked.append(question)
        return PRACTICE_PASSPHRASE

    done = console.bare("doctor", "--profile", console.folder, stdin=Typing(), ask=ask)
    assert done.code == 0
    assert asked == ["Passphrase of Dr Nadia Rahman: "]


def test_options_stand_before_or_after_the_verb(console: Console) -> None:
    shared = ("--profile", console.folder, "--pin-file", "-", "--json")
    before = console.bare(*shared, "doctor")
    after = console.bare("doctor", *shared)
    both = console.bare(*shared[:4], "doctor", "--json")
    assert before.code == after.code == both.code == 0
    assert before.json.keys() == after.json.keys() == both.json.keys() == {"findings"}


def test_where_several_can_unlock_the_person_must_be_named(console: Console) -> None:
    (first,) = slots(console.folder)
    person = SlotPerson("person-2", "Bernadette Quigley", "Community matron")
    key = unlock(
        console.folder,
        person_id=first.person_id,
        secret=PRACTICE_PASSPHRASE,
        now=system_clock(),
        keyring=NO_KEYRING,
    )
    add_slot(
        console.folder,
        key,
        person=person,
        secret="other words for her",
        keyring=NO_KEYRING,
        random=bytes,
        derivation=PRACTICE_DERIVATION,
    )
    unsaid = console.run("doctor")
    assert unsaid.code == 4
    assert "Say who unlocks, with --person" in unsaid.err
    assert "Bernadette Quigley" in unsaid.err
    assert console.run("doctor", "--person", "dr nadia rahman").code == 0
    assert console.run("doctor", "--person", first.person_id).code == 0
    assert "Nobody of that name" in console.run("doctor", "--person", "Kyle").err


def test_the_workspace_is_free_again_after_each_command(console: Console) -> None:
    assert [console.run("doctor").code for _ in range(2)] == [0, 0]
