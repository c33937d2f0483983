"""One resident as JSON values: what is known, with ids, authors and moments, and nothing left out."""

from collections.abc import Iterable
from typing import Any

from mdt_core.clock import utc_text
from mdt_core.records.observations import ObservationSet
from mdt_core.scores.news2 import evaluate
from mdt_core.scores.observed import news2_input
from mdt_core.store.queries.homes import ResidentLine
from mdt_core.store.queries.residents import ResidentPage
from mdt_core.store.queries.statements import Kept, Signed
from mdt_core.sync.change import Author
from mdt_desktop.ui.resident.reading import ResidentRead

_PLACE = ("home_id", "home_name", "room", "unit", "stay_type", "stay_state", "planned_end")


def resident_json(read: ResidentRead) -> dict[str, Any]:
    """Gives the resident; cards and statements carry their fields as they are stored."""
    page = read.page
    return {
        **candidate_json(page.line),
        "place": {name: getattr(page.line, name) for name in _PLACE},
        "resident": dict(page.card.readable),
        "allergies": {
            "state": page.line.allergy_state,
            "words": page.line.allergy_words,
            "two_versions": page.line.allergy_siblings,
            "statements": _statements(page.allergies),
        },
        "problems": _cards(page.problems),
        "medicine_list": _statement(page.medicine_list) if page.medicine_list else None,
        "medicines": _cards(page.medicines),
        "past_medicines": _cards(page.past_medicines),
        "observations": _sets(page),
        "concerns": _statements(page.concerns),
        "falls": _statements(page.falls),
        "hospital": _statements(page.hospital),
        "entries": _statements(page.entries),
        "open_actions": _cards(page.open_actions),
        "stays": _cards(page.stays),
        "withdrawn": _statements(tuple(signed for signed, _ in read.withdrawn)),
    }


def candidate_json(line: ResidentLine) -> dict[str, Any]:
    """Gives who somebody is, enough to tell two people apart."""
    return {
        "resident_id": line.resident_id,
        "name": line.formal_name,
        "born": line.born,
        "gender": line.gender,
        "nhs_number": line.nhs_number,
        "is_deceased": line.is_deceased,
        "died": line.died,
    }


def _cards(cards: "Iterable[Kept[Any]]") -> list[dict[str, Any]]:
    return [
        {
            "id": each.id,
            "two_versions": each.has_siblings,
            "problems": list(each.problems),
            "fields": dict(each.readable),
        }
        for each in cards
    ]


def _statements(signed: "Iterable[Signed[Any]]") -> list[dict[str, Any]]:
    return [_statement(each) for each in signed]


def _statement(signed: "Signed[Any]") -> dict[str, Any]:
    withdrawn = signed.withdrawn
    return {
        "id": signed.id,
        "status": signed.status.value,
        "occurred_at": utc_text(signed.occurred_at),
        "recorded_at": utc_text(signed.recorded_at),
        "author": _author(signed.author),
        "responsible": _author(signed.responsible) if signed.responsible else None,
        "withdrawn": withdrawn
        and {
            "by": _author(withdrawn.by),
            "at": utc_text(withdrawn.at),
            "reason": withdrawn.reason,
        },
        "fields": dict(signed.readable),
    }


def _author(author: Author) -> dict[str, str]:
    return {
        "id": author.id,
        "name": author.name,
        "role": author.role,
        "organisation": author.organisation,
    }


def _sets(page: ResidentPage) -> list[dict[str, Any]]:
    return [{**_statement(each), "news2": _score(each.record)} for each in page.observations]


def _score(taken: ObservationSet | None) -> dict[str, Any] | None:
    if taken is None:
        return None
    score = evaluate(news2_input(taken))
    return {
        "total": score.total,
        "parts": dict(score.parts),
        "missing": list(score.missing),
        "table": score.table,
    }
