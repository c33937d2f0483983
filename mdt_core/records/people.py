"""Practitioners: the people who write, own actions, and are responsible."""

from typing import Annotated

from mdt_core.fields import Ask, Column, In, IndexedAs, Searchable, Sensitivity
from mdt_core.record import Card, Group, MergeClass, Place, registered
from mdt_core.roles import OFFICE, READERS_OF_PEOPLE, Role


@registered
class Practitioner(Card):
    """A person who works for residents, with role and organisation. Source: FHIR R4 Practitioner."""

    kind = "practitioner"
    title = "Practitioner"
    scope = Place.REFERENCE
    writers = OFFICE | {Role.GP, Role.HOME_MANAGER, Role.NURSE, Role.COMMUNITY_MATRON}
    readers = READERS_OF_PEOPLE | {Role.ADMINISTRATOR, Role.AUDITOR}
    groups = (
        Group("identity", MergeClass.SETTLE_WHEN_CONVENIENT, Sensitivity.ADMIN),
        Group("reach", MergeClass.SETTLE_WHEN_CONVENIENT, Sensitivity.ADMIN),
    )

    name: Annotated[str, Ask("Name"), In("identity"), Searchable()]
    role: Annotated[Role, Ask("Role"), In("identity"), IndexedAs(Column.STATE)]
    organisation: Annotated[str | None, Ask("Organisation"), In("identity")] = None
    home_id: Annotated[str | None, Ask("Care home"), In("identity"), IndexedAs(Column.HOME)] = None
    professional_number: Annotated[
        str | None, Ask("GMC, NMC, GPhC or HCPC number"), In("identity")
    ] = None
    phone: Annotated[str | None, Ask("Telephone"), In("reach")] = None
    email: Annotated[str | None, Ask("E-mail"), In("reach")] = None
