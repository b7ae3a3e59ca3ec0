"""FEEL's syntax tree to a Python function, built as Python syntax nodes of the kinds in `syntax`.

No text ever becomes code: names of variables and entries appear as constants only, and the helpers
the code calls are those of `HELPERS`. Parts inside loops, filters and functions become lambdas.
"""

from engine.feel.emission import calls, conditions, syntax, values
from engine.feel.emission.basis import Emitter, emit
from engine.feel.emission.helpers import HELPERS

#: each of them teaches `emit` its kinds of nodes
_TAUGHT = (calls, conditions, values)

__all__ = ["HELPERS", "Emitter", "emit", "syntax"]
