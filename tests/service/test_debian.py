"""The same service on Debian's PostgreSQL 15: begun, pushed to by several at once, whole afterwards."""

from collections.abc import Iterator

import pytest
from sqlalchemy import text

from mdt_service.handlers import keeping
from tests.service import debian
from tests.service.gap import PER_TRANSACTION, count_missed
from tests.service.serving import Serving, serving
from tests.service.ward import HOME, OTHER_HOME, Make, Writer, clinician, home_computer, scope
from tests.support import builders

pytestmark = pytest.mark.skipif(bool(debian.why_not()), reason=debian.why_not() or "it is here")


@pytest.fixture(scope="module")
def on_debian() -> Iterator[Serving]:
    """The service on PostgreSQL 15, once for these tests."""
    with debian.postgresql_15() as url, serving(url) as served:
        yield served


def test_it_is_the_oldest_version_that_the_service_is_for(on_debian: Serving) -> None:
    with on_debian.parts.database.reading() as connection:
        version = connection.execute(text("SHOW server_version_num")).scalar_one()
    assert int(version) // 10_000 == 15


def test_what_is_pushed_and_moved_reaches_the_new_home(
    on_debian: Serving, new_device: Make
) -> None:
    writer = Writer()
    resident_id, changes = writer.admit()
    gp = clinician(on_debian, new_device)
    gp.wrote([*changes, *writer.observe(resident_id, pulse=81)])
    gp.push()
    nurse = home_computer(on_debian, new_device, OTHER_HOME, "other-home")
    gp.wrote(writer.write(builders.stay(home_id=OTHER_HOME), resident_id)[1])
    gp.push()
    nurse.sync()
    gp.sync()
    assert gp.logs[scope("clinical", HOME)].seq > 0
    assert any('"pulse":81' in (body or "") for body in gp.bodies().values())
    assert nurse.logs[scope("identity", OTHER_HOME)].seq > 0


def test_a_reader_misses_nothing_there_while_four_write(on_debian: Serving) -> None:
    found = count_missed(on_debian.parts.database, writers=4, transactions=80, seed=50)
    assert found.written == 80 * PER_TRANSACTION
    assert (found.missed, found.is_whole) == (0, True)
    assert keeping.verify_logs(on_debian.service) == []
