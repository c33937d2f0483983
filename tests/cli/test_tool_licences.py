"""`mdt tool-licences`: what is allowed is listed; a permission is an administrator's to record."""

from pathlib import Path

from tests.cli.console import Console


def test_the_register_is_listed_and_nobody_but_an_administrator_records_a_permission(
    console: Console, tmp_path: Path
) -> None:
    listed = console.run("tool-licences")
    assert listed.code == 0
    assert "Waterlow: result. Copyright" in listed.out
    assert "MUST: whole." in listed.out
    words = tmp_path / "levels.txt"
    words.write_text("Level 6 as our card says", encoding="utf-8")
    asked = ("tool-licences", "--tool", "Clinical Frailty Scale", "--organisation", "Elm Surgery")
    assert "Add --state, --reference" in console.run(*asked).err
    given = (*asked, "--state", "given", "--reference", "Letter 14", "--wording", words)
    assert "no day such as" in console.run(*given, "--given-on", "5 Jan").err
    refused = console.run(*given, "--given-on", "2026-01-05")
    assert refused.code == 4
    assert "Ask an administrator" in refused.err
    assert console.run("tool-licences", "--json").json["permissions"] == []
