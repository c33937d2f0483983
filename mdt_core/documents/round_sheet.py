"""The round sheet: what a round decided, for the people of one home who act on it.

A sheet spans residents of one home: home, date, document and page stand on every page, and each
resident's block carries name, birth and NHS number wherever it goes on. The plan is printed word
for word. Dates are clinical (`24-Nov-2026`), since the readers are the home's care staff.
"""

from collections.abc import Iterator
from dataclasses import replace

from mdt_core import medicine_decision
from mdt_core.clock import clinical_moment, clinical_weekday_date
from mdt_core.documents.blocks import Block, Cell, Edge, Row, paginate
from mdt_core.documents.contents import (
    ActionOnPaper,
    EntryOnPaper,
    PaperLook,
    PersonOnPaper,
    RoundSheet,
    every_text,
)
from mdt_core.documents.furniture import (
    DRAFT_WORDS,
    Furniture,
    Setting,
    freshness_words,
    practice_band,
    reference,
    write,
)
from mdt_core.documents.letters import reads_right_to_left
from mdt_core.documents.pdf import MM
from mdt_core.documents.people import decisions, identity, identity_again
from mdt_core.documents.text import IDENTITY_LIMIT, Span, Style, para

NOT_A_PRESCRIPTION = f"{medicine_decision.NOT_A_PRESCRIPTION}."
RIGHT_TO_LEFT_NOTE = (
    "Writing that runs from right to left is printed here letter by letter in the order typed, "
    "not joined: ask who wrote it."
)
WITHDRAWN = "WITHDRAWN. Do not act on this entry."
NOT_CONFIRMED = "Not yet confirmed by the clinician responsible"

_KNOWN_ALLERGIES = "Known allergies"
_CONTINUED = "continued"
_ACTIONS = "Actions"


def render(sheet: RoundSheet, *, look: PaperLook) -> bytes:
    """Makes the sheet's PDF, the same bytes for the same sheet and look.

    Raises `NotPrinted` where a word could not be put on paper: a letter that no bundled font has,
    a text over 20,000 characters, or a name or address over 500.
    """
    setting = Setting(look)
    furniture = Furniture(
        setting,
        tuple(_first_head(sheet, setting)),
        tuple(_next_head(sheet, setting)),
        lambda page: tuple(_foot(sheet, setting, page)),
        draft=sheet.state == "draft",
    )
    blocks = [_block(entry, setting) for entry in sheet.entries] or [_empty(setting)]
    pages = paginate(blocks, height_of_page=furniture.room)
    title = f"Round sheet {sheet.document_id} version {sheet.version}"
    return write(pages, furniture, title=title, at=sheet.printed_at)


# The pages' head and foot


def _first_head(sheet: RoundSheet, setting: Setting) -> Iterator[Row]:
    if sheet.practice:
        yield practice_band(setting)
    title = setting.accented(setting.style(13))
    when = [_round_on(sheet), *([Span("\n"), Span(sheet.mode)] if sheet.mode else [])]
    yield setting.two_sides([Span("Round sheet", bold=True)], when, title, share=0.35)
    yield setting.row(sheet.home_name, setting.style(13, bold=True), limit=IDENTITY_LIMIT)
    if sheet.home_address:
        yield setting.row(sheet.home_address, setting.style(), limit=IDENTITY_LIMIT)
    if sheet.people_present:
        present = ", ".join(sheet.people_present)
        yield setting.row(f"Present {present}", setting.style())
    yield from _right_to_left_note(replace(sheet, entries=()), setting)
    yield replace(setting.row(_how_many(sheet), setting.style()), gap=4 * MM)


def _next_head(sheet: RoundSheet, setting: Setting) -> Iterator[Row]:
    if sheet.practice:
        yield practice_band(setting)
    home = [Span(f"Round sheet, {_CONTINUED}\n", bold=True), Span(sheet.home_name, bold=True)]
    row = setting.two_sides(home, [_round_on(sheet)], setting.style(), share=0.6)
    yield replace(row, gap=4 * MM)


def _foot(sheet: RoundSheet, setting: Setting, page: str) -> Iterator[Row]:
    left = [
        Span(f"{freshness_words(sheet.freshness)}\nPrinted by "),
        Span(sheet.printed_by),
        Span(f", {clinical_moment(sheet.printed_at)}"),
    ]
    right = [
        Span(f"Version {sheet.version}. {page}\nSheet\u00a0", bold=True),
        Span(reference(sheet.document_id), bold=True),
    ]
    row = setting.two_sides(left, right, setting.style(8.5), share=0.5)
    yield replace(row, edge=Edge.RULE_ABOVE)


def _round_on(sheet: RoundSheet) -> Span:
    return Span(f"{sheet.round_name} {clinical_weekday_date(sheet.round_date)}", bold=True)


def _how_many(sheet: RoundSheet) -> str:
    number = len(sheet.entries)
    residents = "1 entry" if number == 1 else f"{number} entries"
    if sheet.state == "draft":
        return f"{DRAFT_WORDS}. {residents} on this sheet."
    return f"{residents} on this sheet. What to do for each resident, as signed in the round."


def _right_to_left_note(contents: RoundSheet | EntryOnPaper, setting: Setting) -> Iterator[Row]:
    if any(map(reads_right_to_left, every_text(contents))):
        yield setting.row(RIGHT_TO_LEFT_NOTE, setting.style(8.5, bold=True))


def _empty(setting: Setting) -> Block:
    words = "No entries were made in this round."
    return Block((), (), (setting.row(words, setting.style()),))


# One resident


def _block(entry: EntryOnPaper, setting: Setting) -> Block:
    person = entry.person
    return Block(
        head=tuple(identity(person, setting)),
        head_again=tuple(_identity_again(entry, setting)),
        body=tuple(_body(entry, setting)),
    )


def _identity_again(entry: EntryOnPaper, setting: Setting) -> Iterator[Row]:
    yield from identity_again(entry.person, setting)
    if entry.withdrawn:
        style = setting.alerting(setting.style(bold=True))
        yield setting.boxed(WITHDRAWN, style, Edge.HEAVY_BOX)


def _body(entry: EntryOnPaper, setting: Setting) -> Iterator[Row]:
    style = setting.style(struck=entry.withdrawn is not None)
    yield from _standing(entry, setting)
    yield _allergies(entry.person, setting)
    yield from decisions(entry.person, setting)
    yield setting.labelled("Seen", list(_seen(entry)), setting.style())
    plan = entry.plan or "No plan was written in this entry."
    yield setting.labelled("Plan", plan, replace(style, size=style.size * 1.1))
    yield from _actions(entry, setting, style)
    yield from _medicines(entry.medicine_changes, setting, style)
    for n, line in enumerate(entry.discharge):
        yield setting.labelled("" if n else "Discharge", line, style)
    for label, words in (
        ("Watch for", entry.watch_for),
        ("Call", entry.watch_call),
        ("By", entry.watch_by),
        ("See again", entry.see_again),
        ("Home and family told", entry.home_and_family_told),
    ):
        if words:
            yield setting.labelled(label, words, style)
    yield from _right_to_left_note(entry, setting)


def _standing(entry: EntryOnPaper, setting: Setting) -> Iterator[Row]:
    """Says first of all when the entry no longer holds, or takes the place of an earlier one."""
    if entry.withdrawn:
        when, by = clinical_moment(entry.withdrawn.at), entry.withdrawn.by
        words = [
            Span(WITHDRAWN, bold=True),
            Span(f" Withdrawn {when} by {by}: {entry.withdrawn.reason}"),
        ]
        yield setting.boxed(words, setting.alerting(setting.style()), Edge.HEAVY_BOX)
    if entry.corrects:
        when = clinical_moment(entry.corrects.earlier_signed_at)
        words = [
            Span(f"CORRECTED. Replaces the entry of {when}. ", bold=True),
            Span(f"Reason: {entry.corrects.reason}"),
        ]
        yield setting.boxed(words, setting.style(), Edge.HEAVY_BOX)


def _seen(entry: EntryOnPaper) -> Iterator[Span]:
    on_behalf = f" for {entry.responsible}" if entry.responsible else ""
    when = clinical_moment(entry.when)
    yield Span(f"{entry.how} · {when} · Recorded by {entry.recorded_by}{on_behalf}")
    if entry.unconfirmed:
        yield Span(f" · {NOT_CONFIRMED}", bold=True)


def _allergies(person: PersonOnPaper, setting: Setting) -> Row:
    if not person.allergies and person.allergy_state != _KNOWN_ALLERGIES:
        return setting.labelled("Allergies", person.allergy_state, setting.style(bold=True))
    words = [Span(f"(!) {person.allergy_state}  ", bold=True), Span("; ".join(person.allergies))]
    return setting.boxed(words, setting.alerting(setting.style()), Edge.BOX)


def _medicines(changes: tuple[str, ...], setting: Setting, style: Style) -> Iterator[Row]:
    if changes:
        yield setting.labelled("Medicines", NOT_A_PRESCRIPTION, setting.style(bold=True))
    for change in changes:
        yield setting.labelled("", change, style)


def _actions(entry: EntryOnPaper, setting: Setting, style: Style) -> Iterator[Row]:
    if not entry.actions:
        yield setting.labelled(_ACTIONS, "None", style)
    for n, action in enumerate(entry.actions):
        yield _action(action, "" if n else _ACTIONS, setting, style)


def _action(action: ActionOnPaper, label: str, setting: Setting, style: Style) -> Row:
    """A box to tick, what is to be done, and by whom and when: in a column, or below."""
    left, box = setting.label_width, style.size * 1.6
    room = setting.width - left - box
    named = para(label, setting.accented(setting.style(bold=True))).laid(left - 2 * MM)
    tick = para("" if style.struck else "☐", replace(style, size=style.size * 1.15)).laid(box)
    what, whom = list(_what(action)), list(_whom(action))
    texts = (
        [(room, [*what, Span("\n"), *whom])]
        if setting.is_narrow
        else [(room * 0.6, what), (room * 0.4, whom)]
    )
    cells = [Cell(0, named), Cell(left, tick)]
    x = left + box
    for width, spans in texts:
        cells.append(Cell(x, para(spans, style).laid(width - 2 * MM)))
        x += width
    return Row(tuple(cells), setting.width, labelled=True)


def _what(action: ActionOnPaper) -> Iterator[Span]:
    if action.urgent:
        yield Span("URGENT ", bold=True)
    yield Span(action.text)


def _whom(action: ActionOnPaper) -> Iterator[Span]:
    yield Span(f"{action.owner or 'No owner'}\n")
    yield Span(f"Due {action.due or 'not set'}", bold=True)
    if action.state:
        yield Span(f"\n{action.state}")
