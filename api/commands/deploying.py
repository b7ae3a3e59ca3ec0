"""`alur deploy`: files and folders of diagrams, tables and forms, all or nothing."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

from api.commands.opening import as_operator, opened
from engine.errors import Fault, Invalid
from engine.services import deployments

SUFFIXES: Final = frozenset({".bpmn", ".dmn", ".form"})


class FilesInvalid(Invalid):
    """The paths given hold nothing to deploy, or two files of one name."""

    code = "files-invalid"
    message = "These files cannot be deployed: %(count)s faults."


def deploy(args: argparse.Namespace) -> int:
    """Deploy everything found; print what became of each definition."""
    files = collect([Path(path) for path in args.paths])
    with opened() as kernel:
        receipt = deployments.deploy(kernel, as_operator(args.office), files)
    for definition in receipt.definitions:
        state = (
            f"version {definition.version}"
            if definition.new
            else f"unchanged ({definition.version})"
        )
        print(f"{definition.kind:9} {definition.id:32} {state:16} {definition.file}")
    for warning in receipt.warnings:
        print(f"warning: {warning}")
    return 0


def collect(paths: list[Path]) -> dict[str, bytes]:
    """File name to bytes of every .bpmn, .dmn and .form among `paths` and below the folders.

    Raises:
        FilesInvalid: nothing was found, a path does not exist, or a name comes twice.
    """
    faults: list[Fault] = []
    found: dict[str, bytes] = {}
    for path in paths:
        if not path.exists():
            faults.append(_fault("file-missing", path.name, "There is no such file or folder."))
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.suffix not in SUFFIXES or not file.is_file():
                continue
            if file.name in found:
                faults.append(_fault("file-twice", file.name, "Two files have this name."))
            found[file.name] = file.read_bytes()
    if not found and not faults:
        faults.append(_fault("nothing", "", "There is no .bpmn, .dmn or .form file here."))
    if faults:
        raise FilesInvalid(tuple(faults))
    return found


def _fault(rule: str, file: str, message: str) -> Fault:
    return Fault(rule=rule, file=file, message=message)
