"""What a clinic day has in common: vaccine, batch, giver and the basis of consent that is proposed. No Qt.

It proposes and answers for nobody: each resident's own answer says it again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from mdt_core.clock import clinical_date
from mdt_core.drafts import Problem
from mdt_core.errors import InvalidInput
from mdt_core.fields import field_of
from mdt_core.records.vaccinations import (
    ConsentBasis,
    Vaccination,
    Vaccine,
    require_in_date,
)


@dataclass(frozen=True)
class ClinicSetup:
    """The set-up as entered; what is empty is not recorded with a dose."""

    vaccine: Vaccine
    batch: str
    expiry: date
    giver: str
    consent: ConsentBasis
    consent_by: str = ""
    product: str = ""
    site: str = ""
    place: str = ""

    @property
    def common(self) -> Mapping[str, Any]:
        """The values that each dose of the day carries, as a form tells them."""
        told = {
            "consent": self.consent.value,
            "consent_by": self.consent_by,
            "batch": self.batch,
            "expiry": self.expiry.isoformat(),
            "product": self.product,
            "site": self.site,
            "giver": self.giver,
            "place": self.place,
        }
        return {name: value for name, value in told.items() if value}

    @property
    def words(self) -> str:
        """The set-up in one line, as it stands above the list."""
        who = f" ({self.consent_by})" if self.consent_by else ""
        product = f", {self.product}" if self.product else ""
        return (
            f"{self.vaccine.label}{product}, batch {self.batch}, expires"
            f" {clinical_date(self.expiry)}. Given by {self.giver}. {self.consent.label}{who}"
        )


NEEDED: Mapping[str, str] = {
    "vaccine": "Choose the vaccine",
    "batch": "Enter the batch number",
    "expiry": "Enter the expiry date",
    "giver": "Say who gives it",
    "consent": "Choose the basis of consent that is proposed",
}


def problem_with(values: Mapping[str, str], day: date) -> Problem | None:
    """The first reason why a clinic cannot begin with these answers; its field is a label."""
    for name, words in NEEDED.items():
        if not values.get(name, "").strip():
            return Problem(label(name), words)
    if values["consent"] != ConsentBasis.PERSON.value and not values.get("consent_by", "").strip():
        return Problem(label("consent_by"), "Say who consents or was consulted")
    try:
        require_in_date(date.fromisoformat(values["expiry"]), day)
    except InvalidInput as expired:
        return Problem(expired.where, expired.message)
    return None


def setup_from(values: Mapping[str, str], place: str) -> ClinicSetup:
    """The set-up that answers without a problem make."""
    consent = ConsentBasis(values["consent"])
    return ClinicSetup(
        vaccine=Vaccine(values["vaccine"]),
        batch=values["batch"].strip(),
        expiry=date.fromisoformat(values["expiry"]),
        giver=values["giver"].strip(),
        consent=consent,
        consent_by="" if consent is ConsentBasis.PERSON else values["consent_by"].strip(),
        product=values.get("product", "").strip(),
        site=values.get("site", ""),
        place=place,
    )


def label(name: str) -> str:
    """The label of a field of the record."""
    return field_of(Vaccination, name).label
