"""What a list asks to be looked at, for those who prescribe or review. Free of Qt."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from mdt_core.actor import Actor
from mdt_core.errors import MdtError
from mdt_core.medicine_checks import (
    NO_BURDEN_LIST,
    NOT_CHECKED,
    BurdenList,
    burden_list_from,
    checks,
    shipped_burden_list,
)
from mdt_core.roles import KNOW_MEDICINES
from mdt_core.store.queries.residents import ResidentPage

LIST_FILE: Final = "anticholinergic.json"
"""The organisation's own list, with its version, source and licence, in the workspace's folder."""
TWO_AUTHORITIES: Final = "Covert administration: two versions, neither is used as current"


@dataclass(frozen=True)
class ChecksView:
    """The prompts in words, and what was not looked at."""

    lines: tuple[str, ...]
    foot: tuple[str, ...]


@dataclass(frozen=True)
class Installed:
    """The anticholinergic list of this workspace, or why the one that lies there is not used."""

    burden: BurdenList
    problem: str = ""


def installed_list(folder: Path) -> Installed:
    """Reads the list that was put into the workspace's folder; without one, the empty one."""
    try:
        return Installed(burden_list_from((folder / LIST_FILE).read_text("utf-8")))
    except FileNotFoundError:
        return Installed(shipped_burden_list())
    except (OSError, ValueError, MdtError) as wrong:
        words = f"The list in {LIST_FILE} is not used: {wrong}"
        return Installed(shipped_burden_list(), words)


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
    prompts = [each.words for each in found if each.words != NO_BURDEN_LIST]
    missing = [each.words for each in found if each.words == NO_BURDEN_LIST]
    sources = dict.fromkeys(f"Rules {each.source}" for each in found if each.source)
    not_read = (f"{unread} lines cannot be read here and are not checked",) if unread else ()
    return ChecksView(
        lines=(*((TWO_AUTHORITIES,) if has_two else ()), *prompts),
        foot=(*filter(None, (installed.problem,)), *missing, *not_read, NOT_CHECKED, *sources),
    )
