"""A plan while a person arranges it: what was read, how it stands now, and whether it may be changed.

Holds no widget. Nothing is arranged while the plan is being kept, or where it is not this person's.
"""

from PySide6.QtCore import QObject, Signal

from mdt_core.actor import Actor
from mdt_core.records.rounds import RoundMode, TakenOffReason
from mdt_desktop.ui.plan import arranged as steps
from mdt_desktop.ui.plan.arranged import Arranged
from mdt_desktop.ui.plan.reading import PlanRead


class PlanEditing(QObject):
    """One plan.

    Signals:
        changed: what was done, in words; empty where there is nothing to say
    """

    changed = Signal(object)

    def __init__(self, actor: Actor, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._actor = actor
        self.read: PlanRead | None = None
        self.arranged = Arranged()
        self.is_busy = False

    @property
    def may(self) -> bool:
        """Whether it may be changed now."""
        read = self.read
        return bool(read and read.may_plan and not read.is_finished and not self.is_busy)

    def take(self, read: PlanRead) -> None:
        """Takes what was read: begins from it, or brings up to it what stands."""
        is_first, self.read = self.read is None, read
        self.arranged = (
            steps.begun(read, self._actor)
            if is_first
            else steps.brought_up(self.arranged, read, self._actor)
        )

    def has(self, who: str) -> bool:
        """Whether somebody is on the list."""
        return who in self.arranged.order

    def move(self, who: str, step: int) -> None:
        """One place up or down."""
        if self.has(who) and self.read is not None:
            moved = steps.moved_by(self.read, self.arranged, who, step)
            self._arrange(moved, f"Moved to {moved.order.index(who) + 1}")

    def take_off(self, who: str, reason: TakenOffReason) -> None:
        """Off the list, for a reason."""
        if self.has(who):
            self._arrange(steps.taken_off(self.arranged, who, reason), "Taken off the list")

    def put_on(self, who: str) -> None:
        """On the list, at the end of the home's rows."""
        self._arrange(steps.put_on(self.arranged, who), "Put on the list")

    def have_ready(self, who: str, text: str) -> None:
        """What the home is asked to have ready, as typed."""
        if self.has(who):
            self._arrange(steps.with_ready(self.arranged, who, text))

    def have_ready_too(self, who: str, text: str) -> None:
        """One more thing to have ready, after what is asked already."""
        if self.has(who):
            before = self.arranged.ready.get(who, "").strip()
            asked = f"{before}; {text}" if before else text
            self._arrange(steps.with_ready(self.arranged, who, asked), "Asked to have ready")

    def plan_minutes(self, minutes: int | None) -> None:
        """How long the round is planned to take; None for what is usual."""
        self._arrange(steps.with_time(self.arranged, minutes))

    def plan_mode(self, mode: RoundMode | None) -> None:
        """How the round is to be held."""
        self._arrange(steps.with_mode(self.arranged, mode))

    def begin_keeping(self) -> None:
        """From now on nothing is arranged; what is on show counts as seen."""
        if self.read is not None:
            self.arranged = steps.seen(self.arranged, self.read)
        self.is_busy = True

    def end_keeping(self, *, is_kept: bool) -> None:
        """The plan is kept, or could not be."""
        self.is_busy = False
        if is_kept:
            self.arranged = steps.kept(self.arranged)

    def _arrange(self, arranged: Arranged, said: str = "") -> None:
        if self.may and self.read is not None:
            self.arranged = steps.grouped(arranged, self.read)
            self.changed.emit(said)
