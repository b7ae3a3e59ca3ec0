"""Escalations on both databases: bundles, levels, gateways' tidings, two sweepers at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from engine.services import timers
from engine.services.kernel import Kernel
from office.escalations import sweeping
from office.escalations.rows import OfficerNotice
from office.notices import desk, receipts
from office.notices.receipts import Receipt
from tests.office.alarms import Post, Scene, furnish
from tests.office.conftest import Desk


@pytest.fixture
def scene(desk: Desk) -> Scene:
    furnish(desk.kernel)
    return Scene(desk, Post())


def test_several_go_into_one_message_and_the_next_waits_a_quarter_of_an_hour(scene: Scene) -> None:
    scene.reach("agus")
    for serial in range(5):
        scene.open_case(f"KRC-2611-0004{serial}-0")
    scene.wait(timedelta(minutes=10))
    scene.open_case("KRC-2611-00099-0")
    scene.wait(timedelta(minutes=50))
    scene.wait(timedelta(minutes=10))
    assert len(scene.post.letters) == 1

    scene.wait(timedelta(minutes=5))

    first, second = (letter.text for letter in scene.post.letters)
    assert "ada 5 eskalasi" in first
    assert "dan 2 lagi" in first
    assert "KRC-2611-00099-0" in second


def test_what_a_gateway_says_arrived_is_shown_and_goes_no_further(scene: Scene) -> None:
    scene.reach("agus")
    scene.post.answers = ["wamid.1"]
    scene.open_case()
    scene.wait(timedelta(hours=1))
    at = scene.desk.clock.now()
    receipts.take(scene.kernel, Receipt(outside_id="wamid.1", told=receipts.Told.DELIVERED, at=at))

    scene.wait(timedelta(minutes=20))

    assert desk.strangers(scene.kernel) == 0
    (message,) = scene.shown()[0].messages
    assert (message.state, message.arrived_at) == ("SAMPAI", at)
    assert len(scene.post.letters) == 1


def test_where_nobody_looks_the_next_level_gets_it(scene: Scene) -> None:
    scene.reach("bupati")
    scene.open_case()
    scene.wait(timedelta(hours=1))
    assert scene.post.letters == []

    scene.wait(timedelta(hours=4))  # 14.00: four hours of service, but for the break
    scene.wait(timedelta(hours=1))

    assert len(scene.post.letters) == 1
    assert scene.shown("camat")[0].level == ("camat",)
    assert scene.shown("verifikator") == ()


def test_two_sweepers_write_one_message(scene: Scene, open_kernel: Callable[[], Kernel]) -> None:
    scene.reach("agus")
    scene.open_case()
    scene.desk.clock.advance(timedelta(hours=1))
    timers.run_due(scene.kernel)

    for kernel in (scene.kernel, open_kernel()):
        sweeping.sweep(kernel, scene.post)

    with scene.kernel.reads.begin() as session:
        assert len(session.execute(select(OfficerNotice)).scalars().all()) == 1
