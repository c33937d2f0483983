"""Finds real files that nobody here wrote, kept outside the project; a test without them is skipped in words."""

from pathlib import Path

import pytest

_BESIDE_THE_CHECKOUT = Path(__file__).resolve().parents[3] / "shared" / "data"


def shared_data(*parts: str) -> Path:
    """Path under the shared data folder; skips the calling test where it is absent."""
    path = _BESIDE_THE_CHECKOUT.joinpath(*parts)
    if not path.exists():
        pytest.skip(
            f"the file {'/'.join(parts)} of the shared data folder is not beside this checkout"
        )
    return path
