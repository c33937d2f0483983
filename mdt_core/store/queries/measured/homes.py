"""What homes have now: residents on the caseload of the team that visits, and equipment past its checks."""

from collections.abc import Iterator

from mdt_core.clock import clinical_date
from mdt_core.measures.definition import Case
from mdt_core.store.queries.equipment import things_in
from mdt_core.store.queries.measured.world import World
from mdt_core.store.queries.techt import on_techt_caseload


def on_techt(world: World) -> Iterator[Case]:
    """Everybody who lives in a home, and whether the team has them on its caseload."""
    on_it = on_techt_caseload(world.connection)
    for who, stay in world.living():
        yield Case(stay.home_id, world.today, who in on_it, who)


def equipment_checks(world: World) -> Iterator[Case]:
    """Each thing in use, and whether its calibration or service is overdue; None without a day."""
    for home_id in world.homes:
        for each in things_in(world.connection, home_id):
            thing = each.record
            if thing is None or thing.is_withdrawn:
                continue
            due = thing.check_due
            what = f"{thing.name}, due {clinical_date(due)}" if due else thing.name
            met = None if due is None else thing.is_check_overdue(world.today)
            yield Case(
                home_id, world.today, met, what=what, reason="" if due else "No day recorded"
            )
