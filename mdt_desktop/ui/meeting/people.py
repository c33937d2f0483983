"""Who is invited and here, in which role, of which organisation; the quorum in words."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mdt_core.errors import InvalidInput
from mdt_core.records.meeting_roles import MeetingRole
from mdt_core.records.meetings import MeetingAttendee, Presence
from mdt_core.use_cases.meetings import attendee_id, remove_attendee, set_attendee
from mdt_core.use_cases.minutes import person_words
from mdt_desktop.qt.buttons import Button
from mdt_desktop.qt.fields import Choice, ChoiceField, FlowRow, TextField
from mdt_desktop.qt.layouts import Columns, clear, column
from mdt_desktop.qt.words import Card, Tag
from mdt_desktop.ui.frame.list_field import ListField
from mdt_desktop.ui.meeting.presenter import Invitee, MeetingRead

SOMEBODY_ELSE = "*"
_PRESENCE = tuple(Choice(each.value, each.label) for each in Presence)
_ROLES = (Choice("", "Role not recorded"), *(Choice(r.value, r.label) for r in MeetingRole))


class PeopleView(Card):
    """The people of a meeting.

    Signals:
        asked: a deed that still wants the store, `by` and the meeting
    """

    asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Who is here", parent)
        self._read: MeetingRead | None = None
        self._shown: tuple[MeetingAttendee, ...] | None = None
        self._is_inviting = False
        self.quorum = Tag("", "grey", self)
        self.fields: dict[str, ChoiceField] = {}
        self._people = column(gap=8)
        self.form = QWidget(self)
        self.person = ListField("Invite")
        self.name = TextField("Name")
        self.role = ListField("Role")
        self.organisation = TextField("Organisation")
        self.home = ListField("Of which home")
        self.invite = Button("Invite", icon_name="plus", parent=self)
        self._build()

    def _build(self) -> None:
        self.role.set_choices(_ROLES)
        top = FlowRow(self)
        top.add(self.quorum)
        inside = QWidget(self)
        column(inside).addLayout(self._people)
        box = column(self.form, gap=8)
        beside = Columns(self.form, least_em=14)
        beside.add(self.role)
        beside.add(self.organisation)
        for asked in (self.person, self.name, beside, self.home, self.invite):
            box.addWidget(asked)
        parts: tuple[QWidget, ...] = (top, inside, self.form)
        for part in parts:
            self.add(part)
        self.person.edited.connect(self._on_person)
        self.invite.clicked.connect(self._on_invite)

    def show_read(self, read: MeetingRead) -> None:
        """Shows the people as they stand."""
        self._read = read
        self.quorum.set_tag(read.quorum, "amber" if read.missing else "green")
        is_open = read.may_write and not read.page.is_closed
        self.form.setVisible(is_open)
        if read.page.attendees != self._shown:
            self._show_people(read, is_open=is_open)
        there = {each.id for each in read.page.attendees}
        known = [each for each in read.people if each.person_id not in there]
        choices = tuple(Choice(each.person_id, _invitee(each)) for each in known)
        self.person.set_choices((*choices, Choice(SOMEBODY_ELSE, "Somebody else")))
        homes = tuple(Choice(each.home_id, each.home_name) for each in read.page.parts)
        self.home.set_choices((Choice("", "Of no home here"), *homes))
        self._on_person(None)

    def _show_people(self, read: MeetingRead, *, is_open: bool) -> None:
        self._shown = read.page.attendees
        clear(self._people)
        self.fields = {}
        for each in self._shown:
            field = ChoiceField(person_words(each), _PRESENCE, parent=self)
            field.set_value(each.presence.value)
            field.edited.connect(partial(self._on_presence, each))
            field.setEnabled(is_open)
            remove = Button("Remove", parent=field)
            remove.setAccessibleName(f"Remove {each.name}")
            remove.clicked.connect(partial(self._on_remove, each.id))
            remove.setVisible(is_open and each.presence is Presence.INVITED)
            field.add_beside(remove)
            self.fields[each.id] = field
            self._people.addWidget(field)

    def show_problem(self, error: InvalidInput) -> bool:
        """Says a problem at its field; False where it is at none of these."""
        if error.where != "Name" or self.form.isHidden():
            return False
        self.name.show_problem(error.message)
        self.name.setFocus()
        return True

    def start_over(self) -> None:
        """Empties the form once it was taken; a press beside a name leaves it as it is."""
        if not self._is_inviting:
            return
        self._is_inviting = False
        self.person.clear()
        self.role.set_value("")
        self.name.set_value("")
        self.organisation.set_value("")
        self.name.show_problem("")
        self._on_person(None)

    def _is_typed(self) -> bool:
        return self.person.value() == SOMEBODY_ELSE

    def _on_person(self, _key: object) -> None:
        """Name, role and organisation are asked of who is not known here."""
        several = self._read is not None and len(self._read.page.parts) > 1
        for field in (self.name, self.role, self.organisation):
            field.setVisible(self._is_typed())
        self.home.setVisible(self._is_typed() and several)

    def _on_invite(self) -> None:
        read = self._read
        known = {each.person_id: each for each in read.people} if read else {}
        chosen = known.get(self.person.value())
        if chosen is not None:
            self._tell(_attendee(chosen), chosen.home_id)
        elif self._is_typed():
            role, organisation = self.role.value(), self.organisation.value().strip()
            name = self.name.value().strip()
            if not name:
                self.show_problem(InvalidInput("Write the name", where="Name"))
                return
            attendee = MeetingAttendee(
                id=attendee_id(name, organisation),
                name=name,
                role=MeetingRole(role) if role else None,
                organisation=organisation or None,
            )
            self._tell(attendee, self.home.value())
        else:
            self.person.show_problem("Choose whom to invite")
            self.person.setFocus()

    def _tell(self, attendee: MeetingAttendee, home_id: str) -> None:
        self.person.show_problem("")
        self._is_inviting = True
        served = {part.home_id for part in self._read.page.parts} if self._read else set()
        home = home_id if home_id in served else ""
        self.asked.emit(partial(set_attendee, attendee=attendee, home_id=home))

    def _on_presence(self, each: MeetingAttendee, value: object) -> None:
        """Taking an answer back means invited again."""
        presence = Presence(str(value)) if value else Presence.INVITED
        told = each.model_copy(update={"presence": presence})
        self.asked.emit(partial(set_attendee, attendee=told))

    def _on_remove(self, person_id: str) -> None:
        self.asked.emit(partial(remove_attendee, attendee_id=person_id))


def _attendee(each: Invitee) -> MeetingAttendee:
    return MeetingAttendee(
        id=each.person_id, name=each.name, role=each.role, organisation=each.organisation or None
    )


def _invitee(each: Invitee) -> str:
    role = each.role.label if each.role else ""
    return ", ".join(filter(None, (each.name, role, each.organisation)))
