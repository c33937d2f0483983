"""The change bus: tells every open screen which kinds of thing have just changed.

A screen decides from the kinds and the identifiers whether it must read again. The bus knows
nothing of what the words mean and holds no data.
"""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal


@dataclass(frozen=True)
class Changes:
    """What has changed: kinds of record, and identifiers of the things concerned."""

    kinds: frozenset[str]
    ids: frozenset[str] = frozenset()

    def touches(self, *kinds: str) -> bool:
        """True when any of the kinds is among those changed."""
        return not self.kinds.isdisjoint(kinds)

    def concerns(self, identifier: str) -> bool:
        """True when the thing is named, or when no thing is named and so all may be concerned."""
        return not self.ids or identifier in self.ids


class ChangeBus(QObject):
    """Carries changes from where they are made to every screen.

    Signals:
        changed: `Changes`
    """

    changed = Signal(object)

    def publish(self, changes: Changes) -> None:
        """Tells all screens; nothing is sent when no kind is named."""
        if changes.kinds:
            self.changed.emit(changes)
