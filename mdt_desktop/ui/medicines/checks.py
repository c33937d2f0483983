"""What a list asks to be looked at, for those who prescribe or review. Free of Qt."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from mdt_core.actor import Actor
from mdt_core.medicine_checks import NOT_CHECKED, checks
from mdt_core.roles import KNOW_MEDICINES
from mdt_core.store.queries.residents import ResidentPage
from mdt_desktop.ui.medicines.burden import Installed

TWO_AUTHORITIES: Final = "Covert administration: two versions, neither is used as current"


@dataclass(frozen=True)
class ChecksView:
    """The prompts in words, and what was not looked at."""

    lines: tuple[str, ...]
    foot: tuple[str, ...]


def checks_view(
    page: ResidentPage, by: Actor, today: date, installed: Installed
) -> ChecksView | None:
    """Gives the prompts; None for roles that they are not shown to."""
    if by.role not in KNOW_MEDICINES:  # flags on every line are noise to others
        return None
    unread = sum(each.record is None for each in page.medicines)
    has_two = len(page.covert) > 1
    covert = page.covert[0].record if page.covert and not has_two else None
    lines = [each.record for each in page.medicines if each.record]
    found = checks(lines, covert=covert, today=today, burden=installed.burden)
    prompts = [each.words for each in found if not each.is_note]
    missing = [each.words for each in found if each.is_note]
    sources = dict.fromkeys(f"Rules {each.source}" for each in found if each.source)
    not_read = (f"{unread} lines cannot be read here and are not checked",) if unread else ()
    return ChecksView(
        lines=(*((TWO_AUTHORITIES,) if has_two else ()), *prompts),
        foot=(*filter(None, (installed.problem,)), *missing, *not_read, NOT_CHECKED, *sources),
    )
