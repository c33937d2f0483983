"""Every kind of statement has a form that asks all it holds, and gives back what a draft of it kept."""

from collections.abc import Mapping
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from mdt_core.clock import system_clock
from mdt_core.drafts import Draft
from mdt_core.fields import asked_in, fields_of
from mdt_core.kinds import dump
from mdt_core.record import Statement, all_kinds
from mdt_desktop.ui.forms.fields_form import FieldsForm
from tests.support.builders import RESIDENT_ID, SAMPLES

KINDS = sorted(
    (kind for kind in all_kinds() if issubclass(kind, Statement)), key=lambda kind: kind.kind
)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.kind)
def test_the_form_of_a_kind_gives_back_what_it_was_given(
    qapp: QApplication, kind: type[Statement]
) -> None:
    assert qapp
    window = QWidget()
    form = FieldsForm(kind, RESIDENT_ID, kind.title, system_clock, window)
    for spec in fields_of(kind):
        form.ask(spec.name)
    body = dump(SAMPLES[kind.kind]())
    form.show_draft(Draft(kind, RESIDENT_ID, body))
    assert plain(form.draft().values) == plain(asked_of(kind, body))
    window.deleteLater()


def asked_of(kind: type[Statement], body: Mapping[str, Any]) -> dict[str, Any]:
    """What of a sample is asked for, without its empty lists."""
    names = {spec.name for spec in asked_in(kind, body)}
    return {n: value for n, value in body.items() if n in names and value not in ([], ())}


def plain(value: Any) -> Any:  # noqa: ANN401
    """Numbers as texts, which is how they are typed; order of fields and empty lists aside."""
    if isinstance(value, Mapping):
        return {k: plain(each) for k, each in sorted(value.items()) if each not in ([], ())}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    return str(value)
