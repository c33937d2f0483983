"""Results come back on the GUI thread, in order, and never to what is gone."""

import threading

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from mdt_desktop.qt.runner import BackgroundRunner


class _Receiver(QObject):
    """Keeps what it is given, and on which thread."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[int | str] = []
        self.threads: set[int] = set()

    def take(self, result: int | str) -> None:
        self.seen.append(result)
        self.threads.add(threading.get_ident())

    def take_error(self, error: Exception) -> None:
        self.take(str(error))


def _job(number: int) -> int:
    if number % 10 == 0:
        message = f"job {number} failed"
        raise ValueError(message)
    return number


def _expected(count: int) -> list[int | str]:
    return [n if n % 10 else f"job {n} failed" for n in range(count)]


def _submit(runner: BackgroundRunner, receiver: _Receiver, count: int) -> None:
    for number in range(count):
        runner.run(
            lambda number=number: _job(number),  # type: ignore[misc]
            then=receiver.take,
            failed=receiver.take_error,
            receiver=receiver,
        )


def test_two_thousand_jobs_with_failures_are_delivered_in_order_on_the_gui_thread(
    qtbot: QtBot,
) -> None:
    runner, receiver = BackgroundRunner("test"), _Receiver()
    with qtbot.waitSignal(runner.became_idle, timeout=20_000):
        _submit(runner, receiver, 2000)
    assert receiver.seen == _expected(2000)
    assert receiver.threads == {threading.get_ident()}
    assert runner.is_idle
    runner.close()


def test_work_runs_on_another_thread(qtbot: QtBot) -> None:
    runner, receiver = BackgroundRunner("test"), _Receiver()
    with qtbot.waitSignal(runner.became_idle):
        runner.run(threading.get_ident, then=receiver.take, failed=receiver.take_error)
    assert receiver.seen != [threading.get_ident()]
    runner.close()


def test_closing_delivers_everything_that_was_accepted_and_takes_nothing_more() -> None:
    runner, receiver = BackgroundRunner("test"), _Receiver()
    _submit(runner, receiver, 50)
    runner.close()
    assert receiver.seen == _expected(50)
    with pytest.raises(RuntimeError, match="closed"):
        _submit(runner, receiver, 1)
    runner.close()


def test_a_deleted_receiver_is_never_called(qtbot: QtBot) -> None:
    runner, gone, kept = BackgroundRunner("test"), QObject(), _Receiver()
    gate = threading.Event()
    runner.run(gate.wait, then=kept.take, failed=kept.take_error, receiver=gone)
    runner.run(lambda: 7, then=kept.take, failed=kept.take_error, receiver=kept)
    gone.deleteLater()
    qtbot.waitUntil(lambda: not _is_alive(gone))
    with qtbot.waitSignal(runner.became_idle):
        gate.set()
    assert kept.seen == [7]
    runner.close()


def _is_alive(thing: QObject) -> bool:
    try:
        thing.objectName()
    except RuntimeError:
        return False
    return True
