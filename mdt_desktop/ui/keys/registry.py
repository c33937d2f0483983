"""What can be commanded, by which words and keys, and where. The one place that a key is written. No Qt.

A shortcut works in the whole of its place; a key of a list acts on the row that has the keyboard. Keys
that every program of the system has (arrows, Enter, Tab, Esc) are told here too, and bound nowhere.
"""

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType
from typing import Final


class Where(Enum):
    """The place in which a command works; the value is its heading on the sheet of keys."""

    EVERYWHERE = "Everywhere"
    FIRST_RUN = "New workspace"
    TODAY = "Today"
    HOME = "A home and its list of residents"
    RESIDENT = "A resident"
    TABS = "A resident: the tabs"
    CLINIC = "A vaccination clinic"
    ACTIONS = "Actions"
    BEDS = "D2A beds"
    PLAN = "Plan of a round"
    PLAN_OFF = "Plan of a round: who is not on it"
    ROUND = "Round"
    ENTRY = "Round: the entry"
    FINISH = "Finish of a round"
    MEETING = "MDT meeting"
    FORM = "Fall, concern and observations"
    SHORT_FORM = "A short form, such as a change of an action"
    PAPER = "Round sheet"


@dataclass(frozen=True)
class Command:
    """One command.

    `keys` are in portable words, such as Ctrl+K, the one shown first. `by_hand` says what is pressed
    for the same where no one button is it. `also` are words by which Find knows it besides its own.
    """

    id: str
    words: str
    where: Where
    keys: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    by_hand: str = ""
    in_list: bool = False
    repeats: bool = False
    gives_way_in: tuple[Where, ...] = ()

    @property
    def shown(self) -> str:
        """Its key as people of this system say it; empty where it has none."""
        return shown_key(self.keys[0]) if self.keys else ""

    @property
    def all_shown(self) -> str:
        """Its keys; several that stand in a row as `Alt+1 to Alt+4`."""
        shown = list(dict.fromkeys(map(shown_key, self.keys)))
        if len(shown) > _MOST_NAMED:
            return f"{shown[0]} to {shown[-1]}"
        return " or ".join(shown)

    def is_found_by(self, typed: str) -> bool:
        """Whether each typed word begins one of its words; one letter alone asks for people."""
        asked = typed.casefold().split()
        said = " ".join((self.words, *self.also)).casefold().split()
        return len(typed.strip()) > 1 and all(
            any(word.startswith(part) for word in said) for part in asked
        )


_MOST_NAMED: Final = 3
_SAID: Final = {
    "Return": "Enter",
    "Left": "left arrow",
    "Right": "right arrow",
    "Up": "up arrow",
    "Down": "down arrow",
}


def shown_key(keys: str, system: str = sys.platform) -> str:
    """Gives a key in words: `Ctrl+Enter`; on macOS Cmd stands for Ctrl."""
    parts = keys.replace("++", "+plus").split("+")
    said = [_SAID.get(part, part) for part in parts]
    if system == "darwin":
        said = ["Cmd" if part == "Ctrl" else part for part in said]
    return "+".join(said)


def is_single_character(keys: str) -> bool:
    """Whether a key is one character and nothing held down, which speech or a sleeve can press."""
    return len(keys) == 1


_SAVE: Final = ("Ctrl+Return", "Ctrl+Enter")
_W = Where

COMMANDS: Final = (
    Command("find", "Find", _W.EVERYWHERE, ("Ctrl+K",), ("search", "resident", "home")),
    Command(
        "present",
        "Present, or stop presenting",
        _W.EVERYWHERE,
        ("Ctrl+Shift+P",),
        ("share", "screen"),
        by_hand="press Present in the round, or Stop presenting above it",
    ),
    Command("lock", "Lock", _W.EVERYWHERE, ("Ctrl+L",), ("leave", "switch", "user")),
    Command("back", "Back", _W.EVERYWHERE, ("Alt+Left",), gives_way_in=(_W.ROUND,)),
    Command(
        "region.next",
        "Go to the next region of the window",
        _W.EVERYWHERE,
        ("F6",),
        by_hand="press inside the region",
        repeats=True,
    ),
    Command(
        "region.before",
        "Go to the region before",
        _W.EVERYWHERE,
        ("Shift+F6",),
        by_hand="press inside the region",
        repeats=True,
    ),
    Command("go.today", "Today", _W.EVERYWHERE, also=("start", "screen")),
    Command("go.homes", "Homes", _W.EVERYWHERE, also=("care", "list")),
    Command("go.residents", "Residents", _W.EVERYWHERE, also=("people", "list")),
    Command("go.meetings", "Meetings", _W.EVERYWHERE, also=("mdt", "case", "minutes")),
    Command("go.d2a", "D2A", _W.EVERYWHERE, also=("beds", "board", "discharge", "assess")),
    Command("go.actions", "Actions", _W.EVERYWHERE, also=("to do", "tasks", "list")),
    Command(
        "go.sync",
        "Sync",
        _W.EVERYWHERE,
        also=("send", "get", "waiting", "network", "service", "connect"),
    ),
    Command(
        "go.duplicates",
        "Possible duplicates",
        _W.EVERYWHERE,
        also=("twice", "same", "person", "join", "merge", "records"),
        by_hand="press Possible duplicates on the Sync screen",
    ),
    Command(
        "go.measures",
        "Measures",
        _W.EVERYWHERE,
        also=("figures", "report", "rates", "indicators", "forecast"),
        by_hand="press Measures on the Homes screen",
    ),
    Command(
        "more", "More", _W.EVERYWHERE, also=("settings", "colours", "dark", "contrast", "text size")
    ),
    Command("keys", "Keys", _W.EVERYWHERE, also=("shortcuts", "keyboard", "help")),
    Command(
        "tour",
        "Show me round",
        _W.EVERYWHERE,
        also=("tour", "help", "introduction"),
    ),
    Command(
        "practice",
        "Practise with made-up residents, or leave practice",
        _W.EVERYWHERE,
        also=("training", "demo"),
    ),
    Command(
        "list.keys",
        "Show the keys of this list",
        _W.EVERYWHERE,
        ("?",),
        by_hand="More, then Keys",
        in_list=True,
    ),
    Command("first_run.make", "Make the workspace", _W.FIRST_RUN, _SAVE),
    Command("today.deed", "Do what the last column says", _W.TODAY, ("Space",), in_list=True),
    Command("home.start", "Start round", _W.HOME, also=("begin",)),
    Command("home.plan", "Plan round", _W.HOME),
    Command("home.paper", "Round sheet", _W.HOME, also=("print", "paper")),
    Command("home.plans", "Print care plans", _W.HOME, also=("paper", "all")),
    Command("home.add", "Add a resident", _W.HOME, also=("new",)),
    Command(
        "home.choose",
        "Choose the row for the round, or not",
        _W.HOME,
        ("Space",),
        by_hand="press the box of the row",
        in_list=True,
    ),
    Command("home.observe", "Observations of the row", _W.HOME, ("O",), in_list=True),
    Command("home.fall", "Fall of the row", _W.HOME, ("F",), in_list=True),
    Command("home.concern", "Concern about the row", _W.HOME, ("C",), in_list=True),
    Command("resident.observe", "Observations", _W.RESIDENT, ("Ctrl+O",), ("vital", "signs")),
    Command("resident.fall", "Fall", _W.RESIDENT, ("Ctrl+Shift+F",)),
    Command("resident.concern", "Concern", _W.RESIDENT, ("Ctrl+Shift+C",)),
    Command("resident.write", "Write entry", _W.RESIDENT, also=("note",)),
    Command(
        "resident.hospital",
        "Hospital",
        _W.RESIDENT,
        also=("admitted", "back", "letter", "ambulance"),
    ),
    Command(
        "resident.transfer", "Transfer pack", _W.RESIDENT, ("Ctrl+E",), ("hospital", "ambulance")
    ),
    Command("resident.request", "Prescription request", _W.RESIDENT, also=("medicine", "acute")),
    Command("resident.plan_paper", "Print care plan", _W.RESIDENT, ("Ctrl+P",), ("paper",)),
    Command("resident.review", "Care plan review", _W.RESIDENT, also=("date", "due")),
    Command("resident.death", "Record a death", _W.RESIDENT, also=("died", "deceased")),
    Command(
        "resident.tab",
        "Go to the tab of that number",
        _W.TABS,
        tuple("123456789"),
        by_hand="press the tab",
        in_list=True,
    ),
    Command("clinic.given", "Given to the row", _W.CLINIC, ("G",), in_list=True),
    Command("clinic.already", "Already had", _W.CLINIC, ("A",), in_list=True),
    Command("clinic.unwell", "Deferred, unwell", _W.CLINIC, ("U",), in_list=True),
    Command("clinic.hospital", "In hospital", _W.CLINIC, ("H",), in_list=True),
    Command("clinic.declined", "Declined, no reason given", _W.CLINIC, ("D",), in_list=True),
    Command("clinic.undo", "Undo for the row", _W.CLINIC, ("Z",), in_list=True),
    Command("actions.done", "Done", _W.ACTIONS, ("Space",), in_list=True),
    Command("actions.not_done", "Not done", _W.ACTIONS, ("Z",), in_list=True),
    Command("actions.note", "Note", _W.ACTIONS, ("N",), in_list=True),
    Command("actions.date", "Date", _W.ACTIONS, ("D",), in_list=True),
    Command("actions.reassign", "Reassign", _W.ACTIONS, ("R",), in_list=True),
    Command(
        "beds.end", "Planned end", _W.BEDS, ("E",), by_hand="press into the field", in_list=True
    ),
    Command(
        "beds.week",
        "Planned end a week on, then what stops discharge",
        _W.BEDS,
        ("W",),
        by_hand="press +1 week",
        in_list=True,
    ),
    Command("beds.save", "Save the change of the bed", _W.BEDS, _SAVE),
    Command(
        "beds.barrier",
        "What stops discharge",
        _W.BEDS,
        ("B",),
        by_hand="press the choice",
        in_list=True,
    ),
    Command("beds.reserve", "Reserve the bed", _W.BEDS, ("R",), in_list=True),
    Command("beds.discharge", "Discharge", _W.BEDS, ("D",), in_list=True),
    Command("beds.void", "Make the bed void", _W.BEDS, ("V",), in_list=True),
    Command("beds.refer", "Refer somebody to a D2A bed", _W.BEDS, also=("referral", "hospital")),
    Command("beds.place", "Place who waits in a bed", _W.BEDS, also=("admit", "arrival")),
    Command("beds.outcomes", "Outcomes of D2A", _W.BEDS, also=("report", "destinations")),
    Command("plan.start", "Start or join the round", _W.PLAN, _SAVE, ("begin",)),
    Command("plan.add", "Add to the list", _W.PLAN, ("Ctrl+G",)),
    Command("plan.ask", "Ask the home", _W.PLAN, ("Ctrl+J",)),
    Command("plan.brief", "Print or send the brief", _W.PLAN, ("Ctrl+P",)),
    Command("plan.save", "Save plan", _W.PLAN),
    Command("plan.up", "Move up", _W.PLAN, ("Alt+Up",), in_list=True, repeats=True),
    Command("plan.down", "Move down", _W.PLAN, ("Alt+Down",), in_list=True, repeats=True),
    Command("plan.off", "Take off the list", _W.PLAN, ("Del",), in_list=True),
    Command(
        "plan.ready",
        "Say what to have ready",
        _W.PLAN,
        ("F2",),
        by_hand="press into the field beside the list",
        in_list=True,
    ),
    Command(
        "plan.put_on",
        "Put on the list",
        _W.PLAN_OFF,
        ("Space",),
        by_hand="press Add, then Enter",
        in_list=True,
    ),
    Command("round.sign", "Sign the entry and go on to the next", _W.ROUND, _SAVE),
    Command(
        "round.previous",
        "Resident before, without signing",
        _W.ROUND,
        ("Alt+Left",),
        by_hand="press the cell in the rail above",
    ),
    Command(
        "round.following",
        "Next resident, without signing",
        _W.ROUND,
        ("Alt+Right",),
        by_hand="press the cell in the rail above",
    ),
    Command("round.list", "List of residents", _W.ROUND, ("Ctrl+G",), ("anyone", "else")),
    Command("round.paper", "Round sheet", _W.ROUND, ("Ctrl+P",), ("print", "paper")),
    Command("round.observe", "Observations", _W.ROUND, ("Ctrl+O",), ("vital", "signs")),
    Command("round.fall", "Fall", _W.ROUND, ("Ctrl+Shift+F",)),
    Command("round.concern", "Concern", _W.ROUND, ("Ctrl+Shift+C",)),
    Command(
        "round.action",
        "Action: go to the action line",
        _W.ROUND,
        ("Ctrl+J",),
        ("task",),
    ),
    Command("round.outcome", "Outcome: defer or not here", _W.ROUND, ("Ctrl+D",)),
    Command("round.no_change", "No change", _W.ROUND, ("Ctrl+N",)),
    Command("round.copy", "Copy for GP record", _W.ROUND, also=("clipboard",)),
    Command("round.undo", "Undo the last signature", _W.ROUND, also=("withdraw",)),
    Command("round.finish", "Finish the round", _W.ROUND, also=("end",)),
    Command(
        "round.how",
        "How seen: the choice of that number",
        _W.ENTRY,
        ("Alt+1", "Alt+2", "Alt+3", "Alt+4"),
        by_hand="press the choice",
    ),
    Command("meeting.sign", "Sign the case and go on to the next", _W.MEETING, _SAVE),
    Command("meeting.start", "Start the meeting", _W.MEETING, also=("begin",)),
    Command("meeting.approve", "Approve the minutes", _W.MEETING, also=("sign",)),
    Command("finish.sign", "Sign the round", _W.FINISH, _SAVE),
    Command("finish.paper", "Round sheet", _W.FINISH, ("Ctrl+P",), ("print", "paper")),
    Command(
        "form.save", "Save the form", _W.FORM, _SAVE, by_hand="press the green button at the foot"
    ),
    Command("form.back", "Back; what was typed is kept", _W.FORM, ("Esc",)),
    Command("short.save", "Save the short form", _W.SHORT_FORM, _SAVE),
    Command("short.cancel", "Leave it without saving", _W.SHORT_FORM, ("Esc",)),
    Command("paper.print", "Print", _W.PAPER, ("Ctrl+P",)),
    Command("paper.save", "Save PDF", _W.PAPER, ("Ctrl+S",)),
    Command("paper.larger", "Larger preview", _W.PAPER, ("Ctrl++", "Ctrl+="), repeats=True),
    Command("paper.smaller", "Smaller preview", _W.PAPER, ("Ctrl+-",), repeats=True),
)
"""Every command there is; the test beside this folder keeps it whole."""

BY_ID: Final[Mapping[str, Command]] = MappingProxyType({each.id: each for each in COMMANDS})


def list_words(where: Where, *, more: str = "", has_letters: bool = True) -> str:
    """Gives the keys of a list in one line, as it stands below the list."""
    keyed = [each for each in COMMANDS if each.where is where and each.in_list]
    act = [each for each in keyed if has_letters or not is_single_character(each.keys[0])]
    said = [f"{each.shown} {_small(each.words)}" for each in act]
    asked = ("? shows these keys",) if has_letters else ()
    return "Keys in the list: " + ", ".join(
        (*((more,) if more else ()), *said, "Enter opens", *asked)
    )


def _small(words: str) -> str:
    return words[:1].lower() + words[1:]


STANDARD: Final = (
    ("Tab, Shift+Tab", "Next field, field before"),
    ("Arrows", "Another row, choice, cell or point of a chart"),
    ("Home, End", "First and last"),
    ("Enter", "Opens the row, presses the button, goes on from a field"),
    ("Space", "Presses the button, ticks the box"),
    ("1 to 9", "The choice of that number, while a choice has the keyboard"),
    ("Letters and digits", "In the list of a home: jump to a name or a room"),
    ("Esc", "Closes what lies on top; nothing typed is thrown away"),
    ("F1", "Help on the field, or on the score"),
)
"""What every place has, and what does it."""

STANDARD_KEYS: Final = frozenset(
    (
        *("Left", "Right", "Up", "Down", "Home", "End", "Return", "Enter", "Escape", "Space"),
        *("Tab", "Backtab", "1", "F1"),
    )
)
"""Those keys by the names that Qt gives them: what the code of fields and lists may look for."""


def command(command_id: str) -> Command:
    """Gives a command; raises KeyError where there is none of that id."""
    return BY_ID[command_id]
