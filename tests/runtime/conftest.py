"""Every behaviour of the runtime is shown twice: in memory, and saved and restored at each step."""

from __future__ import annotations

import pytest


@pytest.fixture(params=["memory", "saved"])
def mode(request: pytest.FixtureRequest) -> str:
    return str(request.param)
