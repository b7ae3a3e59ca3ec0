"""Runs cases: BPMN on SpiffWorkflow, one step at a time, values in and values out.

`step(definitions, snapshot, command, inputs)` is all there is; `compile_process` makes what it runs
on. Nothing here knows a clock, a database or the web.
"""

from engine.runtime.compiling import compile_process
from engine.runtime.definitions import CompiledProcess, Definitions
from engine.runtime.stepping import step

__all__ = ["CompiledProcess", "Definitions", "compile_process", "step"]
