"""Every page in a real browser: accessible, within its policy, whole at both widths."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from engine.services import cases as case_service
from engine.services import jobs, reading, tasks
from engine.services.kernel import Kernel, Request
from engine.services.workers import Activation, Failure
from tests.api.conftest import ANSWERS, PASSWORD
from tests.browser.conftest import look

pytestmark = pytest.mark.browser


def request_of(kernel: Kernel, login: str) -> Request:
    from api import officers

    who = officers.find(kernel, login)
    assert who is not None
    return Request(actor=who.actor)


@pytest.fixture
def office(kernel: Kernel) -> dict[str, int]:
    """Some cases at different stages; their keys by stage."""
    loket, admin = request_of(kernel, "loket1"), request_of(kernel, "admin1")
    keys = {}
    for number, stage in enumerate(("baru", "dipegang", "diperiksa", "terhenti"), start=1):
        start = case_service.Start(process_id="izin_keramaian", business_key=f"KRC-000{number}")
        keys[stage] = case_service.start(kernel, loket, start).key
        if stage == "baru":
            continue
        task = reading.case(kernel, loket.actor, keys[stage]).tasks[0].key
        tasks.claim(kernel, loket, task)
        if stage == "dipegang":
            continue
        tasks.complete(kernel, loket, task, ANSWERS)
        activation = Activation(type="izin.uji-zona", worker="peta", max_jobs=1)
        (job,) = jobs.activate(kernel, admin, activation)
        if stage == "diperiksa":
            jobs.complete(kernel, admin, job.key, {})
        else:
            jobs.fail(kernel, admin, job.key, Failure(message="Peta tidak terbaca", retries=0))
    return keys


def test_the_sign_in_page(page: Page) -> None:
    page.goto("/masuk")
    look(page, "masuk")
    page.get_by_label("Nama pengguna").fill("loket1")
    page.get_by_label("Kata sandi").fill("salah")
    page.get_by_role("button", name="Masuk").click()
    expect(page.get_by_role("alert")).to_be_visible()
    look(page, "masuk-salah")


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/tugas", "daftar-kerja"),
        ("/tugas?dari=kelompok", "daftar-kelompok"),
        ("/mulai", "kasus-baru"),
        ("/kasus", "kasus"),
        ("/kasus?nomor=TIDAK-ADA", "kasus-kosong"),
        ("/definisi", "prosedur"),
        ("/tidak-ada", "tidak-ditemukan"),
        ("/insiden", "tidak-berhak"),
    ],
)
def test_an_officers_pages(
    page: Page, sign_in: Callable[[str], None], office: dict[str, int], path: str, name: str
) -> None:
    sign_in("loket1")
    page.goto(path)
    look(page, name)


@pytest.mark.parametrize(
    ("path", "name"), [("/tugas?dari=semua", "daftar-semua"), ("/insiden", "insiden")]
)
def test_a_supervisors_pages(
    page: Page, sign_in: Callable[[str], None], office: dict[str, int], path: str, name: str
) -> None:
    sign_in("kasi1")
    page.goto(path)
    look(page, name)


def test_the_incidents_page_of_an_administrator(
    page: Page, sign_in: Callable[[str], None], office: dict[str, int]
) -> None:
    sign_in("admin1")
    page.goto("/insiden")
    look(page, "insiden-admin")
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Coba lagi yang dicentang").click()
    expect(page.get_by_text("1 insiden dicoba lagi")).to_be_visible()


def test_a_task_from_taking_to_done(
    page: Page, sign_in: Callable[[str], None], office: dict[str, int]
) -> None:
    sign_in("loket1")
    page.goto("/tugas?dari=kelompok")
    page.get_by_role("button", name="Ambil").first.click()
    look(page, "tugas")
    page.get_by_role("button", name="Selesaikan tugas").click()
    expect(page.get_by_role("alert")).to_contain_text("isian perlu diperhatikan")
    look(page, "tugas-salah")
    page.get_by_role("alert").get_by_role("link").first.click()
    expect(page.get_by_label("Nama penanggung jawab")).to_be_focused()
    fill(page)
    page.get_by_role("button", name="Selesaikan tugas").click()
    expect(page.get_by_text("“Terima permohonan” selesai.")).to_be_visible()


def fill(page: Page) -> None:
    page.get_by_label("Nama penanggung jawab").fill("Siti Aminah")
    page.get_by_label("Nomor izin").fill("KRC-0001")
    day = page.get_by_role("group", name="Tanggal acara")
    day.get_by_label("Tanggal").fill("20")
    day.get_by_label("Bulan").fill("12")
    day.get_by_label("Tahun").fill("2026")
    page.get_by_label("Jenis acara").select_option("Pernikahan")
    page.get_by_label("Perkiraan jumlah orang").fill("250")
    page.get_by_role("radio", name="Tidak").check()
    page.get_by_label("Peran").fill("Ketua")
    page.get_by_role("checkbox", name="Pemohon menyetujui ketentuan").check()


@pytest.mark.parametrize("stage", ["diperiksa", "terhenti"])
def test_a_case_with_its_diagram(
    page: Page, sign_in: Callable[[str], None], office: dict[str, int], stage: str
) -> None:
    sign_in("kasi1")
    page.goto(f"/kasus/{office[stage]}")
    expect(page.locator(".diagram svg [data-element-id=putuskan]")).to_be_visible()
    if stage == "diperiksa":
        expect(page.locator(".alur-here")).to_have_text("Anda di sini")
        expect(page.locator(".alur-active")).to_have_attribute("data-element-id", "putuskan")
    else:
        expect(page.locator(".alur-failed")).to_have_attribute("data-element-id", "uji_zona")
    look(page, f"kasus-{stage}")


def test_the_mark_of_bpmn_io_is_whole_and_uncovered(
    page: Page, sign_in: Callable[[str], None], office: dict[str, int]
) -> None:
    sign_in("kasi1")
    page.goto(f"/kasus/{office['diperiksa']}")
    mark = page.locator(".bjs-powered-by")
    expect(mark).to_be_visible()
    mark.scroll_into_view_if_needed()
    on_top = mark.evaluate(
        """(mark) => {
          const box = mark.getBoundingClientRect();
          const spots = [[.1, .1], [.9, .1], [.5, .5], [.1, .9], [.9, .9]];
          return spots.every(([x, y]) => mark.contains(document.elementFromPoint(
            box.left + x * box.width, box.top + y * box.height)));
        }"""
    )
    assert on_top


def test_a_procedure_with_its_diagram(
    page: Page, sign_in: Callable[[str], None], office: dict[str, int]
) -> None:
    sign_in("loket1")
    page.goto("/definisi")
    page.get_by_role("link", name="Izin keramaian").click()
    expect(page.locator(".diagram svg [data-element-id=putuskan]")).to_be_visible()
    look(page, "prosedur-satu")


def test_the_diagram_grows_and_shrinks_by_its_buttons(
    page: Page, sign_in: Callable[[str], None], office: dict[str, int]
) -> None:
    sign_in("loket1")
    page.goto(f"/kasus/{office['diperiksa']}")
    task = page.locator(".diagram svg [data-element-id=putuskan] .djs-visual")
    expect(task).to_be_visible()
    before = task.bounding_box()
    page.get_by_role("button", name="Perbesar").click()
    after = task.bounding_box()
    assert before is not None
    assert after is not None
    assert after["width"] > before["width"]


@pytest.mark.parametrize("path", ["/tugas?dari=kelompok", "/kasus", "/definisi"])
def test_pages_are_readable_in_the_dark(
    page: Page, sign_in: Callable[[str], None], office: dict[str, int], path: str
) -> None:
    page.emulate_media(color_scheme="dark")
    sign_in("loket1")
    page.goto(path)
    look(page, f"gelap-{path.strip('/').split('?')[0]}")


def test_a_case_is_readable_in_the_dark(
    page: Page, sign_in: Callable[[str], None], office: dict[str, int]
) -> None:
    page.emulate_media(color_scheme="dark")
    sign_in("kasi1")
    page.goto(f"/kasus/{office['diperiksa']}")
    expect(page.locator(".alur-here")).to_be_visible()
    look(page, "gelap-kasus-satu")


def test_a_task_is_done_without_scripts(
    browser: Browser, browser_context_args: dict[str, object], office: dict[str, int]
) -> None:
    context = browser.new_context(
        **(browser_context_args | {"java_script_enabled": False})  # type: ignore[arg-type]  # the plugin types its fixture loosely
    )
    page = context.new_page()
    page.goto("/masuk")
    page.get_by_label("Nama pengguna").fill("loket1")
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_role("button", name="Masuk").click()
    page.goto("/tugas?dari=kelompok")
    page.get_by_role("button", name="Ambil").first.click()
    fill(page)
    page.get_by_role("button", name="Tambah baris").click()
    page.get_by_label("Peran").last.fill("Bendahara")
    page.get_by_role("button", name="Selesaikan tugas").click()
    expect(page.get_by_text("“Terima permohonan” selesai.")).to_be_visible()
    page.goto(f"/kasus/{office['diperiksa']}")
    expect(page.get_by_text("Putuskan izin").first).to_be_visible()
    context.close()


def test_the_whole_page_can_be_reached_by_keyboard(
    page: Page, sign_in: Callable[[str], None], office: dict[str, int]
) -> None:
    sign_in("loket1")
    page.goto("/tugas?dari=kelompok")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Langsung ke isi")).to_be_focused()
    page.keyboard.press("Enter")
    assert page.url.endswith("#main")
