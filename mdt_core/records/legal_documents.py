"""Who decides by law and what was decided beforehand: advance refusals, attorneys, deprivation of liberty.

Sources: Mental Capacity Act 2005 sections 9 to 11, 16, 20, 24 to 26 and Schedule A1; PRSB Palliative and
End of Life Care 1.1 (legal information). What makes one of them hold is asked here and weighed in
`mdt_core.care_validity`; the paper itself is looked at before anybody acts on it.
"""

from datetime import date, datetime
from typing import Annotated, Final

from typing_extensions import override

from mdt_core.clock import PartialDate
from mdt_core.errors import InvalidInput
from mdt_core.fields import (
    Ask,
    Choice,
    Column,
    Full,
    IndexedAs,
    Long,
    OnlyIf,
    Searchable,
    Section,
)
from mdt_core.record import Part, Statement, registered
from mdt_core.records.planning import require_past
from mdt_core.roles import CLINICIANS, HOME_CLINICAL, PRESCRIBERS, READERS_OF_NOTES, Role

_WRITERS: Final = CLINICIANS | HOME_CLINICAL | {Role.SOCIAL_WORKER}
_SETTLERS: Final = CLINICIANS | {Role.HOME_MANAGER, Role.SOCIAL_WORKER}


class RefusalState(Choice):
    """Whether an advance refusal stands."""

    STANDS = "stands", "Stands"
    WITHDRAWN = "withdrawn", "Withdrawn by the person"


@registered
class AdvanceRefusal(Statement):
    """An advance decision to refuse treatment, with all that makes it hold; the next one replaces it."""

    kind = "advance_refusal"
    title = "Advance decision to refuse treatment"
    is_series = True
    settled_by = PRESCRIBERS
    writers = _WRITERS
    readers = READERS_OF_NOTES

    state: Annotated[
        RefusalState, Section("What is refused"), Ask("State"), IndexedAs(Column.STATE)
    ]
    refused: Annotated[
        str,
        Ask("Treatment refused", "In the words of the document."),
        Long(),
        Searchable(),
    ]
    circumstances: Annotated[
        str | None, Ask("In which circumstances", "In the words of the document."), Long()
    ] = None
    made_on: Annotated[PartialDate, Ask("Made on", "The day on the document.")]
    is_life_sustaining: Annotated[
        bool | None, Section("What makes it hold"), Ask("Life-sustaining treatment is refused")
    ] = None
    is_written: Annotated[bool | None, Ask("In writing")] = None
    is_signed: Annotated[
        bool | None, Ask("Signed", "By the person, or by another at their direction.")
    ] = None
    is_witnessed: Annotated[bool | None, Ask("Witnessed", "A witness signed it too.")] = None
    is_even_if_life_at_risk: Annotated[
        bool | None,
        Ask("Says «even if life is at risk»", "Those words, or words that say the same."),
    ] = None
    was_able: Annotated[
        bool | None, Ask("Made while the person was 18 and able to decide"), Full()
    ] = None
    is_overtaken: Annotated[
        bool | None,
        Ask("The person has since acted against it", "Clearly inconsistent with the decision."),
        Full(),
    ] = None
    document_seen: Annotated[bool | None, Section("The document"), Ask("Document seen")] = None
    document_seen_on: Annotated[
        date | None, Ask("Document seen on"), OnlyIf("document_seen", "true")
    ] = None
    document_place: Annotated[str | None, Ask("Where it is"), Searchable()] = None

    @override
    def require_possible(self, now: datetime) -> None:
        """Raises InvalidInput for a day that has not come yet."""
        require_past(
            now,
            *{"Made on": self.made_on.earliest, "Document seen on": self.document_seen_on}.items(),
        )


class ProxyState(Choice):
    """Whether anybody may decide for the person by law."""

    SOME = "some", "Somebody may"
    NONE = "none", "Nobody, as asked"
    NOT_KNOWN = "not_known", "Not known"


class ProxyKind(Choice):
    """By which power somebody decides."""

    LPA_WELFARE = "lpa_welfare", "Lasting power of attorney: health and welfare"
    LPA_PROPERTY = "lpa_property", "Lasting power of attorney: property"
    DEPUTY_WELFARE = "deputy_welfare", "Court deputy: welfare"
    DEPUTY_PROPERTY = "deputy_property", "Court deputy: property"


class Proxy(Part):
    """One attorney or deputy."""

    power: Annotated[ProxyKind, Ask("Power")]
    name: Annotated[str, Ask("Name"), Searchable()]
    contact: Annotated[str | None, Ask("Telephone or address")] = None
    is_registered: Annotated[
        bool | None,
        Ask("Registered", "With the Office of the Public Guardian; a court order counts."),
    ] = None
    decides_life_sustaining: Annotated[
        bool | None, Ask("May decide about life-sustaining treatment")
    ] = None
    reference: Annotated[str | None, Ask("Reference of the Public Guardian")] = None
    document_seen: Annotated[bool | None, Ask("Document seen")] = None
    document_seen_on: Annotated[date | None, Ask("Document seen on")] = None
    document_place: Annotated[str | None, Ask("Where it is")] = None


@registered
class Attorney(Statement):
    """Who may decide for the person by law, as one signed whole; the next list replaces it."""

    kind = "attorney"
    title = "Attorneys and deputies"
    is_series = True
    settled_by = _SETTLERS
    writers = _WRITERS
    readers = READERS_OF_NOTES

    state: Annotated[ProxyState, Ask("May somebody decide by law?"), IndexedAs(Column.STATE)]
    proxies: Annotated[
        tuple[Proxy, ...],
        Ask("Attorney or deputy"),
        OnlyIf("state", ProxyState.SOME),
        Searchable(),
    ] = ()
    source: Annotated[str | None, Ask("Source", "Who or what said so.")] = None

    @override
    def require_possible(self, now: datetime) -> None:
        """Raises InvalidInput where the answer and the list contradict each other."""
        days = {
            "Attorney or deputy": max(
                filter(None, (each.document_seen_on for each in self.proxies)), default=None
            )
        }
        require_past(now, *days.items())
        if self.state is ProxyState.SOME and not self.proxies:
            raise InvalidInput(
                "Name who may decide, or choose «Not known»", where="Attorney or deputy"
            )
        if self.state is not ProxyState.SOME and self.proxies:
            raise InvalidInput(
                f"«{self.state.label}» cannot stand beside a name",
                where="May somebody decide by law?",
            )


class LibertyState(Choice):
    """Where the authorisation of a deprivation of liberty stands."""

    APPLIED = "applied", "Applied for"
    AUTHORISED = "authorised", "Authorised"
    REFUSED = "refused", "Refused"
    ENDED = "ended", "Ended"
    NOT_NEEDED = "not_needed", "Not needed"


class LibertyKind(Choice):
    """Which authorisation it is."""

    URGENT = "urgent", "Urgent"
    STANDARD = "standard", "Standard"
    COURT = "court", "By the court"


@registered
class LibertySafeguard(Statement):
    """A deprivation of liberty safeguard: by whom, from when to when, on which conditions."""

    kind = "liberty_safeguard"
    title = "Deprivation of liberty safeguard"
    is_series = True
    settled_by = _SETTLERS
    writers = _WRITERS
    readers = READERS_OF_NOTES

    state: Annotated[
        LibertyState, Section("The authorisation"), Ask("State"), IndexedAs(Column.STATE)
    ]
    applied_on: Annotated[date | None, Ask("Applied for on")] = None
    authorisation: Annotated[
        LibertyKind | None,
        Ask("Which authorisation"),
        OnlyIf("state", LibertyState.AUTHORISED, LibertyState.ENDED),
    ] = None
    authorised_from: Annotated[
        date | None,
        Ask("Authorised from"),
        OnlyIf("state", LibertyState.AUTHORISED, LibertyState.ENDED),
    ] = None
    authorised_to: Annotated[
        date | None,
        Ask("Authorised to"),
        OnlyIf("state", LibertyState.AUTHORISED, LibertyState.ENDED),
        IndexedAs(Column.DUE_AT),
    ] = None
    authority: Annotated[str | None, Ask("Authority", "The council or court."), Searchable()] = None
    reference: Annotated[str | None, Ask("Reference", "As on the authorisation.")] = None
    conditions: Annotated[
        str | None,
        Section("Conditions and people"),
        Ask("Conditions", "What the authorisation asks of the home, one a line."),
        Long(),
        Searchable(),
    ] = None
    representative: Annotated[
        str | None, Ask("Representative", "Name, relation and telephone.")
    ] = None
    document_seen: Annotated[bool | None, Section("The document"), Ask("Document seen")] = None
    document_place: Annotated[str | None, Ask("Where it is"), Searchable()] = None

    @override
    def require_possible(self, now: datetime) -> None:
        """Raises InvalidInput for an application to come, no dates, or an end before the beginning."""
        require_past(now, *{"Applied for on": self.applied_on}.items())
        begins, ends = self.authorised_from, self.authorised_to
        if self.state is LibertyState.AUTHORISED and ends is None:
            raise InvalidInput("Say until when it is authorised", where="Authorised to")
        if begins is not None and ends is not None and ends < begins:
            raise InvalidInput("It ends before it begins", where="Authorised to")
