"""A hundred thousand transactions of six writers on PostgreSQL: no reader of scopes misses one."""

from collections.abc import Callable

import pytest

from mdt_service.handlers import keeping
from tests.service.gap import PER_TRANSACTION, count_missed
from tests.service.serving import serving

WRITERS = 6
TRANSACTIONS = 100_000 // WRITERS * WRITERS + WRITERS
NAIVE_TRANSACTIONS = 6_000


@pytest.mark.timeout(0)
def test_a_reader_of_numbered_scopes_misses_nothing_of_a_hundred_thousand(
    new_postgresql: str, tell: Callable[[str], None]
) -> None:
    with serving(new_postgresql) as served:
        found = count_missed(served.parts.database, writers=WRITERS, transactions=TRANSACTIONS)
        tell(str(found))
        assert found.written == TRANSACTIONS * PER_TRANSACTION
        assert (found.missed, found.is_whole) == (0, True)
        assert keeping.verify_logs(served.service) == []


@pytest.mark.timeout(0)
def test_a_reader_of_the_databases_own_numbers_misses_some_in_the_same_harness(
    new_postgresql: str, tell: Callable[[str], None]
) -> None:
    with serving(new_postgresql) as served:
        found = count_missed(
            served.parts.database,
            writers=WRITERS,
            transactions=NAIVE_TRANSACTIONS,
            naive=True,
            pause_s=0.002,
        )
        tell(str(found))
        assert found.missed > 0
