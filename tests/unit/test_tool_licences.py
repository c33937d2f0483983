"""The register of tools: every licensed field is in it, and nothing beyond it comes with the program."""

from datetime import date
from typing import Any

import pytest

from mdt_core.errors import InvalidInput, MdtError, NotAllowed
from mdt_core.fields import choices_of, field_of, fields_of
from mdt_core.record import Record, all_kinds
from mdt_core.records.assessments import Frailty, FrailtyLevel, ResultTool, ScoreResult
from mdt_core.records.tool_licences import PermissionState
from mdt_core.roles import Role
from mdt_core.store.queries.tool_licences import held_permissions
from mdt_core.tool_licences import (
    Shows,
    entry_of,
    register,
    register_from,
    tools_in,
    words_beside,
)
from mdt_core.use_cases.tool_licences import record_tool_licence
from tests.support.builders import actor
from tests.support.memory_store import MemoryStore
from tests.support.scores import frailty_permission

TODAY = date(2026, 11, 22)
OFFICE = actor(Role.ADMINISTRATOR)
LICENSED = [kind for kind in all_kinds() if tools_in(kind)]
_NAME_WORDS = 4


@pytest.fixture
def memory() -> MemoryStore:
    return MemoryStore()


@pytest.mark.parametrize("kind", LICENSED, ids=lambda kind: kind.kind)
def test_every_licensed_field_is_in_the_register_and_its_notice_stands_beside_the_form(
    kind: type[Record],
) -> None:
    notices = words_beside(kind, (), TODAY)
    assert notices == tuple(entry_of(tool).notice for tool in tools_in(kind))
    assert all(notices)


@pytest.mark.parametrize("kind", LICENSED, ids=lambda kind: kind.kind)
def test_of_a_tool_whose_name_alone_may_be_shown_no_description_comes_with_the_program(
    kind: type[Record],
) -> None:
    for spec in fields_of(kind):
        if not spec.licence or entry_of(spec.licence).shows is not Shows.NAME:
            continue
        for choice in choices_of(spec):
            assert len(choice.label.split()) <= _NAME_WORDS, f"{choice.label} describes a level"


def test_the_frailty_scale_asks_for_levels_with_their_names_and_says_whom_it_is_not_for() -> None:
    assert len(Frailty) == 9
    assert entry_of("Clinical Frailty Scale").shows is Shows.NAME
    assert "under 65" in field_of(FrailtyLevel, "level").ask.help


def test_of_a_tool_that_is_result_only_nothing_is_asked_but_its_result() -> None:
    shipped = {each.tool for each in register() if each.shows is Shows.RESULT}
    named = " ".join(shipped)
    for tool in ResultTool:
        if tool is not ResultTool.OTHER:
            assert tool.label.split(",")[0] in named
    assert [spec.name for spec in fields_of(ScoreResult) if choices_of(spec)] == ["tool"]


@pytest.mark.parametrize(
    ("values", "is_shown"),
    [
        ({}, True),
        ({"until": date(2026, 11, 21)}, False),
        ({"given_on": date(2026, 11, 23)}, False),
        ({"state": PermissionState.ENDED}, False),
        ({"tool": "GSF"}, False),
    ],
    ids=["holds", "ended", "not yet", "taken back", "another tool"],
)
def test_wording_is_shown_only_under_a_permission_that_holds_today(
    values: dict[str, Any], *, is_shown: bool
) -> None:
    words = words_beside(FrailtyLevel, (frailty_permission(**values),), TODAY)
    assert any("licensed card" in each for each in words) is is_shown


def test_a_permission_is_recorded_by_an_administrator_and_replaces_the_one_before(
    memory: MemoryStore,
) -> None:
    first, _ = record_tool_licence(memory.store, by=OFFICE, licence=frailty_permission())
    ended = frailty_permission(state=PermissionState.ENDED, wording=None)
    second, _ = record_tool_licence(memory.store, by=OFFICE, licence=ended)
    assert first == second
    with memory.store.reading() as connection:
        (held,) = held_permissions(connection)
    assert held == ended
    with pytest.raises(NotAllowed):
        record_tool_licence(memory.store, by=actor(Role.GP), licence=frailty_permission())


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"tool": "Some scale"}, "not in the register"),
        ({"given_on": None}, "day of the permission"),
        ({"state": PermissionState.ASKED}, "needs a permission"),
        ({"until": date(2025, 1, 1)}, "before it begins"),
    ],
)
def test_a_permission_that_does_not_hold_together_is_refused(
    memory: MemoryStore, values: dict[str, Any], words: str
) -> None:
    with pytest.raises(InvalidInput, match=words):
        record_tool_licence(memory.store, by=OFFICE, licence=frailty_permission(**values))


@pytest.mark.parametrize(
    "text", ["{}", '{"entries": [{"tool": "A"}]}', '{"entries": [{"shows": "all"}]}', "no JSON"]
)
def test_a_register_that_does_not_fit_is_refused(text: str) -> None:
    with pytest.raises(MdtError, match="does not fit"):
        register_from(text)
