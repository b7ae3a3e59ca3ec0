"""Papers in a real browser: chosen, photographed, signed; one form with every type of component."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect

from engine.services import cases, deployments, reading
from engine.services.cases import Start
from engine.services.kernel import Kernel, Request
from engine.values import SYSTEM_ACTOR, JsonValue
from tests.api import filing
from tests.api.conftest import OFFICE, PASSWORD
from tests.api.filing import DIAGRAM
from tests.browser.conftest import look
from tests.services.papers import pdf

pytestmark = pytest.mark.browser

EVERYTHING: Final = Path(__file__).parent / "material" / "semua.form"
LARGEST: Final = 2_097_152
VARIABLES: Final[dict[str, JsonValue]] = {
    "riwayat": [
        {"tanggal": "2026-11-20", "apa": "Datang"},
        {"tanggal": "2026-11-21", "apa": "Pulang"},
    ],
    "no_register": "KRC-2611-00001-5",
    "nik": "3273164107900001",
}


@pytest.fixture
def task(kernel: Kernel) -> int:
    """A task whose form has every type of component, held by loket1."""
    request = Request(actor=SYSTEM_ACTOR)
    form = EVERYTHING.read_bytes()
    deployments.deploy(kernel, request, {"p.bpmn": DIAGRAM, "berkas_uji.form": form})
    what = Start(process_id="p", office=OFFICE, variables=VARIABLES)
    case = cases.start(kernel, request, what).key
    key = filing.open_task(kernel, case)
    filing.hold(kernel, key, "loket1")
    return key


def large_photo() -> bytes:
    """A photograph of more than two megabytes, as telephones take them."""
    into = io.BytesIO()
    Image.effect_noise((1600, 1200), 90).convert("RGB").save(into, "JPEG", quality=100)
    assert into.tell() > LARGEST
    return into.getvalue()


def paper(name: str, content: bytes, kind: str = "application/pdf") -> Any:
    return {"name": name, "mimeType": kind, "buffer": content}


def group(page: Page, name: str) -> Locator:
    return page.get_by_role("group", name=re.compile(rf"^{name}"))


def fill(page: Page) -> None:
    page.get_by_label("Nama lengkap").fill("Siti Aminah")
    page.get_by_label("Alamat").fill("Jl. Kebon Jayanti 1\nRT 001")
    page.get_by_label("Berat badan").fill("61,5")
    for part, value in (("Tanggal", "1"), ("Bulan", "7"), ("Tahun", "1990")):
        group(page, "Tanggal lahir").get_by_label(part).fill(value)
    page.get_by_label("Jam kedatangan").fill("08.30")
    for part, value in (
        ("Tanggal", "25"),
        ("Bulan", "11"),
        ("Tahun", "2026"),
        ("Jam|Waktu", "09.00"),
    ):
        group(page, "Janji temu").get_by_label(re.compile(f"^({part})$")).fill(value)
    page.get_by_label("Agama").select_option("Islam")
    group(page, "Jenis kelamin").get_by_label("Perempuan").check()
    page.get_by_label("Data sudah benar").check()
    group(page, "Surat yang dibawa").get_by_label("Akta kelahiran").check()
    group(page, "Bahasa").get_by_label("Sunda").check()
    page.get_by_label("Nama saksi").fill("Budi")


def test_every_type_renders_is_refused_at_once_and_is_answered(
    page: Page, sign_in: Callable[[str], None], kernel: Kernel, task: int
) -> None:
    sign_in("loket1")
    page.goto(f"/tugas/{task}")
    look(page, "formulir-semua")
    expect(group(page, "NIK")).to_contain_text("327316******0001")
    page.get_by_role("button", name="Selesaikan tugas").click()
    summary = page.get_by_role("alert").first
    expect(summary).to_contain_text("isian perlu diperhatikan")
    for label in ("Nama lengkap", "Jenis kelamin", "Kartu keluarga", "Nama saksi", "Berat badan"):
        expect(summary).to_contain_text(label)
    look(page, "formulir-semua-salah")

    fill(page)
    page.get_by_label("Pilih berkas: Kartu keluarga").set_input_files(paper("kk.pdf", pdf()))
    expect(page.get_by_text("Berkas tersimpan.")).to_be_visible()
    page.get_by_role("button", name="Selesaikan tugas").click()
    expect(page.get_by_role("heading", name="periksa")).to_be_visible()
    kept = reading.task(kernel, SYSTEM_ACTOR, filing.open_task(kernel, task >> 24 << 24)).variables
    assert (kept["berat"], kept["jam"], kept["bahasa"]) == (61.5, "08:30:00", ["SUNDA"])
    assert kept["saksi"] == [{"nama_saksi": "Budi"}]

    with page.expect_popup() as opening:
        page.get_by_role("complementary").get_by_role("link", name="Lihat dokumen 1").click()
    asking = opening.value
    look(asking, "dokumen-alasan")
    expect(asking.get_by_label("Untuk apa")).to_have_value("Untuk tugas: periksa")
    with asking.expect_response(lambda answer: answer.request.method == "POST") as shown:
        asking.get_by_role("button", name="Tampilkan dokumen").click()
    assert shown.value.headers["content-type"] == "application/pdf"


def test_every_type_works_without_scripts(
    browser: Browser, browser_context_args: dict[str, Any], kernel: Kernel, task: int
) -> None:
    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    page = context.new_page()
    page.goto("/masuk")
    page.get_by_label("Nama pengguna").fill("loket1")
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_role("button", name="Masuk").click()
    page.goto(f"/tugas/{task}")
    page.get_by_label("Pilih berkas: Kartu keluarga").set_input_files(paper("kk.pdf", pdf()))
    page.get_by_label("Atau pilih hasil pindaian").set_input_files(paper("salah.pdf", b"MZ"))
    page.get_by_role("button", name="Selesaikan tugas").click()
    expect(page.get_by_role("alert").first).to_contain_text("salah.pdf")
    expect(page.get_by_role("checkbox", name=re.compile("^kk.pdf"))).to_be_checked()
    page.screenshot(path="build/screens/formulir-semua-tanpa-skrip.png", full_page=True)

    fill(page)
    page.get_by_role("button", name="Selesaikan tugas").click()
    assert filing.open_task(kernel, task >> 24 << 24) != task
    context.close()


def test_file_is_told_at_its_field_as_soon_as_it_is_chosen(
    page: Page, sign_in: Callable[[str], None], kernel: Kernel, task: int
) -> None:
    sign_in("loket1")
    page.goto(f"/tugas/{task}")
    page.get_by_label("Nama lengkap").fill("Siti Aminah")
    chooser = page.get_by_label("Pilih berkas: Kartu keluarga")
    chooser.set_input_files(paper("kk.pdf", b"MZ\x90"))
    expect(page.get_by_text("kk.pdf bukan jenis berkas")).to_be_visible()
    look(page, "berkas-salah")
    chooser.set_input_files(paper("besar.pdf", pdf() + bytes(LARGEST)))
    expect(page.get_by_text("Berkas ini lebih besar dari 2 MB")).to_be_visible()
    chooser.set_input_files(paper("kk.jpg", large_photo(), "image/jpeg"))
    expect(page.get_by_role("checkbox", name=re.compile("^kk.jpg"))).to_be_checked(timeout=15_000)
    expect(page.get_by_label("Nama lengkap")).to_have_value("Siti Aminah")

    page.reload()
    expect(page.get_by_role("checkbox", name=re.compile("^kk.jpg"))).to_be_checked()
    with page.expect_popup() as opening:
        page.get_by_role("link", name="Lihat kk.jpg").click()
    assert opening.value.evaluate("document.images[0].naturalWidth") > 1_000


def sign(page: Page) -> None:
    canvas = page.locator(".pad canvas")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 40, box["y"] + 60)
    page.mouse.down()
    page.mouse.move(box["x"] + 160, box["y"] + 110, steps=8)
    page.mouse.up()
    expect(page.get_by_text("Tanda tangan sudah ada")).to_be_visible()


def test_paper_is_photographed_and_a_signature_drawn_wiped_and_drawn(
    page: Page, sign_in: Callable[[str], None], task: int
) -> None:
    sign_in("loket1")
    page.goto(f"/tugas/{task}")
    page.get_by_role("button", name="Foto dokumen").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("jangan memotret orang")
    expect(dialog.locator("video")).to_have_js_property("paused", False)
    look(page, "kamera")
    dialog.get_by_role("button", name="Ambil foto").click()
    expect(page.get_by_role("checkbox", name=re.compile("^dokumen.jpg"))).to_be_checked()

    sign(page)
    page.get_by_role("button", name="Hapus dan ulangi").click()
    expect(page.get_by_text("Tanda tangan sudah ada")).to_have_count(0)
    sign(page)
    look(page, "tanda-tangan")
    page.get_by_role("button", name="Selesaikan tugas").click()
    for name in ("dokumen.jpg", "tanda-tangan.png"):
        expect(page.get_by_role("checkbox", name=re.compile(f"^{name}"))).to_be_checked()
