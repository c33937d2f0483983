"""What an organisation has been allowed to show of a tool that belongs to somebody else.

Source: clinical.md 1.9 (2026). The wording that a permission allows is entered by the organisation that
holds it; none comes with the program.
"""

from datetime import date
from typing import Annotated

from mdt_core.fields import Ask, Choice, Column, In, IndexedAs, Long, Sensitivity
from mdt_core.record import Card, Group, MergeClass, Place, registered
from mdt_core.roles import READERS_OF_NOTES, Role


class PermissionState(Choice):
    """Where the permission stands."""

    ASKED = "asked", "Asked for"
    GIVEN = "given", "Given"
    REFUSED = "refused", "Refused"
    ENDED = "ended", "Ended"


@registered
class ToolLicence(Card):
    """One tool and one organisation: the permission, and the wording it allows."""

    kind = "tool_licence"
    title = "Permission for a tool"
    scope = Place.REFERENCE
    writers = frozenset({Role.ADMINISTRATOR})
    readers = READERS_OF_NOTES | {Role.ADMINISTRATOR}
    groups = (Group("permission", MergeClass.SETTLE_WHEN_CONVENIENT, Sensitivity.ADMIN),)

    tool: Annotated[str, Ask("Tool", "As the register of tools names it."), In("permission")]
    organisation: Annotated[str, Ask("Organisation"), In("permission")]
    state: Annotated[PermissionState, Ask("Permission"), In("permission"), IndexedAs(Column.STATE)]
    reference: Annotated[str, Ask("Reference", "Letter or contract."), In("permission")]
    given_on: Annotated[date | None, Ask("Given on"), In("permission")] = None
    until: Annotated[date | None, Ask("Until"), In("permission"), IndexedAs(Column.DUE_AT)] = None
    wording: Annotated[
        str | None,
        Ask("Wording that may be shown", "As the owner gave it; shown beside the question."),
        In("permission"),
        Long(),
    ] = None

    def allows(self, today: date) -> bool:
        """Whether the permission is given and holds on a day."""
        has_begun = self.given_on is None or self.given_on <= today
        has_ended = self.until is not None and self.until < today
        return self.state is PermissionState.GIVEN and has_begun and not has_ended
