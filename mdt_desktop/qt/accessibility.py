"""What a screen reader is told: announcements, and the role of the widgets that paint themselves."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QWidget

_IS_CHART = "isChart"


def announce(widget: QWidget, text: str) -> None:
    """Has a running screen reader say the text; interrupts nothing."""
    if text:
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, text))


def describe(widget: QWidget, name: str, description: str = "") -> None:
    """Gives a widget the name and the description a screen reader reads."""
    widget.setAccessibleName(name)
    widget.setAccessibleDescription(description)


def mark_as_chart(widget: QWidget) -> None:
    """Lets screen readers meet the widget as a chart rather than as an empty area."""
    widget.setProperty(_IS_CHART, True)
    QAccessible.installFactory(_chart_interface)  # Qt keeps one copy however often it is installed


def _chart_interface(_class_name: str, thing: QObject) -> QAccessibleInterface | None:
    if isinstance(thing, QWidget) and thing.property(_IS_CHART):
        return QAccessibleWidget(thing, QAccessible.Role.Chart, thing.accessibleName())
    return None
