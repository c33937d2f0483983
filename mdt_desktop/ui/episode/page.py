"""The page of a hospital episode: sent there, back again, letter seen, medicines checked."""

from typing import Final

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from mdt_core.fields import field_of
from mdt_core.records.episodes import EpisodePart, HospitalEpisode
from mdt_core.use_cases.episodes import record_hospital_part
from mdt_desktop.qt.fields import Choice, ChoiceField, Quiet
from mdt_desktop.ui.context import Context, Destination
from mdt_desktop.ui.episode.presenter import offered, told_words
from mdt_desktop.ui.forms.fields_form import FieldsForm
from mdt_desktop.ui.forms.inputs import Clock
from mdt_desktop.ui.quick.form import QuickForm
from mdt_desktop.ui.quick.presenter import QuickRead
from mdt_desktop.ui.quick.statement_page import StatementPage

_SAY_WHAT: Final = "Choose what happened"
_SAY_WHEN: Final = "Give day and time, or press Now"


class HospitalForm(FieldsForm):
    """What happened and when; hospital and reason where they belong to it."""

    def __init__(self, read: QuickRead, clock: Clock, parent: QWidget | None = None) -> None:
        page = read.read.page
        super().__init__(HospitalEpisode, page.line.resident_id, "Hospital", clock, parent)
        for words in told_words(page):
            self.put(Quiet(words, self))
        choices = tuple(Choice(part.value, part.label) for part in offered(page))
        label = field_of(HospitalEpisode, "part").label
        self.part = ChoiceField(label, choices, parent=self)
        self.ask("part", needed=_SAY_WHAT, as_field=self.part)
        self.ask("happened_at", needed=_SAY_WHEN)
        self.ask("hospital")
        self.ask("reason")
        self.ask("is_emergency")
        self.show_fields()

    @override
    def show_fields(self) -> None:
        part = self.part.value()
        moves = (EpisodePart.ADMITTED.value, EpisodePart.RETURNED.value)
        self.fields["hospital"].setVisible(part in moves)
        for name in ("reason", "is_emergency"):
            self.fields[name].setVisible(part == EpisodePart.ADMITTED.value)


class HospitalPage(StatementPage):
    """One part of a time in hospital of one resident; afterwards back where it was asked for."""

    saving = staticmethod(record_hospital_part)

    def __init__(
        self,
        context: Context,
        resident_id: str,
        back: Destination,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(context, HospitalEpisode, resident_id, back, parent)
        self.form: HospitalForm | None = None

    @override
    def make_form(self, read: QuickRead, parent: QWidget) -> QuickForm:
        self.form = HospitalForm(read, self.context.clock, parent)
        return self.form
