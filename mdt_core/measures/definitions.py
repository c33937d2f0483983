"""The measures there are, in the order in which they are offered. Words alone; how cases are found is a query.

Sources: rows 1 to 3, 7, 9, 10, 18, 20, 21, 29, 30 and 42 of the services; clinical.md 1.1, 1.4.2, 1.6 and 1.12
(2026). They are local measures: none is a national payment indicator, and none ranks people.
"""

from collections.abc import Mapping
from typing import Final

from mdt_core.measures.definition import Definition, Form
from mdt_core.records.care_plans import CarePlan
from mdt_core.records.d2a_care import TherapySession
from mdt_core.records.deaths import Death
from mdt_core.records.episodes import HospitalEpisode
from mdt_core.records.equipment import Equipment
from mdt_core.records.escalations import Escalation
from mdt_core.records.falls import Fall
from mdt_core.records.medication_issues import MedicationIssue
from mdt_core.records.medicine_requests import MedicineRequest
from mdt_core.records.medicine_reviews import MedicineReview
from mdt_core.records.meetings import Meeting
from mdt_core.records.preferences import PreferredPlace
from mdt_core.records.rounds import Round, RoundEntry
from mdt_core.records.stays import Stay
from mdt_core.records.techt import TechtCaseload
from mdt_core.records.vaccinations import Vaccination, Vaccine

_DAYS: Final = (
    "Resident-days: a resident counts for a day when in the home at the midnight that ends it; days in"
    " hospital or on leave do not count. A home counts from the first day on which a round, fall, concern,"
    " set of observations, hospital episode or medication issue of it is recorded here"
)
_LIVING: Final = "Residents whose place is in a home now, in hospital and on leave too"
_TURNAROUND: Final = (
    "Days from asked to received in the home, of requests asked for in the period and received since:"
    " median and middle half"
)
_NOT_TURNED: Final = (
    "Declined and cancelled requests. What has not come yet is in no median: it stands beside it, with"
    " how much of it is overdue now"
)

ROUNDS: Final = Definition(
    "weekly_rounds",
    "Weekly rounds held",
    Form.SHARE,
    "Weeks, Monday to Sunday, in which a home's weekly round was completed",
    "Weeks that ended in the period with somebody living in the home, from the home's first round"
    " recorded here on; of a home without any, from the first round of all homes on",
    "Rounds that were begun and not signed off; D2A rounds over several homes",
    (Round, Stay),
    "Round held",
    "No round",
    of_people=False,
)
D2A_WEEKLY: Final = Definition(
    "d2a_weekly",
    "D2A residents seen each week",
    Form.SHARE,
    "Weeks, Monday to Sunday, with an entry of a round for the D2A resident",
    "Whole weeks that ended in the period with the person in a D2A bed, from the home's first round"
    " recorded here on",
    "Weeks with a night in hospital or on leave, and those in which the stay began or ended",
    (RoundEntry, Round, Stay),
    "Seen",
    "Not seen",
)
REPEAT: Final = Definition(
    "repeat_requests",
    "Repeat prescriptions: days until received",
    Form.DAYS,
    _TURNAROUND,
    "Requests of the kind repeat",
    _NOT_TURNED,
    (MedicineRequest,),
    "Received",
    "Still open",
)
ACUTE: Final = Definition(
    "acute_requests",
    "Acute prescriptions: days until received",
    Form.DAYS,
    _TURNAROUND,
    "Requests of the kinds acute and interim",
    _NOT_TURNED,
    (MedicineRequest,),
    "Received",
    "Still open",
)
ISSUES: Final = Definition(
    "medicine_issues",
    "Medication issues",
    Form.RATE,
    "Medication issues that happened to people while they lived in the home",
    _DAYS,
    "Withdrawn ones. A home that looks more closely records more of them: a low figure is no proof",
    (MedicationIssue, Stay),
    "Medication issue",
)
FALLS: Final = Definition(
    "falls",
    "Falls",
    Form.RATE,
    "Falls of people while they lived in the home",
    _DAYS,
    "Withdrawn ones",
    (Fall, Stay),
    "Fall",
)
ADMISSIONS: Final = Definition(
    "hospital_admissions",
    "Admissions to hospital",
    Form.RATE,
    "Admissions to hospital that nobody said were planned, as told or as the whereabouts say",
    _DAYS,
    "Admissions said to be planned. Where nobody said, the admission is counted; how many those are"
    " stands beside the figure",
    (HospitalEpisode, Stay),
    "Went to hospital",
    "Planned",
)
READMISSIONS: Final = Definition(
    "hospital_again",
    "Admitted again within 28 days of return",
    Form.SHARE,
    "Returns from hospital after which the person was admitted again within 28 days, counted to the hour",
    "Returns to the home in the period, each completed stay in hospital once",
    "Returns less than 28 days ago: it cannot be known yet. Deaths within 28 days stay in",
    (HospitalEpisode, Stay),
    "Admitted again",
    "Not admitted again",
)
D2A_READMISSIONS: Final = Definition(
    "d2a_again",
    "Admitted within 28 days of leaving D2A",
    Form.SHARE,
    "D2A stays after which the person was admitted within 28 days, or that ended by going to hospital",
    "D2A stays completed in the period, by the day of leaving",
    "Stays that ended by death, and those that ended less than 28 days ago",
    (HospitalEpisode, Stay),
    "Admitted",
    "Not admitted",
)
ITEMS: Final = Definition(
    "items_reviewed",
    "Medicines stopped or changed by reviews",
    Form.SHARE,
    "Medicines that a structured medication review stopped, reduced or switched",
    "Medicines that stood on the list and were decided on in reviews of the period",
    "Medicines that a review started: they stand beside the figure. The interval takes each medicine by"
    " itself, though several belong to one person",
    (MedicineReview, Stay),
    "Stopped or changed",
    "Kept",
)
MEDICINE_REVIEWS: Final = Definition(
    "medicine_reviews",
    "Medication reviews done",
    Form.RATE,
    "Structured medication reviews of people while they lived in the home",
    _DAYS,
    "Withdrawn ones",
    (MedicineReview, Stay),
    "Review",
)
PER_REVIEW: Final = Definition(
    "changed_per_review",
    "Medicines stopped or changed in each review",
    Form.EACH,
    "Medicines that a structured medication review stopped, reduced or switched: median and middle half",
    "Reviews of the period in which a medicine was decided on, each once, those that changed nothing too",
    "Medicines that a review started: they stand in its line. Withdrawn reviews",
    (MedicineReview, Stay),
    "Stopped or changed",
)
BURDEN: Final = Definition(
    "burden_lowered",
    "Reviews that lowered the anticholinergic burden",
    Form.SHARE,
    "Reviews after which the anticholinergic burden, as it was shown and kept at the review, is lower",
    "Reviews of the period that kept a burden above 0 before it. Of a review signed where no list was"
    " installed, or by a role that it is not shown to, or that changed a medicine that is not in the list, it is not"
    " known",
    "Reviews with a burden of 0 before. Medicines that are not in the list used are in no total; lists"
    " differ, so that points of two lists are not compared here",
    (MedicineReview, Stay),
    "Lowered",
    "Not lowered",
)
ANSWERED: Final = Definition(
    "escalations_answered",
    "Escalations: hours until answered",
    Form.HOURS,
    "Hours from sent to answered: median and middle half, by way (999, 111, control room, practice)",
    "Escalations about people while they lived in the home, sent in the period",
    "What the service told of overdue actions by itself. What nobody has answered is in no median and"
    " stands beside it",
    (Escalation, Stay),
    "Answered",
    "Not answered",
)
THERAPY: Final = Definition(
    "therapy_sessions",
    "Therapy sessions given",
    Form.SHARE,
    "Therapy sessions that were given",
    "Therapy sessions that were recorded as given or not given in the period",
    "Sessions that were planned and of which nothing was recorded",
    (TherapySession, Stay),
    "Given",
    "Not given",
)
NEW_PLANS: Final = Definition(
    "plan_in_seven_days",
    "Care plan within 7 working days of coming",
    Form.SHARE,
    "New residents with a care and support plan signed by the seventh working day after the day they came",
    "Residents who came in the period and whose seventh working day is over, or who have a plan already",
    "Who left or died before that day without a plan. Returns from hospital, though a plan is looked at"
    " again then, are not counted here",
    (CarePlan, Stay),
    "In time",
    "Not in time",
)
REVIEWED: Final = Definition(
    "medicine_review_in_a_year",
    "Medication review in the last 12 months",
    Form.SHARE,
    "Residents with a structured medication review signed in the last 12 months",
    "Residents who have lived in a home for 28 days or more now",
    "Who came less than 28 days ago",
    (MedicineReview, Stay),
    "Reviewed",
    "No review",
    is_standing=True,
)
PLANS: Final = Definition(
    "plan_coverage",
    "Care plan in force",
    Form.SHARE,
    "Residents with a signed care and support plan",
    _LIVING,
    "Nobody. Plans that are past their review are in the figure and stand beside it",
    (CarePlan, Stay),
    "Care plan signed",
    "No care plan",
    is_standing=True,
)
PREFERRED: Final = Definition(
    "preferred_place_asked",
    "Preferred place of death asked",
    Form.SHARE,
    "Residents of whom somebody recorded where they want to die, or that they do not want to say",
    _LIVING,
    "Nobody",
    (PreferredPlace, Stay),
    "Asked",
    "Not recorded",
    is_standing=True,
)
CONCORDANCE: Final = Definition(
    "place_of_death",
    "Died where they wanted to",
    Form.SHARE,
    "Deaths in the preferred place; a care home that was the home counts for either kind of care home",
    "Deaths in the period of people with a preferred place, where the place of death is known",
    "Deaths of people who named no place. Where either place was not recorded, it is not known",
    (Death, PreferredPlace, Stay),
    "Died where they wanted to",
    "Did not die where they wanted to",
)
HOSPITAL_DEATHS: Final = Definition(
    "deaths_in_hospital",
    "Deaths in hospital",
    Form.SHARE,
    "Deaths in a hospital or a community hospital",
    "Deaths in the period of people who lived in a home, where the place of death is known",
    "Nobody. Where nobody recorded the place, it is not known",
    (Death, Stay),
    "In hospital",
    "Elsewhere",
)
REGISTERED: Final = Definition(
    "d2a_registered",
    "D2A residents temporarily registered",
    Form.SHARE,
    "D2A residents with a temporary registration that has not run out",
    "Everybody in a D2A bed now, in hospital and on leave too",
    "Nobody",
    (Stay,),
    "Registered",
    "Not registered",
    is_standing=True,
    question="Are all D2A residents temporarily registered?",
)
MEETINGS: Final = Definition(
    "mdt_coverage",
    "Months with an MDT meeting",
    Form.SHARE,
    "Months in which an MDT meeting of the home was held and its minutes approved",
    "Months that ended in the period with somebody living in the home, from the first meeting of any"
    " home recorded here on",
    "Discharge huddles and quality meetings; meetings whose minutes are not approved yet",
    (Meeting, Stay),
    "Meeting held",
    "No meeting",
    of_people=False,
)

TECHT: Final = Definition(
    "techt_caseload",
    "Residents on the TECHT caseload",
    Form.SHARE,
    "Residents whom the enhanced care home team has on its caseload",
    _LIVING,
    "Nobody. Of whom nothing was recorded, it is taken that the team does not visit",
    (TechtCaseload, Stay),
    "On the caseload",
    "Not on the caseload",
    is_standing=True,
)
CHECKS: Final = Definition(
    "equipment_checks",
    "Equipment past its calibration or service",
    Form.SHARE,
    "Things of which the calibration or service was due before today",
    "Equipment in use, lent or not, with a day on which calibration or service is due",
    "What is out of use. What has no such day is not known: for some things none is needed",
    (Equipment,),
    "Overdue",
    "Not overdue",
    of_people=False,
    is_standing=True,
)


def _uptake(vaccine: Vaccine) -> Definition:
    """The uptake of the programme of a vaccine that runs today; staff stand with the home's own figures."""
    return Definition(
        f"uptake_{vaccine.value}",
        f"Residents vaccinated: {vaccine.label}",
        Form.SHARE,
        "Residents vaccinated in the programme that runs today, here or elsewhere, all doses of the course",
        "Residents whose place is in a home now and whom the rules of the programme name; nothing where"
        " no programme runs today or its rules are not published",
        "Nobody to better a figure. Of whom the rules cannot say, it is not known",
        (Vaccination, Stay),
        "Vaccinated",
        "Not vaccinated",
        is_standing=True,
    )


UPTAKE: Final = tuple(_uptake(each) for each in Vaccine if each is not Vaccine.OTHER)

MEASURES: Final[Mapping[str, Definition]] = {
    each.id: each
    for each in (
        *(ROUNDS, D2A_WEEKLY, MEETINGS, NEW_PLANS, PLANS, PREFERRED, CONCORDANCE, HOSPITAL_DEATHS),
        *(REPEAT, ACUTE, ISSUES, MEDICINE_REVIEWS, PER_REVIEW, ITEMS, BURDEN, REVIEWED),
        *(FALLS, ADMISSIONS, READMISSIONS, ANSWERED),
        *(D2A_READMISSIONS, REGISTERED, THERAPY, *UPTAKE, TECHT, CHECKS),
    )
}
