"""`mdt backup` and `mdt restore`: a copy that counts, and a way back that loses nothing."""

from pathlib import Path

from tests.cli.console import Console


def test_a_backup_is_made_and_the_doctor_is_content_with_it(console: Console) -> None:
    assert "There is no backup yet" in console.run("doctor").out
    made = console.run("backup", "--json")
    assert made.code == 0
    assert Path(made.json["backup"]).stat().st_size > 0
    assert "There is no backup yet" not in console.run("doctor").out


def test_a_backup_is_restored_and_the_store_of_before_is_kept(console: Console) -> None:
    backup = console.run("backup", "--json").json["backup"]
    restored = console.run("restore", backup, "--json")
    assert restored.code == 0
    assert Path(restored.json["set_aside"]).exists()
    assert console.run("doctor").code == 0


def test_a_file_that_is_no_backup_is_refused_and_the_store_is_as_it_was(
    console: Console, tmp_path: Path
) -> None:
    other = tmp_path / "other.db"
    other.write_bytes(b"not a store" * 1000)
    refused = console.run("restore", str(other))
    assert refused.code == 4
    assert refused.err
    assert console.run("doctor").code == 0
    assert not list(console.folder.glob("set-aside-*"))
