"""The registry is the one place that a key is written, and it keeps the rules for keys."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

import mdt_desktop
from mdt_desktop.ui.keys.registry import (
    COMMANDS,
    STANDARD_KEYS,
    Command,
    Where,
    is_single_character,
    list_words,
    shown_key,
)
from mdt_desktop.ui.keys.sheet import as_text, sheet

_CODE = Path(mdt_desktop.__file__).parent
_THE_PLACES = ("ui/keys/registry.py", "ui/keys/bindings.py")
_PLAYS_KEYS = ("player.py", "demo_play.py")
_A_KEY = re.compile(r"\b((Ctrl|Alt|Shift|Meta)\+(?!Tab)\S|F([2-9]|1[0-2])\b)")
_MAKERS = {"QShortcut", "QKeySequence", "setShortcut", "setShortcuts"}
_INSIDE = {Where.ROUND: {Where.ENTRY}, Where.RESIDENT: {Where.TABS}, Where.PLAN: {Where.PLAN_OFF}}


def code() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(_CODE.rglob("*.py")):
        name = path.relative_to(_CODE).as_posix()
        if name not in (*_THE_PLACES, *_PLAYS_KEYS):
            yield name, ast.parse(path.read_text(encoding="utf-8"))


def docstrings(tree: ast.Module) -> set[int]:
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef)
    bodies = [node.body for node in ast.walk(tree) if isinstance(node, kinds)]
    bare = [each for body in bodies for each in body if isinstance(each, ast.Expr)]
    return {id(each.value) for each in bare}


def test_no_shortcut_is_made_but_from_the_registry() -> None:
    found = [
        f"{name}:{node.lineno} {node.id if isinstance(node, ast.Name) else node.attr}"
        for name, tree in code()
        for node in ast.walk(tree)
        if isinstance(node, ast.Name | ast.Attribute)
        and (node.id if isinstance(node, ast.Name) else node.attr) in _MAKERS
    ]
    assert found == [], "write the key into ui/keys/registry.py and bind it by Bindings"


def test_no_key_is_written_in_words_but_in_the_registry() -> None:
    found = []
    for name, tree in code():
        told = docstrings(tree)
        for node in ast.walk(tree):
            if not isinstance(node, ast.Constant) or id(node) in told:
                continue
            if isinstance(node.value, str) and _A_KEY.search(node.value):
                found.append(f"{name}:{node.lineno} {node.value!r}")
    assert found == [], "take the key's words from ui/keys/registry.py"


def test_code_looks_for_no_other_keys_than_those_that_every_field_has() -> None:
    found = [
        f"{name}:{node.lineno} {node.attr}"
        for name, tree in code()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and node.attr.startswith("Key_")
        and node.attr.removeprefix("Key_") not in STANDARD_KEYS
    ]
    assert found == [], "a key of a list is bound with in_list in ui/keys/registry.py"


def test_every_command_is_bound_somewhere_and_every_binding_is_in_the_registry() -> None:
    ids = {each.id for each in COMMANDS}
    assert len(ids) == len(COMMANDS)
    written = {
        node.value
        for _, tree in code()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    by_way = {
        f"go.{word}" for word in ("today", "homes", "residents", "meetings", "d2a", "actions")
    }
    assert ids - written - by_way == set()


@pytest.mark.parametrize("place", Where, ids=lambda place: place.name)
def test_no_two_commands_of_one_place_have_one_key(place: Where) -> None:
    here = {place, *_INSIDE.get(place, set())}
    shortcuts = [
        keys
        for each in COMMANDS
        if each.where in here or (each.where is Where.EVERYWHERE and place not in each.gives_way_in)
        for keys in each.keys
        if not each.in_list
    ]
    assert [keys for keys, number in Counter(shortcuts).items() if number > 1] == []
    in_list = [
        keys for each in COMMANDS if each.where is place and each.in_list for keys in each.keys
    ]
    assert len(set(in_list)) == len(in_list)


@pytest.mark.parametrize("each", COMMANDS, ids=lambda each: each.id)
def test_a_key_is_no_altgr_and_a_single_letter_acts_in_lists_alone(each: Command) -> None:
    for keys in each.keys:
        assert not {"Ctrl", "Alt"} <= set(keys.split("+")), keys
        assert each.in_list or not is_single_character(keys), keys


def test_keys_are_said_as_people_of_the_system_say_them() -> None:
    assert shown_key("Ctrl+Return", "linux") == "Ctrl+Enter"
    assert shown_key("Ctrl+Return", "darwin") == "Cmd+Enter"
    assert shown_key("Ctrl++", "linux") == "Ctrl+plus"
    assert shown_key("Alt+Up", "win32") == "Alt+up arrow"


def test_the_keys_of_the_specification_are_there() -> None:
    wanted = {
        *(
            "Ctrl+K",
            "Ctrl+J",
            "Ctrl+O",
            "Ctrl+Shift+F",
            "Ctrl+Shift+C",
            "Ctrl+P",
            "Ctrl+L",
            "Ctrl+E",
        ),
        *("Ctrl+G", "Ctrl+D", "Ctrl+N", "Ctrl+Shift+P", "F6", "Shift+F6", "Ctrl+Return", "?"),
    }
    assert wanted <= {keys for each in COMMANDS for keys in each.keys}


def test_keys_of_what_is_not_built_are_not_shown() -> None:
    text = as_text(sheet(Where, has_letters=True))
    assert "Ctrl+R" not in re.findall(r"\S+", text)


def test_the_sheet_names_every_key_once_a_place_and_how_it_is_done_by_hand() -> None:
    text = as_text(sheet(Where, has_letters=True))
    for each in COMMANDS:
        if each.keys:
            assert f"{each.all_shown} " in text, each.id
            assert not each.by_hand or f"By hand: {each.by_hand}" in text
    assert max(map(len, text.splitlines())) < 120


def test_a_sheet_without_letters_leaves_them_out() -> None:
    assert "Z not done" in list_words(Where.ACTIONS)
    without = list_words(Where.ACTIONS, has_letters=False)
    assert "Z " not in without
    assert "Space done" in without
    assert "Not done" not in as_text(sheet((Where.ACTIONS,), has_letters=False))
