"""What the plan page writes: the plan itself, what a home is asked, and what it has ready.

One deed at a time, on the worker; the page says what is kept only when the store has it.
"""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from mdt_core.records.actions import Action
from mdt_core.roles import Role
from mdt_core.store.unit_of_work import Changes
from mdt_core.use_cases.joining import join_round
from mdt_core.use_cases.plans import save_plans, say_ready
from mdt_core.use_cases.rounds import add_action
from mdt_desktop.qt.changes import Changes as Published
from mdt_desktop.ui.context import Context
from mdt_desktop.ui.frame.problems import words_of
from mdt_desktop.ui.plan.arranged import Arranged
from mdt_desktop.ui.plan.reading import PlanRead

Then = Callable[[Changes], None]


class PlanKeeping(QObject):
    """The deeds of the plan.

    Signals:
        failed: the error that kept something from being written
    """

    failed = Signal(object)

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context

    def keep(self, read: PlanRead, arranged: Arranged, then: Then, *, starts: bool = False) -> None:
        """Keeps the plan of every home in it, and starts the round where asked."""
        self._run(_keeping(self._context, read, arranged, starts=starts), then)

    def keep_on_leaving(self, read: PlanRead, arranged: Arranged) -> None:
        """Keeps what was arranged while the page goes; what becomes of it is told elsewhere."""
        context = self._context
        if context.runners.deeds.takes_work:
            context.runners.deeds.run(
                _keeping(context, read, arranged, starts=False),
                then=partial(_publish, context),
                failed=partial(_tell, context),
            )

    def join(self, read: PlanRead, then: Then) -> None:
        """Puts the person among those who are here, in every part that runs."""
        context = self._context
        work = partial(join_round, context.store, by=context.actor, round_ids=read.running)
        self._run(work, then)

    def say_ready(self, round_id: str, resident_id: str, then: Then, *, is_ready: bool) -> None:
        """Says that the home has ready what was asked, or takes that back."""
        context = self._context
        work = partial(
            say_ready,
            context.store,
            by=context.actor,
            round_id=round_id,
            resident_id=resident_id,
            is_ready=is_ready,
        )
        self._run(work, then)

    def ask_home(self, read: PlanRead, resident_id: str, text: str, then: Then) -> None:
        """Makes an action for the home about one resident, due on the day of the round."""
        action = Action(text=text, owner_role=Role.HOME_NURSE, due=read.day)
        context = self._context
        work = partial(
            add_action, context.store, by=context.actor, resident_id=resident_id, action=action
        )
        self._run(lambda: work()[1], then)

    def _run(self, work: Callable[[], Changes], then: Then) -> None:
        deeds = self._context.runners.deeds
        if deeds.takes_work:
            deeds.run(work, then=then, failed=self._on_failed, receiver=self)

    def _on_failed(self, error: Exception) -> None:
        self.failed.emit(error)


def _keeping(
    context: Context, read: PlanRead, arranged: Arranged, *, starts: bool
) -> Callable[[], Changes]:
    work = partial(
        save_plans,
        context.store,
        by=context.actor,
        day=read.day,
        plans=arranged.plans(read),
        programme=read.of.programme,
        starts=starts,
    )
    return lambda: work()[1]


def _publish(context: Context, written: Changes) -> None:
    context.bus.publish(Published(written.kinds, written.ids))


def _tell(context: Context, error: Exception) -> None:
    context.not_done(words_of(error))
