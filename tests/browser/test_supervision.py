"""A Kasi's look over the office: an escalation handed on, an incident on its diagram, all retried."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from engine.clock import TravellingClock
from engine.services import cases as case_service
from engine.services import deployments, jobs, reading, tasks, timers
from engine.services.cases import Start
from engine.services.kernel import Kernel, Request
from engine.services.workers import Activation, Failure
from engine.values import SYSTEM_ACTOR
from office.escalations import contacts, sweeping
from office.escalations.contacts import NewContact
from office.officers import NewOfficer, create
from tests.api.conftest import ANSWERS, OFFICE, PASSWORD
from tests.browser.conftest import look
from tests.browser.test_pages import request_of
from tests.office.alarms import LATE

pytestmark = pytest.mark.browser

SYSTEM = Request(actor=SYSTEM_ACTOR)


def stand_still(kernel: Kernel, number: str) -> None:
    """A case whose machine step has failed for good."""
    loket, admin = request_of(kernel, "loket1"), request_of(kernel, "admin1")
    start = Start(process_id="izin_keramaian", business_key=number)
    case = case_service.start(kernel, loket, start).key
    task = reading.case(kernel, loket.actor, case).tasks[0].key
    tasks.complete(kernel, loket, task, ANSWERS)
    (job,) = jobs.activate(kernel, admin, Activation(type="izin.uji-zona", worker="peta"))
    jobs.fail(kernel, admin, job.key, Failure(message="Peta tidak terbaca", retries=0))


@pytest.fixture
def troubled(kernel: Kernel) -> None:
    """An office where a step is late, the Kasi was told, three cases stand still, one sleeps."""
    kasi2 = NewOfficer(
        username="kasi2",
        name="Petugas Kasi2",
        office=OFFICE,
        roles=frozenset({"verifikator"}),
        password=PASSWORD,
    )
    create(kernel, SYSTEM, kasi2)
    new = NewContact(way="SMS", number="0812 3456 7890")
    contacts.keep(kernel, request_of(kernel, "kasi1"), new)
    deployments.deploy(kernel, SYSTEM, {"p.bpmn": LATE})
    _, asleep = (
        case_service.start(
            kernel, SYSTEM, Start(process_id="p", office=OFFICE, business_key=number)
        ).key
        for number in ("KRC-2611-00042-9", "KRC-2611-00043-7")
    )
    case_service.suspend(kernel, SYSTEM, asleep, "Menunggu surat dari Disdukcapil")
    for serial in range(3):
        stand_still(kernel, f"KRC-2611-0005{serial}-1")
    assert isinstance(kernel.clock, TravellingClock)
    kernel.clock.advance(timedelta(hours=1))
    timers.run_due(kernel)
    for _ in range(2):
        sweeping.sweep(kernel, lambda letter: letter.text[:0])


def hand_over(page: Page) -> None:
    """From the list of escalations to what became of it."""
    page.get_by_role("link", name="Pengawasan").click()
    page.get_by_role("link", name="Eskalasi").click()
    expect(page.get_by_text("Petugas Kasi1, SMS")).to_be_visible()
    look(page, "eskalasi")
    page.get_by_label("KRC-2611-00042-9 kejar").check()
    page.get_by_role("button", name="Serahkan").click()
    look(page, "eskalasi-salah")
    page.get_by_label("Alihkan kepada").select_option("Petugas Kasi2")
    page.get_by_label("Alasan").fill("Saya rapat di kota sampai sore")
    page.get_by_role("button", name="Serahkan").click()
    expect(page.get_by_text("1 dari 1 berhasil")).to_be_visible()
    look(page, "eskalasi-dialihkan")


def retry_all(page: Page) -> None:
    """From the incidents to one on its diagram; all of its cause go on, the page by itself."""
    page.get_by_role("link", name="Insiden").click()
    look(page, "insiden-sebab")
    page.get_by_role("link", name="KRC-2611-00052-1").click()
    expect(page.locator(".alur-failed").first).to_be_visible()
    look(page, "insiden-satu")
    page.get_by_role("button", name="Coba lagi semua 3 dengan sebab ini").click()
    expect(page.get_by_text("3 dari 3 dicoba")).to_be_visible()
    look(page, "insiden-dicoba")
    page.get_by_role("link", name="Ke daftar insiden").click()
    expect(page.get_by_text("Tidak ada yang terhenti")).to_be_visible()


def test_the_kasi_hands_an_escalation_on_and_lets_all_of_a_cause_be_tried_again(
    page: Page,
    sign_in: Callable[[str], None],
    troubled: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("api.pages.incidents._AT_ONCE", 1)
    sign_in("kasi1")

    hand_over(page)
    retry_all(page)


def test_the_other_pages_of_supervision(
    page: Page, sign_in: Callable[[str], None], troubled: None
) -> None:
    sign_in("kasi1")
    for path, name in (
        ("/petugas/tugas", "tanggungan"),
        ("/petugas/tugas?kelompok=verifikator", "tanggungan-satu"),
        ("/pengawasan/pekerjaan", "pekerjaan"),
        ("/pengawasan/pewaktu", "pewaktu"),
        ("/pengawasan/ditangguhkan", "ditangguhkan"),
        ("/pengawasan/eskalasi/cara", "eskalasi-cara"),
    ):
        page.goto(path)
        look(page, name)
