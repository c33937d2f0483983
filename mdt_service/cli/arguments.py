"""The words of `mdt-service`: its commands and what each is told."""

from argparse import ArgumentParser, _SubParsersAction

from mdt_core.roles import Role
from mdt_service.cli import bundle
from mdt_service.hub.scopes import EVERY_HOME

Commands = _SubParsersAction  # argparse gives its own type no public name

_ROLES = ", ".join(role.value for role in Role)


def parser() -> ArgumentParser:
    """Everything that may be typed."""
    made = ArgumentParser(
        prog="mdt-service",
        description="The central record, its sync, and its keeping.",
        epilog="The database is named by --database or MDT_DATABASE.",
    )
    made.add_argument("--database", metavar="ADDRESS", help="sqlite:///file or postgresql://...")
    commands = made.add_subparsers(dest="command", required=True, metavar="COMMAND")
    commands.add_parser("init", help="make or upgrade the tables; needed once before serve")
    _serve(commands)
    _devices(commands)
    _quarantine(commands)
    _redact(commands)
    bundle.describe(
        commands.add_parser("bundle", help="exchange by files with a home that has no network")
    )
    commands.add_parser(
        "escalate", help="tell what actions are overdue now, as serve does by itself"
    )
    commands.add_parser("verify", help="go along every log and check its numbers and its chain")
    _new_epoch(commands)
    return made


def _serve(commands: "Commands[ArgumentParser]") -> None:
    serve = commands.add_parser("serve", help="answer devices until stopped")
    serve.add_argument("--host", help="the address to listen at (127.0.0.1: this machine alone)")
    serve.add_argument("--port", type=int, help="the port to listen at (8420)")
    serve.add_argument("--workers", type=int, help="how many processes answer; PostgreSQL only (1)")
    serve.add_argument(
        "--practice",
        action="store_true",
        help="a practice service with a made-up home; makes its tables itself",
    )


def _devices(commands: "Commands[ArgumentParser]") -> None:
    enrol = commands.add_parser("enrol", help="make a one-time code for a new device")
    _add_roles(enrol)
    enrol.add_argument("--days", type=int, help="after how many days the roles end (never)")
    administrator = commands.add_parser(
        "administrator", help="make a one-time code to sign in to the pages under /admin"
    )
    administrator.add_argument(
        "--name", required=True, help="whose deeds they are, as written down"
    )
    commands.add_parser("devices", help="list devices, when they were last seen, and their state")
    revoke = commands.add_parser("revoke", help="take a device's right to read")
    revoke.add_argument("device", help="the id of the device")
    revoke.add_argument("--why", required=True, help="the reason, as told to who reviews")
    grants = commands.add_parser("grants", help="list grants, give one, or end one")
    acts = grants.add_subparsers(dest="act", required=True, metavar="ACT")
    acts.add_parser("list", help="every grant, with its number")
    give = acts.add_parser("give", help="grant an enrolled device more roles")
    give.add_argument("device", help="the id of the device")
    _add_roles(give)
    end = acts.add_parser("end", help="end one grant")
    end.add_argument("number", type=int, help="the number in the list")


def _add_roles(command: ArgumentParser) -> None:
    command.add_argument(
        "--home", default=EVERY_HOME, help="the id of the home; every home unless named"
    )
    command.add_argument("--role", action="append", required=True, help=f"one of {_ROLES}")
    command.add_argument("--person", help="the only author whose changes count under the roles")


def _quarantine(commands: "Commands[ArgumentParser]") -> None:
    quarantine = commands.add_parser("quarantine", help="see and settle what was not taken")
    acts = quarantine.add_subparsers(dest="act", required=True, metavar="ACT")
    listed = acts.add_parser("list", help="what waits, why, and since when; no clinical text")
    listed.add_argument("--settled", action="store_true", help="with what was settled")
    take = acts.add_parser("take", help="take a change into the record after all")
    aside = acts.add_parser("set-aside", help="settle a change that is not to be taken")
    aside.add_argument("--why", required=True, help="the reason")
    for act in (take, aside):
        act.add_argument("number", type=int, help="the number in the list")
        act.add_argument("--by", required=True, help="who decided")


def _redact(commands: "Commands[ArgumentParser]") -> None:
    redact = commands.add_parser(
        "redact", help="take the words of one change out of the record and every device, for good"
    )
    redact.add_argument("mid", help="the identity of the change")
    redact.add_argument("--by", required=True, help="who decided")
    redact.add_argument("--why", required=True, help="the reason; no words of the change")


def _new_epoch(commands: "Commands[ArgumentParser]") -> None:
    commands.add_parser(
        "new-epoch",
        help="after restoring a backup, before serving: devices bring back what is missing",
    )
