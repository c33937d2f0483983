"""The page of every form about one resident: banner, what is new, the form, its deeds, what was saved.

Layout, wiring and words; what a form asks and how it is saved is said by the pages made from this.
A form is kept while it is typed and offered again; it never changes under the hand; nothing is
called saved before the disk has it.
"""

from collections.abc import Callable
from functools import partial
from typing import Any, Final

from PySide6.QtWidgets import QApplication, QWidget

from mdt_core import access
from mdt_core.actor import Actor
from mdt_core.drafts import Draft
from mdt_core.errors import KnownError, NotAllowed
from mdt_core.record import Record, Statement
from mdt_core.store.store import Store
from mdt_core.store.unit_of_work import Changes as Touched
from mdt_desktop.qt.accessibility import announce
from mdt_desktop.qt.buttons import Button, Kind
from mdt_desktop.qt.changes import Changes
from mdt_desktop.qt.layouts import column
from mdt_desktop.qt.runner import BackgroundRunner
from mdt_desktop.ui.autosave import Autosave, Offer, not_saved_words, saved_words
from mdt_desktop.ui.context import Context, Destination
from mdt_desktop.ui.keys.bindings import Bindings
from mdt_desktop.ui.keys.registry import Where, command
from mdt_desktop.ui.quick.area import FormArea
from mdt_desktop.ui.quick.deed_bar import DeedBar
from mdt_desktop.ui.quick.form import QuickForm
from mdt_desktop.ui.quick.head import FormHead
from mdt_desktop.ui.quick.presenter import QuickRead, open_quick, read_quick_again
from mdt_desktop.ui.quick.widgets import NarrowColumn

_LOOK_FIRST: Final = "Look at what is new before you save"
_HAS_DIED: Final = "This person has died. Nothing new is recorded here"


class QuickFormPage(QWidget):
    """A form of one kind of statement; afterwards it goes back where it was asked for."""

    def __init__(
        self,
        context: Context,
        record_class: type[Record],
        resident_id: str,
        back: Destination,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self.setAccessibleName(record_class.title)
        self.context, self.resident_id, self.back = context, resident_id, back
        self._record_class = record_class
        self._opened: QuickRead | None = None
        self._after: Destination | None = None
        self.is_saved = False
        self._form: QuickForm | None = None
        self.autosave = Autosave(context, record_class.kind, resident_id, self)
        self._build()

    def load(self) -> None:
        """Opens the resident, which is audited, and asks whether a draft was left."""
        self._run_read(self.context.runners.deeds, open_quick, self._on_opened)

    def refresh(self, changes: Changes) -> None:
        """Looks whether anything about this resident has come in meanwhile."""
        if self.is_saved or self._opened is None or not changes.concerns(self.resident_id):
            return
        self._run_read(self.context.runners.reads, read_quick_again, self._on_read_again)

    def leave(self) -> None:
        """Keeps what was typed."""
        if not self.is_saved:
            self.autosave.leave()

    # Said by the pages made from this

    def make_form(self, read: QuickRead, parent: QWidget) -> QuickForm:
        """The form itself, a widget."""
        raise NotImplementedError

    def deed_words(self) -> str:
        """What the main deed says; names the person."""
        raise NotImplementedError

    def work_of(self, draft: Draft[Any]) -> Callable[[], Any]:
        """The use case that saves, for the runner of deeds."""
        raise NotImplementedError

    def touched_by(self, saved: Any) -> Touched:  # noqa: ANN401 - what the use case returns
        """What the deed changed: of an id and the changes the second, unless a page says otherwise."""
        changes: Touched = saved[1]
        return changes

    def show_saved(self, _saved: Any, _at_words: str, _parent: QWidget) -> QWidget | None:  # noqa: ANN401
        """What stands in place of the form afterwards; None goes back where it was asked for."""
        return None

    def show_form(self, form: QWidget) -> None:
        """Gives the form its place: a narrow column, unless a page has another."""
        self._area.show_part(NarrowColumn(), form)

    def place_whole(self, form: QWidget) -> None:
        """Puts a form that scrolls itself in the place of the column."""
        self._area.hide()
        self._box.insertWidget(1, form, 1)

    def more_deeds(self) -> tuple[Button, ...]:
        """Deeds of this form beside going back and saving, made once."""
        return ()

    def deeds_before(self) -> tuple[Button, ...]:
        """The deeds while the form is open, the main one last."""
        return (self.back_button, self.save)

    def deeds_after(self) -> tuple[Button, ...]:
        """The deeds once it is saved, the main one last."""
        return (self.back_button,)

    # Building

    @property
    def opened(self) -> QuickRead:
        """The resident as opened, or as last looked at; raises TypeError before that."""
        if self._opened is None:
            raise TypeError("no resident is open yet")
        return self._opened

    def _build(self) -> None:
        self._box = box = column(self)
        self.head = FormHead(self.context, self)
        self.banner, self.news = self.head.banner, self.head.news
        self.offer_bar, self.message = self.head.offer_bar, self.head.message
        self._area = FormArea(self)
        self.bar = DeedBar(self)
        box.addWidget(self.head)
        box.addWidget(self._area, 1)
        box.addWidget(self.bar)
        self._build_deeds()
        self.news.taken_up.connect(self._on_looked)
        self.head.taken_up.connect(self._on_taken_up)
        self.head.put_away.connect(self._on_put_away)
        self.autosave.told.connect(self._on_told)
        self.autosave.loaded.connect(self._on_loaded)

    def _build_deeds(self) -> None:
        self.back_button = Button(f"Back ({command('form.back').shown})", parent=self.bar)
        self.save = Button("Save", Kind.PRIMARY, icon_name="check", parent=self.bar)
        self.bar.hold(self.back_button, *self.more_deeds(), self.save)
        self.save.setEnabled(False)
        self.save.clicked.connect(self.save_now)
        self.back_button.clicked.connect(self._on_back)
        keys = Bindings(Where.FORM, self)
        keys.bind("form.save", self.main_deed)
        keys.bind("form.back", self._on_back, button=self.back_button)

    # Opening

    def _run_read(
        self,
        runner: BackgroundRunner,
        read: Callable[[Store, Actor, str, type[Record]], QuickRead],
        then: Callable[[QuickRead], None],
    ) -> None:
        store, by = self.context.store, self.context.actor
        work = partial(read, store, by, self.resident_id, self._record_class)
        runner.run(work, then=then, failed=self._on_failed, receiver=self)

    def _on_opened(self, read: QuickRead) -> None:
        self._opened = read
        self.news.start_from(read)
        self.head.show_person(read)
        self.bar.show_deeds(self.back_button)
        line = read.read.page.line
        if line.is_deceased and not _is_of_the_dead(self._record_class):
            self.message.show_message(_HAS_DIED, "amber")
            return
        try:
            access.require_write(self.context.actor, self._record_class, line.home_id)
        except NotAllowed as refusal:
            self.message.show_message(str(refusal), "amber")
            return
        self._show_form(read)
        self.autosave.load()

    def _show_form(self, read: QuickRead) -> None:
        self.put_form(self.make_form(read, self))

    def put_form(self, form: QuickForm) -> None:
        """Shows a form that was made, closed until it is known whether a draft was left."""
        self._form = form
        widget = self.form_widget
        self.show_form(widget)
        self._form.edited.connect(self._on_edited)
        self._form.answered.connect(self._area.keep_in_sight)
        self.save.setText(self.deed_words())
        self.save.setToolTip(f"{self.deed_words()} ({command('form.save').shown})")
        self.bar.show_deeds(*self.deeds_before())
        self.autosave.watch(widget)
        widget.setEnabled(False)

    @property
    def form_widget(self) -> QWidget:
        """The form as a widget; raises TypeError where there is none yet."""
        if not isinstance(self._form, QWidget):
            raise TypeError("there is no form yet")
        return self._form

    def _on_loaded(self, offer: Offer | None) -> None:
        if offer is None:
            self._start()
        else:
            self.head.ask(offer, self.opened)

    def _start(self) -> None:
        if self._form is None:
            return
        self.form_widget.setEnabled(True)
        for deed in self.deeds_before():
            deed.setEnabled(True)
        self._form.focus_first()
        self._area.begin_at(self.window().focusWidget())

    def _on_taken_up(self, offer: Offer) -> None:
        if self._form is not None:
            self._form.show_draft(offer.draft)
        self._start()

    def _on_put_away(self) -> None:
        self.autosave.put_away()
        self._start()

    # Answering

    def _on_edited(self, draft: Draft[Any]) -> None:
        self.message.clear()
        self.autosave.keep(draft)

    def _on_told(self, words: str) -> None:
        self.bar.tell(words)
        if words.startswith("Not saved") or "another" in words:
            self.message.show_message(words, "red")

    # What comes in meanwhile

    def _on_read_again(self, now: QuickRead) -> None:
        if not self.is_saved and self.news.compare(now):
            self.head.show_person(now)

    def _on_looked(self, read: QuickRead) -> None:
        self._opened = read
        self.message.clear()
        if self._form is not None:
            self._form.show_news(read)

    # Saving and leaving

    def main_deed(self) -> None:
        """Does what the right-most button does."""
        deeds = self.deeds_after() if self.is_saved else self.deeds_before()
        deeds[-1].click()

    def save_now(self) -> None:
        """Saves, or says why not and goes there."""
        self.save_then(None)

    def save_then(self, after: Destination | None) -> None:
        """Saves and goes on to another screen; None: stays and shows what was saved."""
        if self._form is None or not self.save.isEnabled():
            return
        if self.news.must_look:
            self.message.show_message(_LOOK_FIRST, "amber")
            return
        self._leave_field()
        problem = self._form.problem()
        if problem is not None:
            self.message.show_message(problem.words, "amber")
            self._form.focus_field(problem.field)
            return
        self._after = after
        self._save(self._form.draft())

    def _leave_field(self) -> None:
        """The field in use is checked as if it had been left."""
        inside = QApplication.focusWidget()
        if inside is not None and self.form_widget.isAncestorOf(inside):
            self.save.setFocus()

    def _save(self, draft: Draft[Any]) -> None:
        for deed in self.deeds_before()[1:]:
            deed.setEnabled(False)
        self.autosave.keep(draft)
        self.autosave.flush()
        self.autosave.stop()
        self.context.runners.deeds.run(
            self.work_of(draft), then=self._on_saved, failed=self._on_not_saved, receiver=self
        )

    def _on_saved(self, saved: Any) -> None:  # noqa: ANN401 - what the use case returns
        self.is_saved = True
        touched = self.touched_by(saved)
        words = saved_words(self.context.clock())
        for bar in (self.news, self.message):
            bar.hide()
        self.bar.tell(words)
        announce(self, words)
        self.context.bus.publish(Changes(touched.kinds, touched.ids))
        shown = self.show_saved(saved, words, self) if self._after is None else None
        if shown is None:
            self.context.told(words)
            self.context.go(self._after or self.back)
            return
        self._area.show_part(NarrowColumn(), shown)
        self.bar.show_deeds(*self.deeds_after())
        self.deeds_after()[-1].setFocus()

    def _on_not_saved(self, error: Exception) -> None:
        for deed in self.deeds_before():
            deed.setEnabled(True)
        self.autosave.resume()
        self.message.show_message(not_saved_words(error), "red")
        if self._form is not None and isinstance(error, KnownError):
            self._form.focus_field(error.where)

    def _on_failed(self, error: Exception) -> None:
        words = str(error) if isinstance(error, KnownError) else type(error).__name__
        self.bar.show_deeds(self.back_button)
        self.message.show_message(f"This resident could not be read. {words}", "red")

    def _on_back(self) -> None:
        self.leave()
        self.context.go(self.back)


def _is_of_the_dead(kind: type[Record]) -> bool:
    """Whether it is recorded of somebody who has died."""
    if not issubclass(kind, Statement):
        return False
    return kind.is_after_death or kind.goes_on_after_death
