"""Role x home x kind: who reads, who writes, and the words of a refusal."""

from itertools import product

import pytest

from mdt_core import access, roles
from mdt_core.errors import NotAllowed
from mdt_core.record import Place, Record, all_kinds
from mdt_core.records.actions import Action
from mdt_core.records.medicines import MedicineLine
from mdt_core.records.people import Practitioner
from mdt_core.records.residents import Resident
from mdt_core.records.rounds import RoundEntry
from mdt_core.roles import Role
from tests.support.builders import HOME_ID, OTHER_HOME_ID, actor

KINDS = tuple(all_kinds())
READ_ONLY = "You can read this but not change it"
MATRIX = list(product(Role, KINDS))


def named(value: object) -> str:
    return value.kind if isinstance(value, type) and issubclass(value, Record) else str(value)


@pytest.mark.parametrize(("role", "kind"), MATRIX, ids=named)
def test_a_role_does_what_the_definition_says_in_its_own_home_alone(
    role: Role, kind: type[Record]
) -> None:
    person = actor(role, HOME_ID)
    assert access.may_read(person, kind, HOME_ID) == (role in kind.readers)
    assert access.may_write(person, kind, HOME_ID) == (role in kind.writers)
    has_reach = kind.scope is not Place.RESIDENT or role in roles.PLACERS
    assert access.may_read(person, kind, None) == (role in kind.readers and has_reach)
    assert not access.may_read(person, kind, OTHER_HOME_ID)
    assert not access.may_write(person, kind, OTHER_HOME_ID)
    for require in (access.require_read, access.require_write):
        with pytest.raises(NotAllowed, match="home that you do not serve"):
            require(person, kind, OTHER_HOME_ID)


@pytest.mark.parametrize(("role", "kind"), MATRIX, ids=named)
def test_who_serves_the_whole_device_is_asked_the_role_alone(
    role: Role, kind: type[Record]
) -> None:
    person = actor(role)
    assert access.may_read(person, kind, OTHER_HOME_ID) == (role in kind.readers)
    assert access.may_write(person, kind, OTHER_HOME_ID) == (role in kind.writers)


def test_a_person_of_no_home_at_all_reads_nothing_that_has_one() -> None:
    nowhere = actor(Role.GP).__class__("p", "n", Role.GP, "", frozenset())
    assert not access.may_read(nowhere, Resident, HOME_ID)


@pytest.mark.parametrize("kind", KINDS, ids=named)
def test_who_may_not_write_is_told_whom_to_ask(kind: type[Record]) -> None:
    for role in Role:
        if role in kind.writers:
            access.require_write(actor(role), kind, HOME_ID)
            continue
        with pytest.raises(NotAllowed, match=r"\. Ask an? \w") as refused:
            access.require_write(actor(role), kind, HOME_ID)
        can_read = "You can read this but not change it" in refused.value.message
        assert can_read == (role in kind.readers)


@pytest.mark.parametrize(
    ("role", "kind", "words"),
    [
        (
            Role.SOCIAL_WORKER,
            RoundEntry,
            f"{READ_ONLY}. Ask a nurse, a GP or a clinical pharmacist",
        ),
        (Role.HOME_CARER, MedicineLine, f"{READ_ONLY}. Ask a nurse, a GP or a clinical pharmacist"),
        (Role.HOME_CARER, Practitioner, f"{READ_ONLY}. Ask a nurse, a GP or a care-home manager"),
        (
            Role.ADMINISTRATOR,
            Action,
            "«Action» is not shown to your role. Ask a nurse, a GP or a clinical pharmacist",
        ),
    ],
)
def test_the_words_of_a_refusal(role: Role, kind: type[Record], words: str) -> None:
    with pytest.raises(NotAllowed) as refused:
        access.require_write(actor(role), kind, HOME_ID)
    assert refused.value.message == words


def test_the_words_of_a_refusal_to_read() -> None:
    with pytest.raises(NotAllowed, match="«Resident» is not shown to your role"):
        access.require_read(actor(Role.QUALITY_OFFICER), Resident, HOME_ID)


@pytest.mark.parametrize("role", [Role.QUALITY_OFFICER, Role.ADMINISTRATOR, Role.AUDITOR])
def test_who_is_not_in_care_reads_no_clinical_note(role: Role) -> None:
    assert role not in roles.READERS_OF_NOTES
    assert not access.may_read(actor(role), RoundEntry, HOME_ID)


@pytest.mark.parametrize("kind", KINDS, ids=named)
def test_who_writes_a_kind_reads_it(kind: type[Record]) -> None:
    assert kind.writers <= kind.readers
