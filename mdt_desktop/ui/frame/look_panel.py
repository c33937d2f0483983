"""`More`: colours, text size, the time until this computer locks, quick text, and `Lock now`."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from mdt_desktop.qt.buttons import Button
from mdt_desktop.qt.fields import Choice, ChoiceField, Quiet, Words
from mdt_desktop.qt.layouts import FlowRow, column, scrolled
from mdt_desktop.settings import (
    IDLE_MINUTES,
    PALETTE_WORDS,
    ROUND_MINUTES,
    TEXT_SIZES,
    Settings,
)
from mdt_desktop.ui.frame.panel import Panel

_PALETTES = tuple(Choice(key, words) for key, words in PALETTE_WORDS.items())
_SIZES = tuple(Choice(str(size), f"{size} %") for size in TEXT_SIZES)
_MINUTES = tuple(Choice(str(m), f"{m} minute" if m == 1 else f"{m} minutes") for m in IDLE_MINUTES)


class LookPanel(Panel):
    """The settings of this device; each holds at once. It is filled when it is first opened.

    Signals:
        chosen: the `Settings` as they are now
        keys_pressed, tour_pressed, practice_pressed, lock_pressed: nothing
        quick_texts_pressed, sync_pressed: nothing; the person wants that screen
    """

    chosen = Signal(object)
    keys_pressed = Signal()
    tour_pressed = Signal()
    practice_pressed = Signal()
    lock_pressed = Signal()
    quick_texts_pressed = Signal()
    sync_pressed = Signal()

    def __init__(self, settings: Settings, parent: QWidget) -> None:
        super().__init__("More", parent)
        self._settings, self._locks_too = settings, ""
        self._is_filled = False

    @override
    def open(self) -> None:
        if not self._is_filled:
            self._is_filled = True
            self._fill()
        super().open()

    def _fill(self) -> None:
        inside = QWidget(self.sheet)
        box = column(inside, gap=16)
        self._palette = ChoiceField("Colours", _PALETTES, parent=inside)
        self._size = ChoiceField("Text size", _SIZES, parent=inside)
        self._minutes = ChoiceField(
            "Lock when nobody has used this computer for", _MINUTES, parent=inside
        )
        self._quick_texts = Button("Quick text", icon_name="pen-line", parent=inside)
        self.sync = Button("Sync", icon_name="refresh-cw", parent=inside)
        rounds = tuple(Choice(str(minutes), f"{minutes} minutes") for minutes in ROUND_MINUTES)
        self._round_minutes = ChoiceField("The same while a round is open", rounds, parent=inside)
        self._letters = ChoiceField(
            "Keys of a single letter in lists",
            (Choice("on", "On"), Choice("off", "Off")),
            parent=inside,
        )
        self._lock = Button("Lock now", icon_name="lock", parent=inside)
        self._lock_words = Quiet(self._locks_too, inside)
        self._lock_words.setVisible(bool(self._locks_too))
        self.tour = Button("Show me round", icon_name="circle-question-mark", parent=inside)
        self.practice = Button("Practise with made-up residents", icon_name="users", parent=inside)
        self.keys = Button("Keys", icon_name="key-round", parent=inside)
        name = self._settings.workspace_name
        about = Words(f"Workspace {name}" if name else "", inside)
        about.setVisible(bool(name))
        for part in (*self._fields, self._lock_words, about):
            box.addWidget(part)
        row = FlowRow(inside)
        for button in (
            self._quick_texts,
            self.sync,
            self.keys,
            self.tour,
            self.practice,
            self._lock,
        ):
            row.add(button)
        box.addWidget(row)
        box.addStretch(1)
        self.body.addWidget(scrolled(inside, self.sheet), 1)
        self._add_foot()
        self._show()
        self._wire()

    def _wire(self) -> None:
        for field in self._fields:
            field.edited.connect(self._on_edited)
        self._lock.clicked.connect(self.lock_pressed)
        self._quick_texts.clicked.connect(self.quick_texts_pressed)
        self.sync.clicked.connect(self.sync_pressed)
        self.keys.clicked.connect(self.keys_pressed)
        self.tour.clicked.connect(self.tour_pressed)
        self.practice.clicked.connect(self.practice_pressed)

    @override
    def first_field(self) -> QWidget:
        return self._palette.button(self._settings.palette)

    def show_lock_words(self, words: str) -> None:
        """Says what else locks on this system; told before it is first opened."""
        self._locks_too = words

    @property
    def _fields(self) -> tuple[ChoiceField, ...]:
        lock = (self._minutes, self._round_minutes)
        return (self._palette, self._size, *lock, self._letters)

    def _show(self) -> None:
        self._round_minutes.set_value(str(self._settings.round_minutes))
        self._letters.set_value("on" if self._settings.letter_keys else "off")
        self._palette.set_value(self._settings.palette)
        self._size.set_value(str(self._settings.text_percent))
        self._minutes.set_value(str(self._settings.idle_minutes))

    def _letters_on(self, now: Settings) -> bool:
        chosen = self._letters.value()
        return chosen == "on" if chosen else now.letter_keys

    def _on_edited(self, _key: object) -> None:
        """Takes what is chosen now; the chosen one pressed again stays chosen."""
        now = self._settings
        size = self._size.value() or str(now.text_percent)
        minutes = self._minutes.value() or str(now.idle_minutes)
        self._settings = (
            now.with_change("palette", self._palette.value() or now.palette)
            .with_change("text_percent", int(size))
            .with_change("idle_minutes", int(minutes))
            .with_change("round_minutes", int(self._round_minutes.value() or now.round_minutes))
            .with_change("letter_keys", self._letters_on(now))
        )
        self._show()
        if self._settings != now:
            self.chosen.emit(self._settings)
