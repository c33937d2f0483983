"""The small home that window tests are made of is there as it says."""

from mdt_core.store.queries.homes import homes, residents_of, unplaced_residents
from mdt_desktop.session import Session
from mdt_desktop.ui.context import Context
from tests.support.ward import HOME_NAME, IN_HOSPITAL, SIMILAR, UNPLACED, UNWELL, Ward


def test_the_home_has_a_dozen_residents_and_one_waits_for_a_home(
    workspace: Session, ward: Ward
) -> None:
    with workspace.store.reading() as connection:
        lines = residents_of(connection, workspace.actor, ward.home_id)
        waiting = unplaced_residents(connection, workspace.actor)
        found = {line.name: line for line in homes(connection, workspace.actor)}
    assert len(lines) == 12
    assert [line.family_name for line in waiting] == [UNPLACED]
    assert found[HOME_NAME].in_hospital == 1
    by_family = {line.family_name: line for line in lines}
    assert by_family[UNWELL].news2_total == 7
    assert by_family[UNWELL].news2_usual == 1
    assert by_family[IN_HOSPITAL].stay_state == "hospital"
    assert all(line.is_similar for line in lines if line.family_name in SIMILAR)


def test_a_screen_on_its_own_reads_the_same_store(context: Context, ward: Ward) -> None:
    with context.store.reading() as connection:
        assert len(residents_of(connection, context.actor, ward.home_id)) == 12
