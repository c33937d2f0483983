"""How a resident is now, in words for who takes over: observations, medicines, problems, last plan, last fall.

Each line carries its day, and the medicines their source; what nobody recorded is left empty, and the
paper says so. Works nothing out but the NEWS2 of a set as it was taken.
"""

from collections.abc import Iterator

from mdt_core.answers import Answer, answers
from mdt_core.clock import clinical_moment
from mdt_core.documents.plan_contents import NowOnPaper
from mdt_core.record import Status
from mdt_core.records.medicines import MedicineLine, MedicineState
from mdt_core.records.observations import ObservationSet
from mdt_core.records.residents import ProblemState
from mdt_core.records.rounds import RoundEntry
from mdt_core.scores.news2 import evaluate
from mdt_core.scores.observed import news2_input
from mdt_core.store.queries.residents import ResidentPage
from mdt_core.store.queries.statements import Kept, Signed
from mdt_core.use_cases.no_change import plan_in_force

TWO_DOSES = "TWO VERSIONS of this line: ask before giving it"
UNVERIFIED = "not checked against its source"
_LEFT_OUT = frozenset({"purpose", "taken_at", "spo2_scale", "recorded_news2", "not_taken"})


def how_now(page: ResidentPage) -> NowOnPaper:
    """What the page of a resident says of today."""
    last = page.observations[0] if page.observations else None
    return NowOnPaper(
        observations=_set_words(last) if last else "",
        usual=_set_words(page.usual) if page.usual else "",
        medicines=tuple(_medicine(each) for each in page.medicines),
        medicines_as_of=_as_of(page),
        problems=tuple(_problems(page)),
        last_entry=_last_plan(page),
        falls=_last_fall(page),
        language=_language(page),
    )


def _set_words(taken: Signed[ObservationSet]) -> str:
    when = clinical_moment(taken.occurred_at)
    if taken.record is None:
        return f"{when}: written by a newer program, see the computer"
    score = evaluate(news2_input(taken.record))
    total = "NEWS2 not complete" if score.total is None else f"NEWS2 {score.total}"
    read = "; ".join(
        _reading(each, taken.record)
        for each in answers(taken.record)
        if each.name not in _LEFT_OUT and each.words
    )
    return f"{when}: {total}. {read}"


def _reading(answer: Answer, taken: ObservationSet) -> str:
    """The reading with its label, but for air or oxygen: a yes would not say which of the two."""
    if answer.name == "on_oxygen":
        return "On oxygen" if taken.on_oxygen else "On air"
    between = " " if answer.words[0].isdecimal() else ": "
    return f"{answer.label}{between}{answer.words}"


def _as_of(page: ResidentPage) -> str:
    head = page.medicine_list.record if page.medicine_list else None
    if head is None:
        return "As of: not recorded" if page.medicines else ""
    checked = f", checked by {head.checked_by}" if head.checked_by else ""
    return f"As of {clinical_moment(head.as_of)} from {head.source.label}{checked}. Check the MAR"


def _medicine(line: Kept[MedicineLine]) -> str:
    record = line.record
    if record is None:
        return f"{line.readable.get('medicine', 'A medicine')} – {TWO_DOSES}"
    what = " ".join(filter(None, (record.medicine, record.strength, record.form)))
    how = " ".join(filter(None, (record.dose, record.route, record.frequency)))
    return " – ".join(filter(None, (what, how, *_remarks(line, record))))


def _remarks(line: Kept[MedicineLine], record: MedicineLine) -> Iterator[str]:
    yield "when needed" if record.as_needed else ""
    yield record.instructions or ""
    yield "" if record.state is MedicineState.ACTIVE else record.state.label.upper()
    yield "" if record.is_verified else UNVERIFIED
    yield TWO_DOSES if line.has_siblings else ""


def _problems(page: ResidentPage) -> Iterator[str]:
    for each in page.problems:
        problem = each.record
        if problem is None:
            yield str(each.readable.get("text", ""))
        elif problem.state is ProblemState.ACTIVE:
            since = f" (since {problem.onset.display()})" if problem.onset else ""
            yield f"{problem.text}{since}"


def _last_plan(page: ResidentPage) -> str:
    """The last entry that stands; where it wrote no plan, the plan that holds with its own day."""
    current = (each for each in page.entries if each.status is Status.CURRENT)
    last = next(current, None)
    if last is None:
        return ""
    said = _entry_words(last)
    holds = plan_in_force(page.entries)
    if holds is None or last.readable.get("plan"):
        return said
    return f"{said} Plan before: {_entry_words(holds)}"


def _entry_words(entry: Signed[RoundEntry]) -> str:
    told = entry.readable
    watch = f" Watch for: {told['watch_for']}." if told.get("watch_for") else ""
    plan = str(told.get("plan") or "No plan was written").removesuffix(".")
    return f"{clinical_moment(entry.occurred_at)}, {entry.author.name}: {plan}.{watch}"


def _last_fall(page: ResidentPage) -> str:
    return clinical_moment(page.falls[0].occurred_at) if page.falls else ""


def _language(page: ResidentPage) -> str:
    """As it stands on the card, and on that of a record joined to it where it says another."""
    told = (card.record.language for card in (page.card, *page.joined) if card.record)
    return "; ".join(dict.fromkeys(filter(None, told)))
