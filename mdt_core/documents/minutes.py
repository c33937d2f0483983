"""The minutes of an MDT meeting on paper, for one organisation; what is blacked out is said to be so.

A blacked-out part is a striped row that says so and holds nothing else: no text lies under it, and its
length tells nothing. The link to join is on no paper.
"""

from collections.abc import Iterator
from dataclasses import replace

from mdt_core.clock import clinical_moment, clinical_weekday_date
from mdt_core.documents.blocks import Block, Edge, Row, paginate
from mdt_core.documents.contents import ActionOnPaper, PaperLook
from mdt_core.documents.furniture import (
    DRAFT_WORDS,
    Furniture,
    Setting,
    freshness_words,
    practice_band,
    reference,
    write,
)
from mdt_core.documents.minutes_contents import BLACKED_OUT, WHOLE_CASE, MinutedCase, Minutes
from mdt_core.documents.pdf import MM
from mdt_core.documents.people import identity, identity_again
from mdt_core.documents.text import IDENTITY_LIMIT, Span

TITLE = "MDT minutes"
NOTHING_SAID = "No case was discussed."
CHANGED = "Changed since these minutes were approved: a case was withdrawn."


def render_minutes(minutes: Minutes, *, look: PaperLook) -> bytes:
    """Makes the minutes' PDF, the same bytes for the same minutes and look.

    Raises `NotPrinted` where a word could not be put on paper.
    """
    setting = Setting(look)
    furniture = Furniture(
        setting,
        tuple(_first_head(minutes, setting)),
        tuple(_next_head(minutes, setting)),
        lambda page: tuple(_foot(minutes, setting, page)),
        draft=minutes.is_draft,
    )
    about = Block((), (), tuple(_meeting(minutes, setting)), divides=True)
    cases = [_case(each, setting) for each in minutes.cases] or [_nothing(setting)]
    pages = paginate([about, *cases], height_of_page=furniture.room)
    title = f"{TITLE} {minutes.document_id}"
    return write(pages, furniture, title=title, at=minutes.printed_at)


def _first_head(minutes: Minutes, setting: Setting) -> Iterator[Row]:
    if minutes.practice:
        yield practice_band(setting)
    title = setting.accented(setting.style(13))
    left = [Span(TITLE, bold=True), Span(f"\n{minutes.meeting_name}")]
    right = [Span(clinical_weekday_date(minutes.held_on), bold=True)]
    right += [Span(f"\n{minutes.times}")] if minutes.times else []
    yield setting.two_sides(left, right, title, share=0.6)
    yield setting.row(minutes.home_name, setting.style(13, bold=True), limit=IDENTITY_LIMIT)
    copy = [Span("Copy for "), Span(minutes.organisation, bold=True)]
    yield setting.row(copy, setting.style(), limit=IDENTITY_LIMIT)
    yield replace(setting.row(_how_many(minutes), setting.style()), gap=3 * MM)


def _meeting(minutes: Minutes, setting: Setting) -> Iterator[Row]:
    """Who was there and on what they spoke: it may take more than a page."""
    if minutes.is_changed:
        yield setting.boxed(CHANGED, setting.style(bold=True), Edge.HEAVY_BOX)
    for label, words in (
        ("Chair", minutes.chair),
        ("Present", "; ".join(minutes.present)),
        ("Apologies", "; ".join(minutes.apologies)),
        ("Quorum", minutes.quorum),
        ("Shared on", minutes.basis),
        ("Approved", minutes.approved or DRAFT_WORDS),
    ):
        yield setting.labelled(label, words or "Not recorded", setting.style())


def _how_many(minutes: Minutes) -> str:
    number = len(minutes.cases)
    said = "1 case discussed" if number == 1 else f"{number} cases discussed"
    left = f", {minutes.not_discussed} not discussed" if minutes.not_discussed else ""
    return f"{said}{left}, in this home's part of the meeting."


def _next_head(minutes: Minutes, setting: Setting) -> Iterator[Row]:
    if minutes.practice:
        yield practice_band(setting)
    left = [Span(f"{TITLE}, continued: {minutes.home_name}", bold=True)]
    right = [Span(f"Copy for {minutes.organisation}")]
    row = setting.two_sides(left, right, setting.style(), share=0.6)
    yield replace(row, gap=4 * MM)


def _foot(minutes: Minutes, setting: Setting, page: str) -> Iterator[Row]:
    left = [
        Span(f"{freshness_words(minutes.freshness)}\nPrinted by "),
        Span(minutes.printed_by),
        Span(f", {clinical_moment(minutes.printed_at)}"),
    ]
    right = [
        Span(f"{page}\nMinutes\u00a0", bold=True),
        Span(reference(minutes.document_id), bold=True),
    ]
    row = setting.two_sides(left, right, setting.style(8.5), share=0.5)
    yield replace(row, edge=Edge.RULE_ABOVE)


def _nothing(setting: Setting) -> Block:
    return Block((), (), (setting.row(NOTHING_SAID, setting.style()),))


def _case(case: MinutedCase, setting: Setting) -> Block:
    if case.person is None:
        head = replace(
            setting.row(f"Case {case.turn}", setting.style(13, bold=True)), edge=Edge.RULE_ABOVE
        )
        return Block((head,), (head,), (_black(WHOLE_CASE, setting),))
    return Block(
        head=tuple(identity(case.person, setting)),
        head_again=tuple(identity_again(case.person, setting)),
        body=tuple(_body(case, setting)),
    )


def _body(case: MinutedCase, setting: Setting) -> Iterator[Row]:
    style = setting.style()
    for each in case.fields:
        words = f"{each.label}: {BLACKED_OUT.lower()}"
        yield (
            _black(words, setting)
            if each.is_black
            else setting.labelled(each.label, each.text, style)
        )
    if case.are_actions_black:
        yield _black(f"Actions: {BLACKED_OUT.lower()}", setting)
    elif not case.actions:
        yield setting.labelled("Actions", "None", style)
    for n, action in enumerate(case.actions):
        yield setting.labelled("" if n else "Actions", list(_action(action)), style)
    yield setting.labelled("After this", case.after, style)
    yield setting.labelled("Signed", case.signed_by, style)


def _action(action: ActionOnPaper) -> Iterator[Span]:
    if action.urgent:
        yield Span("URGENT ", bold=True)
    yield Span(f"{action.text}\n")
    yield Span(f"{action.owner or 'No owner'} · Due {action.due or 'not set'}", bold=True)
    if action.state:
        yield Span(f" · {action.state}")


def _black(words: str, setting: Setting) -> Row:
    return setting.boxed(words, setting.style(bold=True), Edge.STRIPES)
