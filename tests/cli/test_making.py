"""`mdt init` and `mdt demo`: what they make, and what they say before and after."""

from pathlib import Path

import pytest

from mdt_core.demo import PRACTICE_PASSPHRASE
from mdt_desktop.vault import KeyringState, slots
from tests.cli.console import Console, Outcome, Typing, answers
from tests.unit.vault.rings import MemoryRing

NURSE = ("init", "--name", "Grace Obi", "--role", "nurse", "--organisation", "Elm Surgery")
HOMES = ("--homes", "Elm House; Oak House;", "--practice")


def test_init_makes_a_workspace_that_its_person_can_unlock(nothing_yet: Console) -> None:
    made = nothing_yet.run(*NURSE, *HOMES)
    assert made.code == 0
    assert "A workspace for Elm House, Oak House is in" in made.out
    assert nothing_yet.run("doctor").code == 0
    assert [slot.name for slot in slots(nothing_yet.folder)] == ["Grace Obi"]


def test_without_a_keyring_init_says_in_words_that_a_passphrase_protects(
    nothing_yet: Console,
) -> None:
    made = nothing_yet.run(*NURSE, *HOMES)
    assert "This computer has no keyring." in made.err
    assert "protected by a passphrase alone" in made.err
    assert "passphrase just given" in made.out


def test_with_a_keyring_init_asks_for_a_pin(nothing_yet: Console, tmp_path: Path) -> None:
    ring = KeyringState("Test ring", backend=MemoryRing())
    console = Console(tmp_path / "pin", secret="271828", keyring=ring)
    made = console.run(*NURSE, *HOMES, "--json")
    assert made.json["unlocked_by"] == "PIN"
    assert "a PIN of 6 digits or more" in made.err
    assert console.run("doctor").code == 0
    assert nothing_yet.run("doctor").code == 4


def test_init_as_json_gives_the_ids(nothing_yet: Console) -> None:
    made = nothing_yet.run(*NURSE, *HOMES, "--json").json
    assert list(made["homes"]) == ["Elm House", "Oak House"]
    assert made["practice"] is True
    assert made["profile"] == str(nothing_yet.folder)


@pytest.mark.parametrize("role", ["Care-home nurse", "home_nurse", "HOME-NURSE"])
def test_a_role_may_be_written_in_words(nothing_yet: Console, role: str) -> None:
    words = [role if word == "nurse" else word for word in NURSE]
    assert nothing_yet.run(*words, *HOMES).code == 0
    assert slots(nothing_yet.folder)[0].role == "Care-home nurse"


def test_a_role_that_nobody_has_is_refused_with_the_known_ones(nothing_yet: Console) -> None:
    words = ["wizard" if word == "nurse" else word for word in NURSE]
    refused = nothing_yet.run(*words, *HOMES)
    assert refused.code == 4
    assert "«wizard» is not a role known here. Choose one of gp," in refused.err
    assert not nothing_yet.folder.exists()


def test_homes_must_be_named_and_only_once(nothing_yet: Console) -> None:
    assert "Name at least one home" in nothing_yet.run(*NURSE, "--homes", " ; ").err
    assert (
        "«elm house» is there twice"
        in nothing_yet.run(*NURSE, "--homes", "Elm House;elm house").err
    )


def test_a_short_passphrase_is_refused_and_leaves_nothing(nothing_yet: Console) -> None:
    short = Console(nothing_yet.folder, secret="short")
    refused = short.run(*NURSE, *HOMES)
    assert refused.code == 4
    assert "12" in refused.err
    assert not nothing_yet.folder.exists()


def test_a_workspace_is_never_replaced(nothing_yet: Console) -> None:
    nothing_yet.run(*NURSE, *HOMES)
    again = nothing_yet.run(*NURSE, *HOMES)
    assert again.code == 4
    assert "already holds a workspace, and it is not replaced" in again.err


def test_at_a_terminal_the_new_passphrase_is_asked_for_twice(nothing_yet: Console) -> None:
    words = (*NURSE, *HOMES, "--profile", nothing_yet.folder)
    differing = answers("four quiet words here", "four quiet words there")
    refused = nothing_yet.bare(*words, stdin=Typing(), ask=differing)
    assert (refused.code, "The two were not the same" in refused.err) == (4, True)
    same = answers("four quiet words here", "four quiet words here")
    assert nothing_yet.bare(*words, stdin=Typing(), ask=same).code == 0


def test_without_a_terminal_or_a_file_the_reason_is_told(nothing_yet: Console) -> None:
    refused = nothing_yet.bare(*NURSE, *HOMES, "--profile", nothing_yet.folder)
    assert refused.code == 4
    assert "nobody to ask" in refused.err
    assert "--pin-file" in refused.err


def test_demo_says_whom_to_unlock_as_and_with_what(made_demo: tuple[Path, Outcome]) -> None:
    folder, made = made_demo
    assert made.code == 0
    assert made.json["passphrase"] == PRACTICE_PASSPHRASE
    assert made.json["person"] == "Dr Nadia Rahman"
    assert made.json["home_name"] == "Damson Fold"
    assert len(made.json["residents"]) == 24
    assert made.json["rounds"][-1] == "2026-11-17"
    assert [slot.is_practice for slot in slots(folder)] == [True]


def test_demo_without_a_folder_goes_beside_the_usual_workspace(tmp_path: Path) -> None:
    console = Console(tmp_path / "anything")
    where = {"XDG_DATA_HOME": str(tmp_path / "data"), "LOCALAPPDATA": str(tmp_path / "data")}
    made = console.bare("demo", environment=where)
    assert made.code == 0
    assert f"passphrase:  {PRACTICE_PASSPHRASE}" in made.out
    found = [path.parent.name for path in tmp_path.rglob("store.db")]
    assert found == ["practice"]


def test_demo_leaves_a_folder_with_other_files_alone(tmp_path: Path) -> None:
    (tmp_path / "holiday.txt").write_text("a picture")
    refused = Console(tmp_path).bare("demo", tmp_path)
    assert refused.code == 4
    assert "holds other files" in refused.err
    assert [path.name for path in tmp_path.iterdir()] == ["holiday.txt"]
