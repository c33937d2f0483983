"""What is changed by hand from the tabs of a resident: problems, and details with contacts."""

from collections.abc import Callable
from functools import partial

from mdt_core import access
from mdt_core.record import Card
from mdt_core.records.residents import Problem, Resident
from mdt_core.store.queries.residents import ResidentPage
from mdt_desktop.qt.buttons import Button
from mdt_desktop.ui.context import Context, Destination, ToCard
from mdt_desktop.ui.resident.list_views import ListTab
from mdt_desktop.ui.resident.lists import ContactRow, ProblemRow


class CardDeeds:
    """The deeds above the two lists, for those who may write what is in them."""

    def __init__(
        self,
        context: Context,
        resident_id: str,
        here: Callable[[], Destination],
        problems: ListTab[ProblemRow],
        contacts: ListTab[ContactRow],
    ) -> None:
        self._context, self._resident_id, self._here = context, resident_id, here
        self._problems, self._contacts = problems, contacts
        self._may_change_problems = False
        self.add_problem = Button("Add a problem", icon_name="plus", parent=problems)
        self.change_details = Button("Change details", icon_name="pencil", parent=contacts)
        problems.offer(self.add_problem)
        contacts.offer(self.change_details)
        self.add_problem.clicked.connect(partial(self._change, Problem, ""))
        self.change_details.clicked.connect(partial(self._change, Resident, resident_id))
        problems.table.opened.connect(self._on_problem)

    def show_page(self, page: ResidentPage) -> None:
        """Shows the deeds that the person may do; nothing is changed of somebody who has died."""
        line, by = page.line, self._context.actor
        self._may_change_problems = not line.is_deceased and access.may_write(
            by, Problem, line.home_id
        )
        self._problems.show_deeds(may=self._may_change_problems)
        may_change = access.may_write(by, Resident, line.home_id)
        self._contacts.show_deeds(may=may_change and not line.is_deceased)

    def _on_problem(self, record_id: object) -> None:
        if self._may_change_problems:
            self._change(Problem, str(record_id))

    def _change(self, kind: type[Card], record_id: str) -> None:
        self._context.go(ToCard(kind.kind, record_id, self._resident_id, self._here()))
