"""How the start screen reads: in a number of statements that does not grow."""

from sqlalchemy import event

from mdt_core.store.queries.today import today
from mdt_desktop.ui.context import Context
from tests.support.ward import Ward
from tests.ui.actions.work import make_work, raise_concern, record_fall, write_entry


def test_the_number_of_statements_does_not_grow_with_what_there_is(
    context: Context, ward: Ward
) -> None:
    make_work(context.store, context.actor, ward)
    raise_concern(context.store, context.actor, ward, "Yilmaz")
    first = _statements(context)
    for _ in range(3):
        make_work(context.store, context.actor, ward)
    for family in ("Okonkwo", "Patel", "Tran"):
        raise_concern(context.store, context.actor, ward, family)
        write_entry(context.store, context.actor, ward, family)
        record_fall(context.store, context.actor, ward, family, hours_ago=30)
    assert _statements(context) == first


def _statements(context: Context) -> int:
    counted: list[str] = []

    def count(_c: object, _cursor: object, statement: str, *_more: object) -> None:
        counted.append(statement)

    event.listen(context.store.engine, "before_cursor_execute", count)
    with context.store.reading() as connection:
        today(connection, context.actor, context.clock())
    event.remove(context.store.engine, "before_cursor_execute", count)
    return len(counted)
