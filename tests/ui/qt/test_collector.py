"""What Python collects is collected on the GUI thread, whoever allocates."""

import gc
import threading
import weakref

from pytestqt.qtbot import QtBot

from mdt_desktop.qt.collector import GuiThreadCollector


class Cycle:
    """Two that hold each other, so that only the collector frees them."""

    def __init__(self) -> None:
        self.me = self


def test_a_cycle_is_freed_on_the_gui_thread_though_a_worker_allocates(qtbot: QtBot) -> None:
    was_enabled = gc.isenabled()
    collector = GuiThreadCollector()
    freed_on: list[int] = []
    try:
        watched = weakref.ref(Cycle(), lambda _gone: freed_on.append(threading.get_ident()))
        worker = threading.Thread(target=lambda: [Cycle() for _ in range(200_000)])
        worker.start()
        worker.join()
        assert watched() is not None
        assert not freed_on
        qtbot.waitUntil(lambda: bool(freed_on), timeout=10_000)
        assert freed_on == [threading.get_ident()]
    finally:
        collector.end()
        assert gc.isenabled()
        if not was_enabled:
            gc.disable()


def test_what_the_program_consists_of_is_set_apart_once_it_is_loaded_and_given_back(
    qtbot: QtBot,
) -> None:
    was_enabled = gc.isenabled()
    before = gc.get_freeze_count()
    collector = GuiThreadCollector(last_loaded=__name__)
    collector._timer.setInterval(0)
    try:
        qtbot.waitUntil(lambda: gc.get_freeze_count() > before)
        frozen = gc.get_freeze_count()
        kept = Cycle()
        assert gc.is_tracked(kept)
        assert gc.get_freeze_count() == frozen, "what is made afterwards is collected as ever"
    finally:
        collector.end()
        assert gc.get_freeze_count() == 0
        if not was_enabled:
            gc.disable()


def test_nothing_is_set_apart_before_the_program_is_loaded(qtbot: QtBot) -> None:
    was_enabled = gc.isenabled()
    collector = GuiThreadCollector(last_loaded="mdt_desktop.never_loaded")
    ticks: list[None] = []
    collector._timer.timeout.connect(lambda: ticks.append(None))
    try:
        collector._timer.setInterval(0)
        qtbot.waitUntil(lambda: len(ticks) > 3)
        assert gc.get_freeze_count() == 0
    finally:
        collector.end()
        if not was_enabled:
            gc.disable()
