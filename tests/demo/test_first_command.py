"""What a newcomer types first: the main job and the first exchange, played where there is no display."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from pypdf import PdfReader

CHECKOUT = Path(__file__).parents[2]


def _run(*words: str, folder: Path) -> str:
    """Runs `./dev run` with these words in a folder of its own; gives what it said."""
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    }
    ended = subprocess.run(
        [sys.executable, "-m", "mdt_desktop.demo_run", *words],
        cwd=folder,
        env=environment | {"PYTHONPATH": str(CHECKOUT)},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="here a window is always opened")
def test_the_main_job_is_played_to_its_sheet(tmp_path: Path) -> None:
    said = _run(folder=tmp_path)
    assert "Saved the sheet as a PDF" in said
    made = tmp_path / "build" / "demo"
    words = "\n".join(page.extract_text() for page in PdfReader(made / "round-sheet.pdf").pages)
    assert "Damson Fold" in words
    assert "bloods FBC U+E" in words
    assert {"01-locked.png", "07-signed.png"} < {each.name for each in made.iterdir()}


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="here a window is always opened")
def test_a_first_exchange_with_a_service_is_played(tmp_path: Path) -> None:
    said = _run("--sync", folder=tmp_path)
    assert "Both ends hold the same" in said
