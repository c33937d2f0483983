"""`mdt tool-licences`: the register of tools that belong to others, and the permissions recorded.

An administrator records one with `--tool` and the rest; wording that a permission allows is read from
a file that the organisation has been given.
"""

from argparse import Namespace
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from mdt_core import access
from mdt_core.clock import clinical_date
from mdt_core.errors import InvalidInput
from mdt_core.records.tool_licences import PermissionState, ToolLicence
from mdt_core.store.queries.tool_licences import tool_licences
from mdt_core.tool_licences import register
from mdt_core.use_cases.tool_licences import record_tool_licence
from mdt_desktop.cli import exit_codes
from mdt_desktop.cli.profile import unlocked
from mdt_desktop.cli.terminal import Terminal
from mdt_desktop.session import Session


def run(given: Namespace, terminal: Terminal) -> int:
    """Records a permission where a tool is named; then lists what is allowed."""
    with unlocked(given, terminal) as session:
        if given.tool:
            record_tool_licence(session.store, by=session.actor, licence=_licence(given))
        held = _held(session)
    if given.json:
        rows = [
            {"tool": e.tool, "shows": e.shows.value, "position": e.position} for e in register()
        ]
        terminal.say_json(
            {"register": rows, "permissions": [each.model_dump(mode="json") for each in held]}
        )
    else:
        terminal.say(*_lines(held))
    return exit_codes.DONE


def _held(session: Session) -> tuple[ToolLicence, ...]:
    access.require_read(session.actor, ToolLicence, None)
    with session.store.reading() as connection:
        return tuple(each.record for each in tool_licences(connection) if each.record)


def _licence(given: Namespace) -> ToolLicence:
    missing = [name for name in ("organisation", "state", "reference") if not getattr(given, name)]
    if missing:
        named = ", ".join(f"--{name}" for name in missing)
        raise InvalidInput("A permission is not whole", where="--tool", next_step=f"Add {named}")
    return ToolLicence(
        tool=given.tool,
        organisation=given.organisation,
        state=PermissionState(given.state),
        reference=given.reference,
        given_on=_day(given.given_on, "--given-on"),
        until=_day(given.until, "--until"),
        wording=_wording(given.wording),
    )


def _day(text: str | None, where: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise InvalidInput(f"«{text}» is no day such as 2026-11-24", where=where) from None


def _wording(path: Path | None) -> str | None:
    try:
        return path.read_text("utf-8") if path else None
    except (OSError, UnicodeDecodeError):
        message = "This file cannot be read as text"
        raise InvalidInput(message, where="--wording") from None


def _lines(held: tuple[ToolLicence, ...]) -> Iterator[str]:
    for entry in register():
        yield f"{entry.tool}: {entry.shows.value}. {entry.position}"
        for each in held:
            if each.tool == entry.tool:
                until = f", until {clinical_date(each.until)}" if each.until else ""
                yield f"  {each.organisation}: {each.state.label.lower()}, {each.reference}{until}"
