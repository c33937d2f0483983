"""A store in memory for each test, and a CPR decision as a kind for the tests that ask for it."""

from collections.abc import Iterator

import pytest

from mdt_core.record import _KINDS
from tests.support.cpr import CprDecision
from tests.support.memory_store import MemoryStore


@pytest.fixture
def memory() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def cpr() -> Iterator[type[CprDecision]]:
    """Enters the kind in the registry, and takes it out again."""
    _KINDS[CprDecision.kind] = CprDecision
    yield CprDecision
    del _KINDS[CprDecision.kind]
