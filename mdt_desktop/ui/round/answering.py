"""Saves the answers that are given in a Know pane to the open actions of its resident.

Each answer is a deed of its own and is recorded of that resident alone; its row is busy meanwhile.
"""

from functools import partial

from PySide6.QtCore import QObject, Signal

from mdt_core.store.unit_of_work import Changes as Written
from mdt_core.use_cases.rounds import answer_action
from mdt_desktop.ui.autosave import not_saved_words, saved_words
from mdt_desktop.ui.context import Context
from mdt_desktop.ui.round.action_answers import Answer
from mdt_desktop.ui.round.know_view import KnowView


class Answering(QObject):
    """Made anew for each resident, as the pane is.

    Signals:
        told: words for the foot: when it was saved, or why not
        wrote: the `Changes` of an answer
        saved: the `Answer`, once it is told and its changes are known
        not_saved: the `Answer`, once why not is told
    """

    told = Signal(object)
    wrote = Signal(object)
    saved = Signal(object)
    not_saved = Signal(object)

    def __init__(self, context: Context, know: KnowView, resident_id: str, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._know, self._resident_id = context, know, resident_id
        know.answered.connect(self._on_answered)

    def _on_answered(self, answer: Answer) -> None:
        self._know.row(answer.action_id).set_busy(busy=True)
        self._context.runners.deeds.run(
            partial(
                answer_action,
                self._context.store,
                by=self._context.actor,
                resident_id=self._resident_id,
                action_id=answer.action_id,
                state=answer.state,
                outcome=answer.outcome or None,
            ),
            then=partial(self._on_saved, answer),
            failed=partial(self._on_not_saved, answer),
            receiver=self,
        )

    def _on_saved(self, answer: Answer, changes: Written) -> None:
        row = self._know.row(answer.action_id)
        row.set_busy(busy=False)
        if answer.said:
            row.show_answered(answer.said)
        self.told.emit(saved_words(self._context.clock()))
        self.wrote.emit(changes)
        self.saved.emit(answer)

    def _on_not_saved(self, answer: Answer, error: Exception) -> None:
        self._know.row(answer.action_id).set_busy(busy=False)
        self.told.emit(not_saved_words(error))
        self.not_saved.emit(answer)
