"""The change bus carries one frozen value to every listener."""

from pytestqt.qtbot import QtBot

from mdt_desktop.qt.changes import ChangeBus, Changes


def test_published_changes_reach_a_listener(qtbot: QtBot) -> None:
    bus = ChangeBus()
    with qtbot.waitSignal(bus.changed) as heard:
        bus.publish(Changes(frozenset({"action"}), frozenset({"a1"})))
    assert heard.args == [Changes(frozenset({"action"}), frozenset({"a1"}))]


def test_nothing_is_published_when_nothing_changed(qtbot: QtBot) -> None:
    bus = ChangeBus()
    with qtbot.assertNotEmitted(bus.changed):
        bus.publish(Changes(frozenset()))


def test_a_change_without_named_things_concerns_all() -> None:
    everything = Changes(frozenset({"action"}))
    assert everything.concerns("a1")
    assert not Changes(frozenset({"action"}), frozenset({"a2"})).concerns("a1")
    assert everything.touches("home", "action")
    assert not everything.touches("home")
