"""What waits in the ward for the tests of the start screen and of the actions, made by use cases."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from mdt_core.actor import Actor
from mdt_core.drafts import Draft
from mdt_core.records.actions import Action, ActionPriority
from mdt_core.records.concerns import Concern, HowSoon
from mdt_core.records.escalations import Escalation, EscalationChannel, EscalationTrigger
from mdt_core.records.falls import Fall
from mdt_core.records.people import Practitioner
from mdt_core.records.rounds import HowSeen, RoundEntry, SeeAgain
from mdt_core.roles import Role
from mdt_core.store.store import Store
from mdt_core.store.unit_of_work import About
from mdt_core.use_cases.rounds import add_action, sign_entry
from tests.support.ward import Ward

TODAY = date(2026, 11, 24)
ME = "Dr Amina Shah"


@dataclass(frozen=True)
class Work:
    """The ids of the actions by their first word."""

    actions: dict[str, str]


PLAN = (
    ("Bloods: FBC and U&E", "Okonkwo", ME, Role.GP, -3, False),
    ("Referral to the falls team", "Patel", ME, Role.GP, 0, False),
    ("Letter to the daughter", "Tran", None, Role.GP, 2, False),
    ("Fluids chart, push fluids", "Achterberg", None, Role.HOME_NURSE, 0, True),
    ("Weigh weekly", "Yilmaz", "Grace Obi", Role.HOME_NURSE, -1, False),
    ("Continence pads", "Ramsbottom", "Someone Else", Role.NURSE, None, False),
)


def make_work(store: Store, by: Actor, ward: Ward) -> Work:
    """Adds six actions and a nurse of the home: three are the GP's own, two are the home's."""
    with store.deed(by) as unit:
        nurse = Practitioner(name="Grace Obi", role=Role.HOME_NURSE, home_id=ward.home_id)
        unit.write(nurse, About())
        unit.commit()
    made = {}
    for text, family, owner, role, days, is_urgent in PLAN:
        action = Action(
            text=text,
            owner=owner,
            owner_role=role,
            due=None if days is None else TODAY + timedelta(days=days),
            priority=ActionPriority.URGENT if is_urgent else ActionPriority.ROUTINE,
        )
        made[text.split()[0].strip(":,")], _ = add_action(
            store, by=by, resident_id=ward.of(family), action=action
        )
    return Work(made)


def told_of(store: Store, by: Actor, ward: Ward, family: str, *, late: tuple[str, int]) -> None:
    """What a device receives of an action due three days ago that the service told: its id, and the rung."""
    action_id, rung = late
    due = TODAY - timedelta(days=3)
    said = Escalation(
        action_id=action_id,
        action_due=due,
        rung_days=rung,
        ladder_version="2",
        trigger=EscalationTrigger.OVERDUE_ACTION,
        channel=EscalationChannel.CLINICAL_LEAD if rung else EscalationChannel.OWNER,
        to_whom="Clinical lead",
        sent_at=datetime(2026, 11, 24, 6, 40, tzinfo=UTC),
        situation="Not done",
    )
    sign(store, by, ward, family, said)


def raise_concern(
    store: Store, by: Actor, ward: Ward, family: str, how_soon: HowSoon = HowSoon.TODAY
) -> str:
    """The home's concern about somebody; returns its id."""
    words = "Drowsy since breakfast, left the porridge"
    return sign(store, by, ward, family, Concern(words=words, how_soon=how_soon))


def write_entry(
    store: Store, by: Actor, ward: Ward, family: str, looked_at: tuple[str, ...] = ()
) -> str:
    """A signed round entry about somebody that answers these records; returns its id."""
    values = {"how": HowSeen.VIDEO, "note": "Stable", "see_again": SeeAgain.NEXT_ROUND}
    draft = Draft(RoundEntry, ward.of(family), values)
    return sign_entry(store, by=by, draft=draft, looked_at=looked_at).entry_id


def record_fall(store: Store, by: Actor, ward: Ward, family: str, hours_ago: int) -> str:
    """A fall that happened so long ago and is written now; returns its id."""
    return sign(
        store, by, ward, family, Fall(occurred_at=store.clock() - timedelta(hours=hours_ago))
    )


def sign(
    store: Store, by: Actor, ward: Ward, family: str, record: Concern | Escalation | Fall
) -> str:
    """Signs a statement about somebody of the ward; returns its id."""
    happened = record.occurred_at if isinstance(record, Fall) else None
    with store.deed(by) as unit:
        about = About(ward.of(family), ward.home_id, occurred_at=happened)
        change = unit.sign(record, about)
        unit.commit()
    return str(change.envelope.record_id)
