"""A store in memory for each test."""

import pytest

from tests.support.memory_store import MemoryStore


@pytest.fixture
def memory() -> MemoryStore:
    return MemoryStore()
