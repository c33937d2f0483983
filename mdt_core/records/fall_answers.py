"""The answers of the full falls record and the falls assessment, each with the words people see.

Sources: NICE NG249 (2025), NG232 (2023), NHS England LFPSE (2024); SNOMED CT codes of falls as in
the UoM GM-SDE code set (2024). Own words throughout.
"""

from mdt_core.fields import Choice


class Certainty(Choice):
    """How the time of the fall is known."""

    WITNESSED = "witnessed", "Somebody saw it"
    ESTIMATED = "estimated", "Estimated"
    FOUND = "found", "Time of finding"


class FallSpot(Choice):
    """Where the fall was."""

    BEDROOM = "bedroom", "Bedroom"
    EN_SUITE = "en_suite", "En suite"
    LOUNGE = "lounge", "Lounge"
    CORRIDOR = "corridor", "Corridor"
    DINING = "dining", "Dining"
    STAIRS = "stairs", "Stairs"
    GARDEN = "garden", "Garden"
    OUTSIDE = "outside", "Outside the home"


class Activity(Choice):
    """What the person was doing."""

    BED = "bed", "Getting in or out of bed"
    CHAIR = "chair", "Getting in or out of a chair"
    TOILET = "toilet", "On or off the toilet"
    WALKING = "walking", "Walking"
    REACHING = "reaching", "Reaching"
    STANDING_UP = "standing_up", "Standing up"
    OTHER = "other", "Something else"
    NOT_KNOWN = "not_known", "Do not know"


class FallType(Choice):
    """The kind of fall, each with a SNOMED CT code."""

    FALL = "fall", "Fall, not further said", "1912002"
    FROM_BED = "from_bed", "From bed", "20902002"
    FROM_CHAIR = "from_chair", "From a chair", "83468000"
    FROM_WHEELCHAIR = "from_wheelchair", "From a wheelchair", "17886000"
    SAME_LEVEL = "same_level", "On the level", "33036003"
    STAIRS = "stairs", "On or from stairs", "217088003"
    SLIP = "slip", "Slipped", "217155007"
    TRIP = "trip", "Tripped", "217156008"
    ON_HAND = "on_hand", "On an outstretched hand", "225054009"


class Footwear(Choice):
    """What was on the feet."""

    SHOES = "shoes", "Well-fitting shoes"
    SLIPPERS = "slippers", "Slippers"
    LOOSE = "loose", "Loose or worn"
    SOCKS = "socks", "Socks"
    BARE = "bare", "Bare feet"


class Reach(Choice):
    """Whether something was in reach."""

    IN_REACH = "in_reach", "In reach"
    OUT_OF_REACH = "out_of_reach", "Out of reach"
    IN_USE = "in_use", "In use"
    HAS_NONE = "has_none", "Has none"


class Mat(Choice):
    """What the sensor mat did."""

    ALARMED = "alarmed", "Alarmed"
    DID_NOT = "did_not", "In place, did not alarm"
    NOT_IN_PLACE = "not_in_place", "Not in place"
    HAS_NONE = "has_none", "Has none"


class BedHeight(Choice):
    """How high the bed was."""

    LOWEST = "lowest", "At its lowest"
    USUAL = "usual", "Usual height"
    RAISED = "raised", "Raised"


class BedRails(Choice):
    """Where the bed rails were."""

    UP = "up", "Up"
    DOWN = "down", "Down"
    HAS_NONE = "has_none", "Has none"


class Lighting(Choice):
    """How light it was."""

    GOOD = "good", "Good light"
    DIM = "dim", "Dim"
    DARK = "dark", "Dark"


class Continence(Choice):
    """What continence had to do with it."""

    DRY = "dry", "Dry"
    WET_OR_SOILED = "wet_or_soiled", "Wet or soiled"
    ON_THE_WAY = "on_the_way", "On the way to the toilet"
    NOT_KNOWN = "not_known", "Do not know"


class BodySite(Choice):
    """A place on the body, as the body map names it; left and right are the person's own."""

    FACE = "face", "Face"
    BACK_OF_HEAD = "back_of_head", "Back of the head"
    NECK = "neck", "Neck"
    CHEST = "chest", "Chest"
    ABDOMEN = "abdomen", "Abdomen"
    BACK = "back", "Back"
    LOW_BACK = "low_back", "Lower back and buttocks"
    RIGHT_SHOULDER = "right_shoulder", "Right shoulder"
    LEFT_SHOULDER = "left_shoulder", "Left shoulder"
    RIGHT_ARM = "right_arm", "Right arm"
    LEFT_ARM = "left_arm", "Left arm"
    RIGHT_HAND = "right_hand", "Right wrist and hand"
    LEFT_HAND = "left_hand", "Left wrist and hand"
    RIGHT_HIP = "right_hip", "Right hip"
    LEFT_HIP = "left_hip", "Left hip"
    RIGHT_LEG = "right_leg", "Right leg"
    LEFT_LEG = "left_leg", "Left leg"
    RIGHT_FOOT = "right_foot", "Right ankle and foot"
    LEFT_FOOT = "left_foot", "Left ankle and foot"


class InjuryType(Choice):
    """What is seen, or was confirmed; suspicion is said as such."""

    BRUISE = "bruise", "Bruise"
    SKIN_TEAR = "skin_tear", "Skin tear"
    CUT = "cut", "Cut"
    PAIN = "pain", "Pain, nothing to see"
    HEAD_INJURY = "head_injury", "Head injury"
    MAYBE_FRACTURE = "maybe_fracture", "Fracture suspected"
    FRACTURE = "fracture", "Fracture confirmed"
    OTHER = "other", "Other injury"


class HeadSign(Choice):
    """What matters after a blow to the head. Source: NICE NG232 (2023), own words."""

    NONE = "none", "None of these"
    PASSED_OUT = "passed_out", "Passed out"
    FORGETS = "forgets", "Does not remember it"
    VOMITED = "vomited", "Vomited"
    HEADACHE = "headache", "Headache that stays"
    FIT = "fit", "Had a fit"
    CONFUSED = "confused", "More confused or drowsy"
    WEAK = "weak", "New weakness, numbness, sight or speech trouble"
    SKULL = "skull", "Dent, fluid from nose or ear, or bruise round the eyes or behind an ear"


class MedicinesKnown(Choice):
    """What is known of the medicines at the time of the fall; never shown as «none»."""

    LISTED = "listed", "As listed"
    UNKNOWN = "unknown", "Not known: no list was recorded"


class MovedHow(Choice):
    """How the person was moved."""

    ALONE = "alone", "Got up alone"
    GUIDED = "guided", "Guided by staff"
    CUSHION = "cushion", "Lifting cushion"
    HOIST = "hoist", "Hoist"
    AMBULANCE = "ambulance", "By the ambulance crew"


class Response(Choice):
    """Who was called."""

    NOBODY = "nobody", "Nobody"
    FALLS_TEAM = "falls_team", "Urgent response or falls team"
    GP = "gp", "GP practice"
    OUT_OF_HOURS = "out_of_hours", "NHS 111"
    AMBULANCE = "ambulance", "999"


class FamilyTold(Choice):
    """Whether the family knows."""

    TOLD = "told", "Told"
    LATER = "later", "Later"
    NOT_WANTED = "not_wanted", "The resident does not want it"
    NOBODY = "nobody", "There is nobody to tell"


class HowTold(Choice):
    """How the family was told."""

    IN_PERSON = "in_person", "In person"
    PHONE = "phone", "By telephone"
    MESSAGE = "message", "By message"


class DutyOfCandour(Choice):
    """How far the duty of candour is."""

    NOT_DUE = "not_due", "Does not apply"
    TO_DO = "to_do", "Applies, still to do"
    SPOKEN = "spoken", "Told in person"
    WRITTEN = "written", "Told and written"


class Prompted(Choice):
    """What came of a question whether somebody has to be notified."""

    NOT_NEEDED = "not_needed", "Not needed"
    TO_DO = "to_do", "To do"
    DONE = "done", "Done"


class PhysicalHarm(Choice):
    """LFPSE physical harm."""

    NONE = "none", "None"
    LOW = "low", "Low"
    MODERATE = "moderate", "Moderate"
    SEVERE = "severe", "Severe"
    FATAL = "fatal", "Fatal"


class PsychologicalHarm(Choice):
    """LFPSE psychological harm."""

    NONE = "none", "None"
    LOW = "low", "Low"
    MODERATE = "moderate", "Moderate"
    SEVERE = "severe", "Severe"


class Contributory(Choice):
    """What played a part, for counting; a list of our own."""

    HEALTH = "health", "Illness or change in health"
    MEDICINES = "medicines", "Medicines"
    DIZZY = "dizzy", "Dizziness or low blood pressure"
    SIGHT = "sight", "Sight or hearing"
    COGNITION = "cognition", "Memory, confusion or distress"
    TOILET = "toilet", "Hurry to the toilet"
    FOOTWEAR = "footwear", "Feet or footwear"
    EQUIPMENT = "equipment", "Equipment or aid"
    ROOM = "room", "Room, floor or light"
    STAFFING = "staffing", "Staffing or supervision"
    COMMUNICATION = "communication", "Handover or communication"
    PLAN = "plan", "Plan missing or not followed"


class Factor(Choice):
    """A factor of the comprehensive assessment. Source: NICE NG249 (2025) and CG161 (2013)."""

    HISTORY = "history", "Earlier falls and how they came about"
    GAIT = "gait", "Gait, balance and strength"
    BONES = "bones", "Bone health"
    FUNCTION = "function", "What the person can do, and fear of falling"
    VISION = "vision", "Vision"
    HEARING = "hearing", "Hearing"
    COGNITION = "cognition", "Cognition, delirium and mood"
    NEUROLOGICAL = "neurological", "Neurological"
    HEART = "heart", "Heart and blood pressure on standing"
    CONTINENCE = "continence", "Continence"
    MEDICINES = "medicines", "Medicines"
    NUTRITION = "nutrition", "Food, drink, weight, alcohol and vitamin D"
    FEET = "feet", "Feet and footwear"
    ROOM = "room", "Surroundings"
    EQUIPMENT = "equipment", "Equipment"


class FactorState(Choice):
    """Whether a factor was found; what was not assessed is never «absent»."""

    PRESENT = "present", "Present"
    ABSENT = "absent", "Absent"
    NOT_ASSESSED = "not_assessed", "Not assessed"
