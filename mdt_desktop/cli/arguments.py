"""The words that `mdt` understands. Loads nothing but the standard library, so that help is quick."""

import argparse
from pathlib import Path
from typing import TypeAlias

from mdt_desktop.cli import exit_codes

_EPILOG = f"""\
The PIN or passphrase is asked for, or read from the first line of --pin-file.
Options may stand before or after the verb.

{exit_codes.WORDS}"""


def parser() -> argparse.ArgumentParser:
    """Gives the parser of the whole command line; `verb` is the path of words, as `import fhir`."""
    top = argparse.ArgumentParser(
        prog="mdt",
        description="Weekly rounds of care-home residents, without a window.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    _add_shared(top, is_top=True)
    verbs = top.add_subparsers(title="verbs", metavar="VERB", required=True)
    _add_init(_verb(verbs, "init", "make a workspace with its first person and homes"))
    _add_demo(_verb(verbs, "demo", "make a practice workspace of made-up residents"))
    kinds = _group(verbs, "import", "bring records in from files")
    _add_import(_verb(kinds, "fhir", "FHIR R4 bundles, plain or .gz, files or folders"))
    _add_residents(_verb(kinds, "residents", "a list of a home's residents, CSV or XLSX"))
    _add_falls(_verb(kinds, "falls", "a list of falls, CSV or XLSX"))
    _add_falls(_verb(kinds, "observations", "a list of observations, CSV or XLSX"))
    _add_vaccinations(_verb(kinds, "vaccinations", "a vaccination file as the NHS sends it"))
    _add_homes(_verb(kinds, "homes", "editions of a council's directory of homes"))
    things = _group(verbs, "show", "show what is known")
    _add_show(_verb(things, "resident", "one resident, by NHS number, our id or another number"))
    papers = _group(verbs, "print", "write a document as PDF")
    _add_print(_verb(papers, "round-sheet", "the sheet of a home's round on a day"))
    _add_plans(_verb(papers, "care-plans", "the plan of everybody in a home, a file each"))
    exchanges = _group(verbs, "sync", "exchange with the service")
    _verb(exchanges, "status", "what waits, what was refused, and when both ends last agreed")
    _verb(exchanges, "now", "send what waits and get what is new, once")
    _add_enrol(_verb(exchanges, "enrol", "make this computer known by a one-time code"))
    _add_bundle(_verb(exchanges, "save-bundle", "save what waits as a file, where no network is"))
    _add_answer(_verb(exchanges, "take-answer", "take in the file that the service answered with"))
    _add_licences(_verb(verbs, "tool-licences", "tools that belong to others, and permissions"))
    _verb(verbs, "doctor", "examine the workspace and say what is well and what is not")
    _verb(verbs, "backup", "make an encrypted copy of the store now")
    _add_restore(_verb(verbs, "restore", "put a backup in the store's place; the old one is kept"))
    return top


Verbs: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001 - argparse names its type so


def _verb(verbs: Verbs, name: str, words: str) -> argparse.ArgumentParser:
    shared = argparse.ArgumentParser(add_help=False)
    _add_shared(shared, is_top=False)
    made = verbs.add_parser(
        name,
        help=words,
        description=f"{words[:1].upper()}{words[1:]}.",
        epilog=exit_codes.WORDS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        parents=[shared],
    )
    made.set_defaults(verb=made.prog.removeprefix("mdt "))
    return made


def _group(verbs: Verbs, name: str, words: str) -> Verbs:
    made = verbs.add_parser(name, help=words, description=f"{words[:1].upper()}{words[1:]}.")
    return made.add_subparsers(title="what", metavar="WHAT", required=True)


def _add_shared(to: argparse.ArgumentParser, *, is_top: bool) -> None:
    """Before the verb an option has its default; after it, it only counts where it is given."""
    none = None if is_top else argparse.SUPPRESS
    no = False if is_top else argparse.SUPPRESS
    group = to.add_argument_group("shared options")
    group.add_argument(
        "--profile", type=Path, metavar="DIR", default=none, help="the folder of the workspace"
    )
    group.add_argument(
        "--person", default=none, help="who unlocks, by name or id, where several can"
    )
    group.add_argument(
        "--pin-file",
        metavar="FILE",
        default=none,
        help="read the PIN or passphrase from its first line; - is standard input",
    )
    group.add_argument("--json", action="store_true", default=no, help="answer as JSON")
    group.add_argument(
        "--debug", action="store_true", default=no, help="show where a fault of the program was"
    )


def _add_init(to: argparse.ArgumentParser) -> None:
    to.add_argument("--name", required=True, help="your name, as on what you sign")
    to.add_argument("--role", required=True, help="what you do, such as gp, nurse or home_nurse")
    to.add_argument("--organisation", required=True, help="whom you work for")
    to.add_argument("--homes", required=True, metavar="HOMES", help='the homes, as "Home A;Home B"')
    to.add_argument("--practice", action="store_true", help="for made-up residents only")


def _add_demo(to: argparse.ArgumentParser) -> None:
    to.add_argument(
        "folder",
        type=Path,
        nargs="?",
        metavar="FOLDER",
        help="an empty or new folder; without it --profile, or «practice» beside the usual workspace",
    )
    to.add_argument("--borough", action="store_true", help="56 homes instead of one")
    to.add_argument(
        "--weeks",
        type=int,
        metavar="N",
        help="with --borough: so many weeks of rounds, 1 to 52 (8 unless given)",
    )
    to.add_argument(
        "--homes", type=int, metavar="N", help="with --borough: a smaller one, of 3 homes or more"
    )


def _add_import(to: argparse.ArgumentParser) -> None:
    to.add_argument("paths", type=Path, nargs="+", metavar="PATH", help="a file or a folder")


def _add_residents(to: argparse.ArgumentParser) -> None:
    to.add_argument("file", type=Path, metavar="FILE", help="the list, .csv or .xlsx")
    to.add_argument("--home", required=True, help="the home of the list, by name or id")
    to.add_argument(
        "--stay-type", metavar="TYPE", help="where the list does not say: permanent ..."
    )
    to.add_argument("--mapping", type=Path, metavar="FILE", help="columns as remembered elsewhere")
    to.add_argument("--worksheet", metavar="NAME", help="of a workbook; else its first one")
    to.add_argument("--as-of", metavar="DAY", help="the day the list was true; else now")
    to.add_argument("--dry-run", action="store_true", help="say what would happen, change nothing")
    answers = to.add_argument_group("answers to questions")
    answers.add_argument(
        "--column",
        action="append",
        default=[],
        metavar="HEADING=MEANING",
        help="what a column is, such as DOB=born; DOB= leaves it out",
    )
    answers.add_argument("--date-order", choices=("dmy", "mdy"), help="day or month first")
    answers.add_argument(
        "--answer",
        action="append",
        default=[],
        metavar="ROW=WHO",
        help="who a row is: the identifier of a resident here, or new",
    )


def _add_falls(to: argparse.ArgumentParser) -> None:
    to.add_argument("file", type=Path, metavar="FILE", help="the list, .csv or .xlsx")
    to.add_argument("--worksheet", metavar="NAME", help="of a workbook; else its first one")
    to.add_argument("--dry-run", action="store_true", help="say what would happen, change nothing")
    to.add_argument(
        "--column",
        action="append",
        default=[],
        metavar="HEADING=MEANING",
        help="what a column is, such as Seen=seen_by; Seen= leaves it out",
    )
    to.add_argument("--date-order", choices=("dmy", "mdy"), help="day or month first")


def _add_vaccinations(to: argparse.ArgumentParser) -> None:
    to.add_argument("file", type=Path, metavar="FILE", help="the file, .csv, .txt or .xlsx")
    to.set_defaults(worksheet=None)
    to.add_argument("--dry-run", action="store_true", help="say what would happen, change nothing")


def _add_homes(to: argparse.ArgumentParser) -> None:
    to.add_argument("files", type=Path, nargs="+", metavar="FILE", help="an edition, .csv or .xlsx")
    to.add_argument("--area", default="Trafford", help="the area whose homes are taken (Trafford)")
    to.add_argument("--as-of", metavar="DAY", help="the day of the one file, if not in its name")
    to.add_argument(
        "--accept",
        action="append",
        default=[],
        metavar="OLD=NEW",
        help="yes, the home OLD goes on as the home NEW",
    )
    to.add_argument(
        "--decline",
        action="append",
        default=[],
        metavar="OLD=NEW",
        help="no, they are two homes; it is not asked again",
    )


def _add_show(to: argparse.ArgumentParser) -> None:
    to.add_argument(
        "number",
        nargs="+",
        metavar="ID",
        help="NHS number in any spacing, our id, or another number",
    )


def _add_licences(to: argparse.ArgumentParser) -> None:
    new = to.add_argument_group("a permission to be recorded, by an administrator")
    new.add_argument("--tool", metavar="TOOL", help="as the register names it")
    new.add_argument("--organisation", metavar="NAME", help="whom the permission is given to")
    new.add_argument("--state", choices=("asked", "given", "refused", "ended"))
    new.add_argument("--reference", metavar="WORDS", help="the letter or contract")
    new.add_argument("--given-on", metavar="DAY", help="as 2026-11-24")
    new.add_argument("--until", metavar="DAY", help="as 2027-11-24")
    new.add_argument("--wording", type=Path, metavar="FILE", help="the text that may be shown")


def _add_enrol(to: argparse.ArgumentParser) -> None:
    to.add_argument("address", metavar="ADDRESS", help="of the service, as https://...")
    to.add_argument("code", metavar="CODE", help="the one-time code")
    to.add_argument("--ca", type=Path, metavar="FILE", help="certificates that alone are trusted")


def _add_bundle(to: argparse.ArgumentParser) -> None:
    to.add_argument("file", type=Path, metavar="FILE", help="where it is saved; not sent by it yet")


def _add_answer(to: argparse.ArgumentParser) -> None:
    to.add_argument("file", type=Path, metavar="FILE", help="the answer to a saved bundle")


def _add_restore(to: argparse.ArgumentParser) -> None:
    to.add_argument("backup", type=Path, metavar="FILE", help="a copy from the folder «backups»")


def _add_plans(to: argparse.ArgumentParser) -> None:
    to.add_argument("--home", required=True, help="the home, by name or id")
    to.add_argument(
        "--paper",
        choices=("care-plan", "plain", "transfer"),
        default="care-plan",
        help="the care plan, the resident's copy in plain words, or the hospital transfer summary",
    )
    to.add_argument(
        "-o", "--output", type=Path, required=True, metavar="FOLDER", help="where the PDFs go"
    )


def _add_print(to: argparse.ArgumentParser) -> None:
    to.add_argument("--home", required=True, help="the home, by name or id")
    to.add_argument("--day", required=True, help="the day, as 2026-11-24, 24-Nov-2026 or today")
    to.add_argument(
        "-o", "--output", type=Path, required=True, metavar="FILE", help="where the PDF goes"
    )
