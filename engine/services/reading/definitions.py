"""What is deployed, and the very bytes of it. Writes nothing."""

from __future__ import annotations

from engine.services.kernel import Kernel
from engine.services.reading.views import DefinitionView
from engine.values import Actor


def definitions(
    kernel: Kernel,
    actor: Actor,
    *,
    kind: str = "process",
    latest_only: bool = True,
    id: str = "",  # noqa: A002  # the wire's and BPMN's own word
) -> tuple[DefinitionView, ...]:
    """Deployed definitions by id and falling version."""
    raise NotImplementedError


def definition(kernel: Kernel, actor: Actor, key: int) -> DefinitionView:
    """One definition of any kind.

    Raises:
        NotFound: there is none.
    """
    raise NotImplementedError


def definition_content(kernel: Kernel, actor: Actor, key: int) -> bytes:
    """The bytes of the file a definition was deployed from."""
    raise NotImplementedError
