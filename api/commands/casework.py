"""`alur start`, `alur tasks`, `alur case`."""

from __future__ import annotations

import argparse
from collections.abc import Iterable

from api import wire
from api.commands.opening import as_operator, opened
from engine.errors import Fault, Invalid, NotFound
from engine.services import cases, reading
from engine.services.kernel import Kernel
from engine.services.reading.views import CaseQuery, CaseView, Whose, WorkListQuery
from engine.values import SYSTEM_ACTOR, JsonValue

_HISTORY = 1000


def start(args: argparse.Namespace) -> int:
    """Start a case and print its key."""
    what = cases.Start(
        process_id=args.process,
        variables=read_variables(args.variables),
        business_key=args.business_key,
        office=args.office,
    )
    with opened() as kernel:
        receipt = cases.start(kernel, as_operator(), what)
    print(f"{receipt.key} {receipt.process_id} version {receipt.version} {receipt.state}")
    return 0


def read_variables(pairs: Iterable[str]) -> dict[str, JsonValue]:
    """Variables from NAME=JSON texts; what is no JSON is taken as a string.

    Raises:
        Invalid: for every text without a name and "=".
    """
    faults = tuple(
        Fault(rule="variable", element=pair, message="Write NAME=VALUE.")
        for pair in pairs
        if "=" not in pair or pair.startswith("=")
    )
    if faults:
        raise Invalid(faults)
    return {name: _read(text) for name, _, text in (pair.partition("=") for pair in pairs)}


def _read(text: str) -> JsonValue:
    try:
        value: JsonValue = wire.decode(text)
    except ValueError:
        return text
    return value


def tasks(args: argparse.Namespace) -> int:
    """List open tasks of all offices."""
    query = WorkListQuery(
        whose=Whose.ALL, group=args.group, assignee=args.assignee, size=min(max(args.limit, 1), 200)
    )
    with opened() as kernel:
        page = reading.work_list(kernel, SYSTEM_ACTOR, query)
    for task in page.items:
        due = f"{task.due_at:%Y-%m-%d %H:%M}Z" if task.due_at else "-"
        holder = task.assignee or ",".join(task.groups)
        late = " LATE" if task.overdue else ""
        name = task.name or task.element
        print(f"{task.key} {task.business_key or '-':20} {name:32} {holder:16} {due}{late}")
    print(f"{len(page.items)} of {page.total}")
    return 0


def show(args: argparse.Namespace) -> int:
    """Print where a case stands, by key or register number."""
    with opened() as kernel:
        view = reading.case(kernel, SYSTEM_ACTOR, _case_key(kernel, args.number))
        _print_case(view)
        if args.history:
            _print_history(kernel, view.row.root_key)
    return 0


def _case_key(kernel: Kernel, number: str) -> int:
    if number.isascii() and number.isdigit():
        return int(number)
    page = reading.cases(kernel, SYSTEM_ACTOR, CaseQuery(business_key=number, size=1))
    if not page.items:
        raise NotFound(kind="case", key=number)
    return page.items[0].key


def _print_case(view: CaseView) -> None:
    row = view.row
    version = f"{row.process_id} version {row.definition_version}"
    print(f"case {row.key}  {row.business_key}  {version}  {row.state}")
    for task in view.tasks:
        holder = task.assignee or ",".join(task.groups)
        print(f"  task     {task.key} {task.name or task.element} ({holder})")
    for timer in view.timers:
        print(f"  timer    {timer.element} at {timer.due_at:%Y-%m-%d %H:%M}Z")
    for child in view.children:
        print(f"  called   {child.key} {child.process_id} {child.state}")
    for incident in view.incidents:
        print(
            f"  incident {incident.key} {incident.element}: {incident.message} ({incident.state})"
        )


def _print_history(kernel: Kernel, root: int) -> None:
    after = ""
    while True:
        page = reading.history(kernel, SYSTEM_ACTOR, root, size=_HISTORY, after=after)
        for row in page.items:
            print(f"  {row.at:%Y-%m-%d %H:%M:%S}Z {row.happened:10} {row.element:32} {row.actor}")
        if not page.after:
            return
        after = page.after
