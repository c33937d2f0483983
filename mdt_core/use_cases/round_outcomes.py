"""What became of residents on a round's list who were not seen: deferred, in hospital, left.

Kept in the round's own card, since it is progress and no finding: devices add up, it can be taken
back, and nothing about the resident's stay is changed by it. Refused once the round is signed off.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from mdt_core.actor import Actor
from mdt_core.clock import london_day
from mdt_core.errors import InvalidInput, Refused
from mdt_core.records.rounds import DeferReason, OutcomeKind, Round, RoundOutcome, RoundState
from mdt_core.store.merges import people_under
from mdt_core.store.store import Store
from mdt_core.store.unit_of_work import About, Changes, UnitOfWork

ROUND_IS_SIGNED = "This round is signed off and its header is closed. Plan the next one"
SAY_WHY = "Say in words why this resident is deferred"


def defer(
    store: Store,
    *,
    by: Actor,
    round_id: str,
    residents: Sequence[str],
    reason: DeferReason,
    words: str = "",
    until: date | None = None,
) -> Changes:
    """Defers residents of one round; raises what `defer_in` raises."""
    lists = {round_id: residents}
    return defer_in(store, by=by, lists=lists, reason=reason, words=words, until=until)


def defer_in(
    store: Store,
    *,
    by: Actor,
    lists: Mapping[str, Sequence[str]],
    reason: DeferReason,
    words: str = "",
    until: date | None = None,
) -> Changes:
    """Defers residents of each of these rounds to the next one, or until a day, all or none.

    Raises InvalidInput for «other» without words, a day not after today, and somebody not on the
    list; Refused for a round that is signed off.
    """
    if reason is DeferReason.OTHER and not words.strip():
        raise InvalidInput(SAY_WHY, where="Why")
    if until is not None and until <= london_day(store.clock()):
        raise InvalidInput("Choose a day after today", where="Until")
    said = RoundOutcome(
        id="each",
        outcome=OutcomeKind.DEFERRED,
        reason=reason,
        words=words.strip() or None,
        until=until,
        by=by.person_id,
        name=by.name,
    )
    with store.deed(by) as unit:
        for round_id, residents in lists.items():
            each = tuple(said.model_copy(update={"id": who}) for who in residents)
            _say(unit, round_id, each)
        return unit.commit()


def not_here(
    store: Store, *, by: Actor, round_id: str, resident_id: str, outcome: OutcomeKind
) -> Changes:
    """Says that a resident is in hospital or has left; the stay itself is changed elsewhere.

    Raises InvalidInput for a deferral, which needs a reason, and what `defer` raises.
    """
    if outcome is OutcomeKind.DEFERRED:
        raise InvalidInput("Choose why this resident is deferred", where="Why")
    said = RoundOutcome(id=resident_id, outcome=outcome, by=by.person_id, name=by.name)
    with store.deed(by) as unit:
        _say(unit, round_id, (said,))
        return unit.commit()


def take_back_outcome(store: Store, *, by: Actor, round_id: str, resident_id: str) -> Changes:
    """Puts a resident back among those to be seen; raises Refused for a round signed off."""
    with store.deed(by) as unit:
        header = open_round(unit, round_id)
        under = people_under(unit.connection, [each.id for each in header.outcomes])
        left = tuple(each for each in header.outcomes if under.get(each.id, each.id) != resident_id)
        _write(unit, header, round_id, left)
        _audit(unit, header, round_id, "take back outcome", (resident_id,))
        return unit.commit()


def open_round(unit: UnitOfWork, round_id: str) -> Round:
    """The header of a round that may still be changed; raises Refused once it is signed off."""
    header = unit.card(Round, round_id)
    if header.state in (RoundState.COMPLETED, RoundState.VOID):
        raise Refused(ROUND_IS_SIGNED)
    return header


def _say(unit: UnitOfWork, round_id: str, outcomes: Sequence[RoundOutcome]) -> None:
    header = open_round(unit, round_id)
    said = {each.id: each for each in outcomes}
    under = people_under(unit.connection, header.residents)
    if not said.keys() <= {*header.residents, *under.values()}:
        raise InvalidInput("This resident is not on the list of the round")
    kept = tuple({**{each.id: each for each in header.outcomes}, **said}.values())
    _write(unit, header, round_id, kept)
    _audit(unit, header, round_id, "say outcome", tuple(said))


def _write(
    unit: UnitOfWork, header: Round, round_id: str, outcomes: tuple[RoundOutcome, ...]
) -> None:
    changed = header.model_copy(update={"outcomes": outcomes})
    unit.write(changed, About(home_id=header.home_id), record_id=round_id)


def _audit(
    unit: UnitOfWork, header: Round, round_id: str, deed: str, residents: Sequence[str]
) -> None:
    for resident_id in residents:
        unit.audit(deed, About(resident_id, header.home_id), record_id=round_id)
