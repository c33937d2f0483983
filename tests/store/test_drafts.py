"""A draft is one person's, survives the program, and goes with the deed that signs it."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from mdt_desktop.device.drafts import SavedDraft
from mdt_desktop.device.workspace import OpenWorkspace
from tests.store.deeds import GP, NOON, Ward


def test_a_draft_comes_back_word_for_word_after_a_restart(ward: Ward) -> None:
    body = '{"plan":"Fluids \N{GRINNING FACE} <b>&"}'
    workspace = ward.open()
    workspace.drafts.save("gp-1", "round_entry", "r-1", body, NOON)
    workspace.close()
    workspace = ward.open()
    loaded = workspace.drafts.load("gp-1", "round_entry", "r-1")
    workspace.close()
    assert loaded == SavedDraft("gp-1", "round_entry", "r-1", body, NOON)


@pytest.mark.parametrize(
    "other",
    [("gp-2", "round_entry", "r-1"), ("gp-1", "fall", "r-1"), ("gp-1", "round_entry", "r-2")],
)
def test_another_person_form_or_resident_has_another_draft(
    workspace: OpenWorkspace, other: tuple[str, str, str]
) -> None:
    workspace.drafts.save("gp-1", "round_entry", "r-1", "{}", NOON)
    assert workspace.drafts.load(*other) is None
    workspace.drafts.discard(*other)
    assert workspace.drafts.load("gp-1", "round_entry", "r-1") is not None


def test_saving_again_keeps_the_last_text_alone(workspace: OpenWorkspace) -> None:
    workspace.drafts.save("gp-1", "round_entry", "r-1", '{"plan":"a"}', NOON)
    later = NOON + timedelta(seconds=3)
    workspace.drafts.save("gp-1", "round_entry", "r-1", '{"plan":"ab"}', later)
    assert workspace.drafts.of_person("gp-1") == (
        SavedDraft("gp-1", "round_entry", "r-1", '{"plan":"ab"}', later),
    )


def test_a_persons_drafts_come_newest_first(workspace: OpenWorkspace) -> None:
    for minute, resident in enumerate(("r-1", "r-2", "r-3")):
        at = NOON + timedelta(minutes=minute)
        workspace.drafts.save("gp-1", "round_entry", resident, "{}", at)
    workspace.drafts.save("gp-2", "round_entry", "r-4", "{}", NOON)
    residents = [draft.resident_id for draft in workspace.drafts.of_person("gp-1")]
    assert residents == ["r-3", "r-2", "r-1"]


def test_what_cannot_be_written_is_held_until_it_can_and_is_never_behind_what_is_written(
    workspace: OpenWorkspace,
) -> None:
    drafts, who = workspace.drafts, ("gp-1", "round_entry", "r-1")
    drafts.save(*who, "{}", NOON)
    with workspace.store.deed(GP) as work:
        refused = "BEGIN SELECT RAISE(ABORT, 'full'); END"
        work.connection.exec_driver_sql(f"CREATE TRIGGER full BEFORE INSERT ON draft {refused}")
        work.commit()
    with pytest.raises(IntegrityError, match="full"):
        drafts.save(*who, '{"plan":"a"}', NOON)
    held = SavedDraft(*who, '{"plan":"a"}', NOON)
    assert drafts.load(*who) == held
    assert drafts.of_person("gp-1") == (held,)
    drafts.let_go(*who)
    assert drafts.load(*who) == SavedDraft(*who, "{}", NOON)
    with pytest.raises(IntegrityError, match="full"):
        drafts.save(*who, '{"plan":"b"}', NOON)
    drafts.discard(*who)
    assert drafts.load(*who) is None


def test_the_deed_that_signs_removes_the_draft_and_one_that_fails_does_not(
    workspace: OpenWorkspace,
) -> None:
    workspace.drafts.save(GP.person_id, "round_entry", "r-1", "{}", NOON)
    with workspace.store.deed(GP) as work:
        work.discard_draft("round_entry", "r-1")
    assert workspace.drafts.load(GP.person_id, "round_entry", "r-1") is not None
    with workspace.store.deed(GP) as work:
        work.discard_draft("round_entry", "r-1")
        work.commit()
    assert workspace.drafts.load(GP.person_id, "round_entry", "r-1") is None
    workspace.drafts.discard(GP.person_id, "round_entry", "r-1")
