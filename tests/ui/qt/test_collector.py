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


def test_nothing_is_collected_while_the_program_loads_and_that_is_set_apart_then(
    qtbot: QtBot,
) -> None:
    was_enabled = gc.isenabled()
    before = gc.get_freeze_count()
    collector = GuiThreadCollector(is_loading=True)
    try:
        assert not collector._timer.isActive()
        loaded = Cycle()
        collector.set_apart()
        frozen = gc.get_freeze_count()
        assert frozen > before
        assert not any(each is loaded for each in gc.get_objects())

        freed: list[None] = []
        made = weakref.ref(Cycle(), lambda _gone: freed.append(None))
        kept = [Cycle() for _ in range(2_000)]
        assert made() is not None
        qtbot.waitUntil(lambda: bool(freed), timeout=10_000)
        assert len(kept) == 2_000, "what is made afterwards is collected as ever"
        assert gc.get_freeze_count() <= frozen
    finally:
        collector.end()
        assert gc.get_freeze_count() == 0
        if not was_enabled:
            gc.disable()
