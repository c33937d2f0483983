"""Words added for spelling: kept encrypted, for one person, and never in the way of anything sent."""

from mdt_desktop.device.workspace import OpenWorkspace


def test_each_person_has_words_of_their_own_once(workspace: OpenWorkspace) -> None:
    words = workspace.own_words
    for word in ("rowanbank", "apixabn", "rowanbank"):
        words.add("gp-1", word)
    words.add("nurse-1", "zimmer")
    assert words.of_person("gp-1") == ("apixabn", "rowanbank")
    assert words.of_person("nurse-1") == ("zimmer",)
    assert words.of_person("nobody") == ()


def test_an_own_word_is_no_change_and_lies_in_no_plain_file(workspace: OpenWorkspace) -> None:
    before = workspace.waiting()
    workspace.own_words.add("gp-1", "quettlefrob")
    assert workspace.waiting() == before
    for path in workspace.folder.rglob("*"):
        assert not path.is_file() or b"quettlefrob" not in path.read_bytes()
