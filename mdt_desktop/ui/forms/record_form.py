"""The whole form of a kind from its definition: sections, the short way and «More fields», what stands.

Nothing is said here of any kind: what is asked, in which order, when and how, is in the definition.
"""

from functools import partial
from typing import Any, Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from mdt_core.clock import clinical_date, london_day
from mdt_core.drafts import Draft, Problem
from mdt_core.fields import FieldSpec, asked_in, fields_of
from mdt_core.kinds import dump
from mdt_core.record import Statement
from mdt_core.record_words import stored_words
from mdt_core.tool_licences import words_beside
from mdt_core.use_cases.care_decisions import CONFIRMED_SINGLY
from mdt_desktop.qt.buttons import Button
from mdt_desktop.qt.field_frame import Question
from mdt_desktop.qt.fields import Field, NoteField, Quiet, TextField, Words
from mdt_desktop.qt.layouts import Columns, column
from mdt_desktop.qt.spread import SectionHeading, Spread
from mdt_desktop.ui.context import Context, ToResident, ToStillRight
from mdt_desktop.ui.forms.begun import begun_with, is_same_row
from mdt_desktop.ui.forms.body_site import site_field
from mdt_desktop.ui.forms.fields_form import FieldsForm
from mdt_desktop.ui.forms.known_names import known_names
from mdt_desktop.ui.forms.names_offered import NamesOffered
from mdt_desktop.ui.forms.parts import PartsField
from mdt_desktop.ui.forms.secret import SECRET, SecretField
from mdt_desktop.ui.forms.shown_along import shown_along
from mdt_desktop.ui.forms.standing import StandingCard
from mdt_desktop.ui.forms.worked_out import WorkedOut
from mdt_desktop.ui.quick.presenter import QuickRead

MORE: Final = "More fields"
_COMPARE_AFTER_MS: Final = 400
"""After the last key, so that typing never waits for it."""
_CARRIED: Final = "Still right?"
_ANSWER: Final = "Say whether this is still right, or change it"


class RecordForm(FieldsForm):
    """Everything that a kind asks, about one resident."""

    def __init__(
        self,
        kind: type[Statement],
        read: QuickRead,
        context: Context,
        parent: QWidget | None = None,
    ) -> None:
        seen = tuple(each.mid for each in read.standing) if kind.is_series else None
        who = read.read.page.line.resident_id
        super().__init__(kind, who, kind.title, context.clock, parent, seen=seen)
        self._kind, self._read, self._context = kind, read, context
        self._along = shown_along(kind.kind, context.actor, context.folder)
        self.carried: dict[str, Question] = {}
        self._sections: dict[str, Words] = {}
        self._comparing = QTimer(self, singleShot=True, interval=_COMPARE_AFTER_MS)
        self._comparing.timeout.connect(self.compare)
        self.edited.connect(self._on_told)
        today = london_day(context.clock())
        for words in words_beside(kind, read.permissions, today):
            self._box.addWidget(Quiet(words, self))
        self._build_body()
        specs = [spec for spec in fields_of(kind) if not spec.is_internal]
        self._ask_all([spec for spec in specs if not spec.is_full_path])
        self._build_more([spec for spec in specs if spec.is_full_path])
        self.worked_out = WorkedOut(self)
        self._box.addWidget(self.worked_out)
        self.secret: SecretField | None = None
        if kind.signed_with_pin:
            self.secret = SecretField(context, f"to sign «{kind.title}»", self)
            self.put(self.secret)
        self._offer_names()
        self._begin()
        self.show_fields()

    # Building

    def _build_body(self) -> None:
        """The questions, and beside or below them what stands."""
        columns = Columns(self, least_em=30)
        questions = Spread(columns)
        self._body = questions.box
        columns.add(questions, 3)
        self._box.addWidget(columns)
        self._columns = columns
        self.standing: StandingCard | None = None
        self._beside = QWidget(columns)
        self._beside_box = column(self._beside)
        if self._kind.is_series and self._read.standing:
            columns.add(self._beside, 2)
            self._show_standing()
        else:
            self._beside.hide()

    def _show_standing(self) -> None:
        if self.standing is not None:
            self.standing.hide()
            self.standing.deleteLater()
        self.standing = StandingCard(self._kind, self._read, self._beside)
        self.standing.taken_up.connect(self._on_taken_up)
        self.standing.wanted.connect(self._on_wanted)
        self.standing.copy.setVisible(bool(self._carried_over()))
        self.standing.confirmed.connect(self._on_confirmed)
        may_confirm = self._kind in CONFIRMED_SINGLY and len(self._read.standing) == 1
        self.standing.still_right.setVisible(may_confirm)
        self._beside_box.insertWidget(0, self.standing)
        if self._beside_box.count() == 1:
            self._beside_box.addStretch(1)

    def _build_more(self, specs: list[FieldSpec]) -> None:
        self.more = Button(f"{MORE} ({len(specs)})", parent=self)
        self._folded = folded = Spread(self)
        self._folded_names = {spec.name for spec in specs}
        self._body.addWidget(self.more)
        self._body.addWidget(self._folded)
        self._body, outer = folded.box, self._body
        self._ask_all(specs)
        self._body = outer
        self._body.addStretch(1)
        self._folded.hide()
        self.more.setVisible(bool(specs))
        self.more.clicked.connect(self._on_more)

    def _ask_all(self, specs: list[FieldSpec]) -> None:
        """A section is headed unless the label of its first question says the same."""
        section = ""
        for spec in specs:
            if spec.section != section:
                section = spec.section
                if section != spec.label:
                    self._head(section, f"{spec.is_full_path}/{section}")
            self.ask_as_defined(spec, site_field(spec, self))

    def _head(self, section: str, key: str) -> None:
        """What is asked above already goes on below under a heading that says so."""
        words = f"{section}: more" if f"{False}/{section}" in self._sections else section
        self._sections[key] = SectionHeading(words, self)
        self._body.addWidget(self._sections[key])

    def _offer_names(self) -> None:
        for path, names in known_names(self._kind.kind, self._read.read.page).items():
            name, _, inner = path.partition(".")
            field = self.fields[name]
            if isinstance(field, PartsField):
                field.offer(inner, names)
            elif isinstance(field, TextField | NoteField):
                NamesOffered(field, names)

    @override
    def put(self, part: QWidget) -> None:
        if isinstance(part, SecretField):
            super().put(part)
        else:
            self._body.addWidget(part)

    # What belongs to the answers

    @override
    def show_fields(self) -> None:
        values = {name: field.stored() for name, field in self.fields.items()}
        asked = {spec.name for spec in asked_in(self._kind, values)}
        shown: set[str] = set()
        for spec in fields_of(self._kind):
            if spec.name in self.fields:
                self.fields[spec.name].setVisible(spec.name in asked)
            if spec.name in self.fields and spec.name in asked:
                shown.add(f"{spec.is_full_path}/{spec.section}")
        for key, heading in self._sections.items():
            heading.setVisible(key in shown)

    @override
    def open_to(self, field: Field) -> None:
        if self._folded.isAncestorOf(field):
            self._unfold()

    def _on_more(self) -> None:
        self._unfold()
        first = (self.fields[n] for n in self.fields if n in self._folded_names)
        next(field for field in first if not field.isHidden()).setFocus()

    def _unfold(self) -> None:
        self._folded.show()
        self.more.hide()

    # Drafts and problems

    @override
    def draft(self) -> Draft[Any]:
        """The form as it stands, with what is kept of what it shows along with it."""
        draft = super().draft()
        for name, value in self._along(draft, self._read.read.page)[0].items():
            draft = draft.with_value(name, value)
        return draft

    def _begin(self) -> None:
        """Shows the rows that there are to answer beside those that are here; none is an answer."""
        for name, rows in begun_with(self._kind.kind, self._read.read.page).items():
            here = list(self.fields[name].stored() or ())
            missing = [row for row in rows if not any(is_same_row(row, each) for each in here)]
            self.fields[name].show_stored(here + missing)

    @override
    def show_draft(self, draft: Draft[Any]) -> None:
        super().show_draft(draft)
        self._begin()
        if self._folded_names & draft.values.keys():
            self._unfold()
        if self.standing is not None:
            self.standing.show_base(is_seen=self._is_base_standing())

    @override
    def show_news(self, read: QuickRead) -> None:
        super().show_news(read)
        self._read = read
        self._begin()
        if self._kind.is_series and read.standing:
            if self.standing is None:
                self._columns.add(self._beside, 2)
                self._beside.show()
            self._show_standing()
        self.edited.emit(self.draft())

    @override
    def problem(self) -> Problem | None:
        found = super().problem()
        if found is not None:
            return found
        for name, question in self.carried.items():
            if not question.isHidden() and not self.fields[name].isHidden():
                self.fields[name].show_problem(_ANSWER)
                return Problem(name, _ANSWER)
        return self.secret.missing() if self.secret is not None else None

    @override
    def focus_field(self, name: str) -> None:
        if name == SECRET and self.secret is not None:
            self.secret.setFocus()
        else:
            super().focus_field(name)

    def _is_base_standing(self) -> bool:
        standing = {each.mid for each in self._read.standing}
        return self._seen is None or standing <= set(self._seen)

    def _on_taken_up(self) -> None:
        self._seen = tuple({*(self._seen or ()), *(each.mid for each in self._read.standing)})
        self.edited.emit(self.draft())

    def _on_confirmed(self) -> None:
        """Goes where the decision that stands is confirmed as it is; nothing is replaced by it."""
        self._context.go(
            ToStillRight(self._kind.kind, self._resident_id, ToResident(self._resident_id))
        )

    def _on_told(self, draft: Draft[Any]) -> None:
        self._comparing.start()
        self.worked_out.show_draft(draft, self._along(draft, self._read.read.page)[1])

    def compare(self) -> None:
        """Shows in what stands which words the answers here leave out."""
        if self.standing is None:
            return
        values = self.draft().values
        said = ((spec, values.get(spec.name)) for spec in fields_of(self._kind))
        answers = {spec.label: stored_words(raw, spec) for spec, raw in said if raw is not None}
        self.standing.show_answers(answers)

    # What may be carried over

    def _carried_over(self) -> dict[str, Any]:
        """What the newest version says in the fields that may start from last time."""
        newest = self._read.standing[0].record if self._read.standing else None
        if newest is None:
            return {}
        body = dump(newest)
        specs = fields_of(self._kind)
        may = [spec.name for spec in specs if spec.may_copy_forward and not spec.is_internal]
        return {name: body[name] for name in may if name in body}

    def _on_wanted(self) -> None:
        """Fills what is still empty; each is asked about until somebody says it is right."""
        since = clinical_date(london_day(self._read.standing[0].occurred_at))
        for name, value in self._carried_over().items():
            field = self.fields[name]
            if not field.stored():
                field.show_stored(value)
                self._question(name).ask(f"From {since}. {_CARRIED}", ("Yes",))
        if self._folded_names & self._carried_over().keys():
            self._unfold()
        self._on_edited(None)

    def _question(self, name: str) -> Question:
        if name not in self.carried:
            question = Question(self.fields[name])
            self.fields[name].add_below(question)
            self.fields[name].edited.connect(partial(self._on_sure, name))
            question.answered.connect(partial(self._on_sure, name))
            self.carried[name] = question
        return self.carried[name]

    def _on_sure(self, name: str, _answer: object) -> None:
        self.carried[name].clear()
        self.fields[name].show_problem("")
