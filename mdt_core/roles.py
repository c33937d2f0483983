"""The roles of people who use the product, and the sets of roles that definitions name.

Source: clinical.md 1.11 roles after the PRSB and national role lists (2026). Who may do what with
which home is asked of `access`; a definition only says which roles write a kind.
"""

from mdt_core.fields import Choice


class Role(Choice):
    """What a person does here."""

    GP = "gp", "GP"
    ADVANCED_PRACTITIONER = "advanced_practitioner", "Advanced nurse or clinical practitioner"
    COMMUNITY_MATRON = "community_matron", "Community matron"
    NURSE = "nurse", "Nurse"
    PHARMACIST = "pharmacist", "Clinical pharmacist"
    ALLIED_HEALTH_PROFESSIONAL = "allied_health_professional", "Allied health professional"
    SOCIAL_WORKER = "social_worker", "Social worker"
    HOME_MANAGER = "home_manager", "Care-home manager"
    HOME_NURSE = "home_nurse", "Care-home nurse"
    HOME_CARER = "home_carer", "Care-home carer"
    D2A_COORDINATOR = "d2a_coordinator", "D2A coordinator"
    QUALITY_OFFICER = "quality_officer", "Quality officer"
    ADMINISTRATOR = "administrator", "Administrator"
    AUDITOR = "auditor", "Auditor or Caldicott Guardian"


PRESCRIBERS = frozenset({Role.GP, Role.ADVANCED_PRACTITIONER})
CLINICIANS = PRESCRIBERS | {
    Role.COMMUNITY_MATRON,
    Role.NURSE,
    Role.PHARMACIST,
    Role.ALLIED_HEALTH_PROFESSIONAL,
}
HOME_CLINICAL = frozenset({Role.HOME_MANAGER, Role.HOME_NURSE})
HOME_STAFF = HOME_CLINICAL | {Role.HOME_CARER}
KNOW_MEDICINES = PRESCRIBERS | {Role.PHARMACIST}
"""Who may say which of two doses is right, and whom the prompts about medicines are for."""
KNOW_THE_PERSON = CLINICIANS | {Role.HOME_MANAGER}
"""Who may say which of two identities is right: they have the person or the papers before them."""
PLACERS = CLINICIANS | HOME_CLINICAL | {Role.D2A_COORDINATOR, Role.SOCIAL_WORKER}
OFFICE = frozenset({Role.ADMINISTRATOR, Role.D2A_COORDINATOR})
READERS_OF_RESTRICTED = CLINICIANS | {Role.SOCIAL_WORKER}
"""Clinicians and those who safeguard: who may know what may be about the home itself (ADR 0030)."""
READERS_OF_PEOPLE = PLACERS | HOME_STAFF
READERS_OF_NOTES = CLINICIANS | HOME_STAFF | {Role.D2A_COORDINATOR, Role.SOCIAL_WORKER}
