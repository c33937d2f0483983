"""Who sits at an MDT meeting, as the meeting names them: wider than who uses this program.

Source: clinical.md 1.3, the roles of virtual MDT meetings of care homes (2026). A role here gives no right.
"""

from mdt_core.fields import Choice


class MeetingRole(Choice):
    """What a person is at the meeting."""

    GP = "gp", "GP"
    GP_REGISTRAR = "gp_registrar", "GP registrar"
    ADVANCED_PRACTITIONER = "advanced_practitioner", "Advanced nurse or clinical practitioner"
    PRACTICE_NURSE = "practice_nurse", "Practice nurse"
    COMMUNITY_MATRON = "community_matron", "Community matron"
    DISTRICT_NURSE = "district_nurse", "District nurse"
    TECHT_NURSE = "techt_nurse", "TECHT nurse"
    PHARMACIST = "pharmacist", "Clinical pharmacist"
    PHARMACY_TECHNICIAN = "pharmacy_technician", "Pharmacy technician"
    GERIATRICIAN = "geriatrician", "Geriatrician"
    OLD_AGE_PSYCHIATRIST = "old_age_psychiatrist", "Old-age psychiatrist"
    PSYCHIATRIC_NURSE = "psychiatric_nurse", "Community psychiatric nurse"
    PALLIATIVE_NURSE = "palliative_nurse", "Palliative care nurse specialist"
    PHYSIOTHERAPIST = "physiotherapist", "Physiotherapist"
    OCCUPATIONAL_THERAPIST = "occupational_therapist", "Occupational therapist"
    SPEECH_THERAPIST = "speech_therapist", "Speech and language therapist"
    DIETITIAN = "dietitian", "Dietitian"
    PODIATRIST = "podiatrist", "Podiatrist"
    TISSUE_VIABILITY_NURSE = "tissue_viability_nurse", "Tissue viability nurse"
    CONTINENCE_NURSE = "continence_nurse", "Continence nurse"
    SOCIAL_WORKER = "social_worker", "Social worker"
    CONTINUING_CARE_NURSE = "continuing_care_nurse", "Continuing healthcare nurse"
    ADVOCATE = "advocate", "IMCA or advocate"
    HOME_MANAGER = "home_manager", "Care-home manager"
    HOME_DEPUTY = "home_deputy", "Deputy manager"
    HOME_NURSE = "home_nurse", "Care-home nurse"
    SENIOR_CARER = "senior_carer", "Senior carer"
    D2A_COORDINATOR = "d2a_coordinator", "D2A coordinator"
    CONTROL_ROOM = "control_room", "Urgent Care Control Room"
    QUALITY_OFFICER = "quality_officer", "Commissioner or QA officer"
    RESIDENT = "resident", "Resident"
    RELATIVE = "relative", "Relative or attorney"
    INTERPRETER = "interpreter", "Interpreter"
    ADMINISTRATOR = "administrator", "Administrator"
