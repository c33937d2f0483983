"""Files that cannot be used, by either end: each is refused in words, and nothing is lost or half taken."""

import io
import json
from dataclasses import replace
from functools import partial
from pathlib import Path
from random import Random

import pytest

from mdt_core.clock import system_clock
from mdt_core.errors import StoreProblem
from mdt_core.store.unit_of_work import About
from mdt_desktop.sync.bundle import save_bundle
from mdt_desktop.sync.bundle_book import outstanding
from mdt_service.app import Parts
from mdt_service.handlers import keeping
from mdt_service.hub import quarantine
from mdt_service.hub.database import open_database
from mdt_service.logs import make_log
from mdt_service.settings import Settings
from tests.service.serving import Serving
from tests.store.deeds import admit, sign_entry
from tests.sync.conftest import NewDesk
from tests.sync.sticks import (
    Stick,
    connected,
    deeds,
    refusal,
    refusal_there,
    report_of,
    take,
    tie_of,
    waiting,
)
from tests.sync.test_exchange import rows


def begun(path: Path, *, chance: int) -> Serving:
    """A service that nobody has met; with the chance of the tests' service it has that one's keys."""
    log = io.StringIO()
    database = open_database(f"sqlite:///{path}")
    parts = Parts(Settings(), database, system_clock, Random(chance).randbytes, log=make_log(log))
    keeping.begin(parts.service)
    return Serving("", parts, log)


def test_an_answer_older_than_what_was_got_over_a_network_is_refused(
    on_sqlite: Serving, new_desk: NewDesk, stick: Stick
) -> None:
    home = connected(new_desk, on_sqlite)
    admit(home.workspace)
    answer = stick.answer(on_sqlite, stick.save(home))
    home.exchange()
    before = rows(home)
    assert "older than what this computer has got since" in refusal(home, answer)
    assert rows(home) == before


def test_files_that_are_of_somebody_else_are_refused_in_words_and_change_nothing(
    on_sqlite: Serving, new_desk: NewDesk, stick: Stick, tmp_path: Path
) -> None:
    home = connected(new_desk, on_sqlite)
    other = connected(new_desk, on_sqlite, "tom")
    admit(home.workspace)
    file = stick.save(home)
    answer = stick.answer(on_sqlite, file)
    stick.save(other)
    note = tmp_path / "note.txt"
    note.write_text("Milk, eggs", "utf-8")
    assert "for another computer" in refusal(other, answer)
    assert "saved for the service" in refusal(home, file)
    assert "not a bundle file" in refusal(home, note)
    assert "could not be read" in refusal(home, tmp_path / "nowhere")
    assert "an answer of the service" in refusal_there(on_sqlite, answer, stick)
    assert "not a bundle file" in refusal_there(on_sqlite, note, stick)
    another = begun(tmp_path / "another.db", chance=8)
    assert "made for another service" in refusal_there(another, file, stick)
    assert waiting(home) == 3
    assert report_of(take(home, answer)).agreed


@pytest.mark.parametrize("end", ["there", "back"])
def test_a_file_that_is_cut_or_changed_at_any_place_is_refused_and_nothing_of_it_is_used(
    on_sqlite: Serving, new_desk: NewDesk, stick: Stick, end: str
) -> None:
    home = connected(new_desk, on_sqlite)
    admit(home.workspace)
    file = stick.save(home)
    whole = file if end == "there" else stick.answer(on_sqlite, file)
    data = whole.read_bytes()
    refused = (
        partial(refusal_there, on_sqlite, stick=stick) if end == "there" else partial(refusal, home)
    )
    harmed = stick.folder / "harmed"
    for at in (*range(0, len(data), max(1, len(data) // 40)), len(data) - 1):
        for bad in (data[:at], data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]):
            harmed.write_bytes(bad)
            assert refused(harmed)
    assert waiting(home) == 3
    if end == "back":
        assert report_of(take(home, whole)).agreed
    else:
        assert stick.answer(on_sqlite, whole).exists()


def test_nobody_is_named_in_a_file_and_it_tells_nothing_but_device_counter_and_moment(
    on_sqlite: Serving, new_desk: NewDesk, stick: Stick
) -> None:
    home = connected(new_desk, on_sqlite)
    admit(home.workspace, "Okonkwo")
    file = stick.save(home)
    for each in (file, stick.answer(on_sqlite, file)):
        data = each.read_bytes()
        assert not [word for word in (b"Okonkwo", b"Elm", b"home:", b"joy") if word in data]
        told = json.loads(data.split(b"\n")[1])
        assert sorted(told) == ["at", "counter", "device", "kind", "service", "version"]


def test_a_revoked_computer_is_told_so_and_what_it_wrote_is_kept_for_review(
    on_sqlite: Serving, new_desk: NewDesk, stick: Stick
) -> None:
    home = connected(new_desk, on_sqlite)
    admit(home.workspace)
    keeping.revoke(on_sqlite.service, home.workspace.state.device_id, "Stolen")
    report = stick.carry(home, on_sqlite)
    assert (report.is_revoked, report.refused, report.got) == (True, 3, 0)
    assert "was revoked and receives nothing" in " ".join(report.sentences())
    assert "3 kept apart for a person. Refused whole: revoked. Given back: 0." in stick.said[-2]
    with on_sqlite.service.database.reading() as connection:
        assert len(quarantine.listed(connection)) == 3


def test_a_device_that_the_service_does_not_know_is_refused_in_words(
    on_sqlite: Serving, new_desk: NewDesk, stick: Stick, tmp_path: Path
) -> None:
    file = stick.save(connected(new_desk, on_sqlite))
    forgetful = begun(tmp_path / "begun anew.db", chance=7)
    assert "is not known here" in refusal_there(forgetful, file, stick)


def test_a_restored_service_is_told_in_words_and_nothing_is_lost(
    on_sqlite: Serving, new_desk: NewDesk, stick: Stick
) -> None:
    home = connected(new_desk, on_sqlite)
    admit(home.workspace)
    keeping.new_epoch(on_sqlite.service)
    answer = stick.answer(on_sqlite, stick.save(home))
    assert "Refused whole: epoch, epoch." in stick.said[-2]
    assert "was put back from a backup" in refusal(home, answer)
    assert waiting(home) == 3
    assert home.exchange().agreed
    sign_entry(home.workspace, About())
    assert stick.carry(home, on_sqlite).agreed


def test_a_program_that_is_too_old_to_receive_still_sends_all_it_has(
    on_sqlite: Serving, new_desk: NewDesk, stick: Stick
) -> None:
    home = connected(new_desk, on_sqlite)
    admit(home.workspace)
    newer = replace(on_sqlite.parts.settings, protocol_oldest=2, protocol_newest=4)
    updated = replace(on_sqlite, parts=replace(on_sqlite.parts, settings=newer))
    report = stick.carry(home, updated)
    assert (report.must_update, report.sent, waiting(home)) == (True, 3, 0)
    assert "too old to receive" in " ".join(report.sentences())


def test_a_bundle_that_could_not_be_written_is_not_waited_for(
    on_sqlite: Serving, new_desk: NewDesk, tmp_path: Path
) -> None:
    home = connected(new_desk, on_sqlite)
    with pytest.raises(StoreProblem, match="could not be written"):
        save_bundle(tie_of(home), tmp_path / "no such stick" / "home.mdtbundle")
    with home.workspace.store.reading() as connection:
        assert outstanding(connection) == ()
    assert deeds(home)[-2:] == ["bundle_saved", "bundle_not_saved"]
