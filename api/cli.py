"""The `alur` command: what it understands. What each sub-command does is in `api.commands`,
imported only when it is asked for, so that `alur --help` answers at once.

Exit codes: 0 done, 1 refused or failed (one clear line says why), 2 the command is written wrongly.
"""

from __future__ import annotations

import argparse
import os
import sys
from importlib import import_module
from importlib.metadata import version

from typing_extensions import override

from api import parsing
from api.parsing import Commands
from engine.errors import AlurError, Invalid


class _Version(argparse.Action):
    """Prints the version; reading it from the metadata costs time that other commands save."""

    @override
    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        parser.exit(message=f"alur {version('alur')}\n")


def build_parser() -> argparse.ArgumentParser:
    """The grammar of the command line. Each command names the function that carries it out."""
    parser = argparse.ArgumentParser(
        prog="alur",
        description="BPMN case management for citizen-service offices.",
        epilog="Settings come from ALUR_* environment variables: see docs/guides/settings.md.",
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="print the version")
    parser.add_argument("--trace", action="store_true", help="show the whole trace of an error")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _add_running(commands)
    _add_casework(commands)
    _add_users(commands)
    _add_offices(commands)
    _add_stock(commands)
    _add_settings(commands)
    _add_notices(commands)
    parsing.add_calendar(commands)
    _add_backlog(commands)
    _add_reports(commands)
    return parser


def _add_running(commands: Commands) -> None:
    serve = commands.add_parser("serve", help="serve pages and API, and run the clockwork")
    serve.add_argument(
        "--no-clockwork", action="store_true", help="leave timers to another replica"
    )
    serve.set_defaults(run="api.commands.running:serve")

    demo = commands.add_parser("demo", help="make the demo office and serve it")
    demo.add_argument("--folder", default="", help="of its database [var/demo or var/demo-year]")
    demo.add_argument("--fresh", action="store_true", help="throw the old demo away first")
    demo.add_argument("--year", action="store_true", help="a whole year instead of six weeks")
    demo.add_argument("--cases", type=int, default=0, help="how many cases [40; 3000 in a year]")
    demo.add_argument("--no-serve", action="store_true", help="only make it")
    demo.set_defaults(run="api.commands.running:demo")

    migrate = commands.add_parser("migrate-db", help="bring the database to this version")
    migrate.add_argument("--check", action="store_true", help="only say whether it is needed")
    migrate.set_defaults(run="api.commands.database:migrate")

    new_key = commands.add_parser("new-key", help="make keys for ALUR_MASTER_KEY, ALUR_SECRET_KEY")
    new_key.set_defaults(run="api.commands.database:new_key")

    deploy = commands.add_parser("deploy", help="check and deploy diagrams, tables and forms")
    deploy.add_argument("paths", nargs="+", metavar="FILE_OR_FOLDER")
    deploy.add_argument("--office", default="", help="whose cases timers begin; default: all")
    deploy.set_defaults(run="api.commands.deploying:deploy")


def _add_casework(commands: Commands) -> None:
    start = commands.add_parser("start", help="start a case")
    start.add_argument("process", help="id of the process")
    start.add_argument("--set", action="append", default=[], metavar="NAME=JSON", dest="variables")
    start.add_argument("--business-key", default="")
    start.add_argument("--office", default="")
    start.set_defaults(run="api.commands.casework:start")

    tasks = commands.add_parser("tasks", help="list open tasks")
    tasks.add_argument("--group", default="", help="of this lane only")
    tasks.add_argument("--assignee", default="", help="held by this officer only")
    tasks.add_argument("--limit", type=int, default=50)
    tasks.set_defaults(run="api.commands.casework:tasks")

    case = commands.add_parser("case", help="show a case: where it stands and what happened")
    case.add_argument("number", help="case key or register number")
    case.add_argument("--history", action="store_true", help="with all that happened")
    case.set_defaults(run="api.commands.casework:show")


def _add_users(commands: Commands) -> None:
    user = commands.add_parser("user", help="officers who may sign in")
    actions = user.add_subparsers(title="actions", metavar="ACTION", required=True)

    add = actions.add_parser(
        "add", help="add an officer; the password is asked for or read from stdin"
    )
    add.add_argument("login")
    add.add_argument("--name", required=True)
    add.add_argument("--office", required=True, help="office code, or * for all")
    add.add_argument("--role", action="append", default=[], help="a lane, or auditor, or admin")
    add.add_argument("--right", action="append", default=[], help="deploy, supervise, ...")
    add.set_defaults(run="api.commands.users:add")

    listing = actions.add_parser("list", help="list officers")
    listing.set_defaults(run="api.commands.users:show")

    password = actions.add_parser("password", help="set a new password")
    password.add_argument("login")
    password.set_defaults(run="api.commands.users:set_password")

    code = actions.add_parser("reset-code", help="take the second step away: the telephone is lost")
    code.add_argument("login")
    code.add_argument("--reason", required=True, help="kept in the officer's record")
    code.set_defaults(run="api.commands.users:reset_code")

    deactivate = actions.add_parser("deactivate", help="let an officer sign in no more")
    deactivate.add_argument("login")
    deactivate.add_argument("--reason", required=True, help="kept with every task that moves")
    deactivate.add_argument("--to", default="", help="who goes on with the tasks held")
    deactivate.set_defaults(run="api.commands.users:deactivate")
    _add_absences(actions)


def _add_absences(actions: Commands) -> None:
    absence = actions.add_parser("absence", help="record an absence and who stands in")
    absence.add_argument("login")
    absence.add_argument("--from", dest="since", required=True, help="such as 2026-12-21")
    absence.add_argument("--until", required=True, help="the first day back")
    absence.add_argument("--reason", required=True)
    absence.add_argument("--substitute", default="", help="who has the lanes meanwhile")
    absence.set_defaults(run="api.commands.users:absence")

    back = actions.add_parser("back", help="end an absence early, or call it off")
    back.add_argument("login")
    back.set_defaults(run="api.commands.users:back")

    owes = actions.add_parser("owes", help="who owes what now, by officer and group")
    owes.add_argument("office", help="office code")
    owes.set_defaults(run="api.commands.users:owes")


def _add_offices(commands: Commands) -> None:
    office = commands.add_parser("office", help="offices and their stock")
    actions = office.add_subparsers(title="actions", metavar="ACTION", required=True)

    add = actions.add_parser("add", help="open an office, with calendar, hours and printers")
    add.add_argument("code", help="Kemendagri code, such as 327316")
    add.add_argument("--name", required=True)
    add.add_argument("--city", required=True)
    add.add_argument("--prefix", required=True, help="of its register numbers, such as KRC")
    add.add_argument("--printer", action="append", default=[], help="name of a card printer")
    add.set_defaults(run="api.commands.offices:add")

    receive = actions.add_parser("receive", help="book a delivery of cards and consumables")
    receive.add_argument("code")
    receive.add_argument("--note", required=True, help="number of the delivery note, used once")
    for material in ("blanko", "ribbon", "film"):
        receive.add_argument(f"--{material}", type=int, default=0, help="counted, in cards")
    receive.set_defaults(run="api.commands.offices:receive")


def _add_backlog(commands: Commands) -> None:
    backlog = commands.add_parser("backlog", help="the paper list an office begins with")
    actions = backlog.add_subparsers(title="actions", metavar="ACTION", required=True)

    template = actions.add_parser("template", help="write an empty workbook to fill in")
    template.add_argument("file", help="such as berkas-lama.xlsx")
    template.set_defaults(run="api.commands.backlog:template")

    for name, what in (("check", "list every fault"), ("import", "start a case for every row")):
        action = actions.add_parser(name, help=what)
        action.add_argument("file")
        action.add_argument("--office", required=True, help="code of the office")
        action.add_argument("--report", default="", help="the faults, as CSV [FILE-faults.csv]")
        action.set_defaults(
            run=f"api.commands.backlog:{'check' if name == 'check' else 'bring_in'}"
        )
        if name == "import":
            action.add_argument("--valid-rows", action="store_true", help="leave faulty rows out")


def _add_stock(commands: Commands) -> None:
    stock = commands.add_parser("stock", help="what there is, and who gets it")
    actions = stock.add_subparsers(title="actions", metavar="ACTION", required=True)
    for name, function, text in (
        ("status", "show", "balances, reorder point and failed prints"),
        ("allocate", "allocate", "reserve what is there for those who wait"),
        ("rankings", "rankings", "kept allocations: who was served, who was overtaken and why"),
    ):
        action = actions.add_parser(name, help=text)
        action.add_argument("code", help="code of the office")
        action.set_defaults(run=f"api.commands.stock:{function}")
        if name == "rankings":
            action.add_argument("key", type=int, nargs="?", help="of one allocation, to see it all")


def _add_settings(commands: Commands) -> None:
    setting = commands.add_parser("setting", help="policies of an office")
    actions = setting.add_subparsers(title="actions", metavar="ACTION", required=True)

    show = actions.add_parser("show", help="what holds; a star marks what differs from the default")
    show.add_argument("name", nargs="?", default="", help="of the names that begin so")
    show.add_argument("--office", required=True, help="code of the office")
    show.add_argument("--at", default="", help="at this date or instant [now]")
    show.set_defaults(run="api.commands.settings:show")

    change = actions.add_parser("set", help="set policies, all of them or none")
    change.add_argument("values", nargs="+", metavar="NAME=JSON")
    change.add_argument("--office", required=True, help="code of the office")
    change.add_argument("--from", default="", dest="valid_from", help="holds from then on [now]")
    change.add_argument("--reason", required=True, help="kept with the change")
    change.set_defaults(run="api.commands.settings:change")

    history = actions.add_parser("history", help="every change of a policy")
    history.add_argument("name")
    history.add_argument("--office", required=True, help="code of the office")
    history.set_defaults(run="api.commands.settings:history")


def _add_notices(commands: Commands) -> None:
    notice = commands.add_parser("notice", help="notices to citizens, without number or text")
    actions = notice.add_subparsers(title="actions", metavar="ACTION", required=True)

    listing = actions.add_parser("list", help="list notices, the newest first")
    listing.add_argument("office", help="code of the office")
    listing.add_argument("--state", action="append", default=[], help="such as GAGAL")
    listing.add_argument("--limit", type=int, default=50)
    listing.set_defaults(run="api.commands.notices:show")

    retry = actions.add_parser("retry", help="send a notice that failed once more")
    retry.add_argument("key", type=int)
    retry.set_defaults(run="api.commands.notices:retry")

    printed = actions.add_parser("print-list", help="print the RT/RW list; each line once")
    printed.add_argument("office", help="code of the office")
    printed.add_argument("--kelurahan", help="of this kelurahan only")
    printed.add_argument("--peek", action="store_true", help="show it and leave it unprinted")
    printed.set_defaults(run="api.commands.notices:print_list")


def _add_reports(commands: Commands) -> None:
    report = commands.add_parser("report", help="frozen reports")
    actions = report.add_subparsers(title="actions", metavar="ACTION", required=True)

    month = actions.add_parser("month", help="print a month's report, such as 2026-11")
    month.add_argument("month")
    month.add_argument("--office", required=True, help="code of the office")
    month.add_argument("--revision", type=int, help="an older one; default: the newest")
    month.add_argument("--freeze", action="store_true", help="freeze it as it is known now first")
    month.add_argument("--json", action="store_true", help="as JSON, with every figure")
    month.set_defaults(run="api.commands.reporting:month")


def main(arguments: list[str] | None = None) -> int:
    """Run one command; the process's exit code."""
    args = build_parser().parse_args(arguments)
    module, function = args.run.split(":")
    try:
        return int(getattr(import_module(module), function)(args))
    except AlurError as error:
        _complain(error)
    except BrokenPipeError:  # the reader of our output has enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except KeyboardInterrupt:
        print("alur: stopped", file=sys.stderr)
    except Exception as error:
        if args.trace:
            raise
        kind = type(error).__name__
        print(f"alur: unexpected {kind}; run again with --trace for more", file=sys.stderr)
    return 1


def _complain(error: AlurError) -> None:
    print(f"alur: {error}", file=sys.stderr)
    if not isinstance(error, Invalid):
        return
    for fault in error.faults:
        where = ":".join(str(part) for part in (fault.file, fault.line) if part)
        place = " ".join(part for part in (where, fault.element) if part)
        print(f"  {fault.severity} {place}: {fault.text()}", file=sys.stderr)


if __name__ == "__main__":
    raise SystemExit(main())
