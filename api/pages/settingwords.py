"""What each policy means, in words for who sets it (docs/guides/configuration.md says the same).

The values are `office.defaults`'; a policy without words here is shown by its name.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask_babel import gettext


def N_(text: str) -> str:  # noqa: N802  # the customary name: marks a text for the catalogue
    return text


#: sections in order: the first part of a policy's name
_SECTIONS: Final[Mapping[str, str]] = {
    "kantor": N_("Office"),
    "masuk": N_("Sign-in"),
    "antrean": N_("Queue and counter"),
    "berkas": N_("Papers"),
    "pemohon": N_("Applicants"),
    "perekaman": N_("Recording and centre"),
    "estimasi": N_("Promise"),
    "blanko": N_("Blanko"),
    "cetak": N_("Printing"),
    "pesan": N_("Messages"),
    "eskalasi": N_("Escalations"),
    "penyerahan": N_("Handover"),
    "pemusnahan": N_("Destruction"),
    "laporan": N_("Reports"),
    "skm": N_("Survey (SKM)"),
    "simpan": N_("Retention"),
    "privasi": N_("Privacy"),
    "batas": N_("Timers"),
}
#: policy to what it means
MEANINGS: Final[Mapping[str, str]] = {
    "kantor.print_site": N_("who prints: KECAMATAN or DISDUKCAPIL"),
    "kantor.kelurahan": N_("village codes of the kecamatan"),
    "kantor.kapasitas_cetak_harian": N_("cards the printers make a day; the office supplies it"),
    "kantor.pisah_tugas": N_(
        "separate hands (receiver ≠ verifier, stock keeper ≠ printer, QC ≠ printer)"
    ),
    "masuk.totp_wajib": N_(
        "whoever supervises or administers signs in with a second step (a code of the telephone)"
    ),
    "antrean.prosedur": N_("procedure that a kiosk and the paper list begin; its first step is U1"),
    "antrean.kios_per_menit": N_("numbers one kiosk gives within a minute: children's fingers"),
    "antrean.jenis_layanan": N_(
        "kinds of service a kiosk and the paper list offer; the form takes no others"
    ),
    "antrean.prioritas": N_("kinds of queue priority; TIDAK is none"),
    "antrean.prioritas_bukti": N_("whether proof of priority is asked; the law asks none"),
    "antrean.panggilan_maks": N_("calls before a ticket is LEWAT, within T1"),
    "antrean.masuk_lagi_maks": N_("times a passed-over ticket may come back the same day"),
    "antrean.masuk_lagi_mundur": N_("tickets of its own class it then stands behind"),
    "antrean.prioritas_berturut_maks": N_("priority numbers in a row while an ordinary one waits"),
    "antrean.menit_layanan": N_("time one citizen takes, until ten services were noted"),
    "antrean.layanan_diingat": N_("newest services whose median replaces it"),
    "berkas.surat_polisi_hari": N_("age of a police loss letter that gives a warning"),
    "berkas.catatan_maks": N_("longest note"),
    "berkas.alasan_tolak_min": N_("shortest reason of a rejection"),
    "berkas.alasan_override_min": N_("shortest reason of an allocation out of turn"),
    "berkas.jenis_file": N_("file types of uploads"),
    "berkas.ukuran_file_maks": N_("largest upload"),
    "pemohon.nama_peringatan": N_("name length that gives a warning"),
    "pemohon.nama_maks": N_("longest name that is stored (never above 100)"),
    "pemohon.telepon_digit": N_("fewest and most national digits of a telephone number"),
    "perekaman.usia_cetak": N_("age from which a card is printed; 29 February counts as 1 March"),
    "perekaman.usia_rekam": N_("age from which somebody is recorded"),
    "perekaman.percobaan_maks": N_("tries of a recording before the Kasi decides"),
    "perekaman.pengecualian": N_("codes of biometric exceptions"),
    "perekaman.status_pusat": N_("statuses of the centre, each with those that may follow"),
    "estimasi.cakupan_hari": N_("days of cover from which the next working day is promised"),
    "estimasi.kartu_pertama_hari": N_("promise for a first card while stock lasts"),
    "estimasi.janji_bulan": N_("length of the usual promise"),
    "blanko.tua_hari": N_("wait since PRR after which a case is class 0"),
    "blanko.rentan_aktif": N_("vulnerability modifier; needs the camat's written decision"),
    "blanko.lansia_usia": N_("age from which somebody counts as elderly"),
    "blanko.suket_ditawarkan": N_("offer a suket while blanko lack"),
    "blanko.ikd_ditawarkan": N_("offer the IKD while blanko lack"),
    "blanko.suket_berlaku": N_("validity of a suket"),
    "blanko.jendela_hari": N_("days from which demand is counted"),
    "blanko.lama_kirim_hari": N_("lead time L of a supply; the office supplies it"),
    "blanko.faktor_layanan_persen": N_("service factor of the reorder point (165 = 1.65)"),
    "blanko.gagal_alarm_persen": N_("failure rate above which an alarm is raised"),
    "blanko.hari_kosong": N_("working time without stock that makes a shortage day"),
    "blanko.saldo_diumumkan": N_("publish the balance every day"),
    "cetak.suhu_min": N_("lowest printer temperature without a warning"),
    "cetak.suhu_maks": N_("highest printer temperature without a warning"),
    "cetak.percobaan_maks": N_("prints of one card before the camat is asked"),
    "cetak.uji_mutu": N_("checks of the quality test"),
    "pesan.ulang": N_("waits between tries of a message"),
    "pesan.jam": N_("hours named in messages"),
    "pesan.urutan": N_("order of channels"),
    "pesan.jalur": N_("connector of each channel"),
    "pesan.jam_tenang": N_("hours in which nothing is sent, from and to"),
    "pesan.hari_kerja_saja": N_("send on working days only"),
    "pesan.wa_templat": N_("names of the approved WhatsApp templates"),
    "pesan.wa_isi": N_("placeholders of each WhatsApp template, in order"),
    "pesan.wa_bahasa": N_("language of the WhatsApp templates"),
    "pesan.templat": N_("texts of the messages; NIK, name and address are refused"),
    "eskalasi.diam_menit": N_(
        "an officer without a request for so long is told at once; who is at the pages, "
        "when the escalation was not opened for so long"
    ),
    "eskalasi.jeda_menit": N_(
        "least time between two messages to one officer; what comes meanwhile goes into the next"
    ),
    "eskalasi.kabar_menit": N_(
        "a message that no gateway says has arrived is sent by the officer's next channel"
    ),
    "eskalasi.naik_menit": N_(
        "an escalation that nobody of its level opens goes to the next level"
    ),
    "eskalasi.jenjang": N_("the levels, upwards"),
    "penyerahan.kode_digit": N_("length of a pickup code, 4 to 8; it works once, always"),
    "penyerahan.kode_salah_maks": N_("wrong codes that lock it"),
    "penyerahan.penerima": N_("who may collect"),
    "penyerahan.kartu_lama": N_("kinds of application that give the old card back"),
    "pemusnahan.hari": N_("weekday of destruction (1 = Monday)"),
    "pemusnahan.jam": N_("hour of destruction"),
    "pemusnahan.saksi_min": N_("witnesses, never fewer than 2"),
    "pemusnahan.cara": N_("manners of destruction"),
    "laporan.jam": N_("hour of the monthly report"),
    "laporan.hari_kerja_ke": N_("working day of the month on which it is made"),
    "laporan.rapat_hari_kerja_ke": N_("working day of the month on which the meeting is held"),
    "laporan.usia_tunggakan_hari": N_(
        "upper edges of the age bands of the backlog; the last band is open"
    ),
    "laporan.standar": N_(
        "14 components of the service standard by service type; the office supplies them"
    ),
    "laporan.daftar_sebab": N_("length of the list of causes"),
    "laporan.daftar_terlama": N_("length of the list of the oldest cases"),
    "laporan.usia_17_bulan": N_("look-ahead for those who become 17"),
    "skm.tiap": N_("how often the survey is evaluated"),
    "skm.unsur": N_("elements of the survey"),
    "skm.bobot": N_("weight of an element, an exact fraction"),
    "skm.mutu": N_("lower edges of the quality bands, after rounding to 2 decimals"),
    "skm.sampel": N_("rule of the sample size"),
    "skm.sel_terkecil": N_("smallest cell that is shown"),
    "simpan.pindaian_hari": N_("scans are kept after handover or closing"),
    "simpan.telepon_hari": N_("telephone numbers are kept"),
    "simpan.perkara_tahun": N_("case data are kept"),
    "simpan.buku_tahun": N_("ledger, Berita Acara and access log are kept (at least 5)"),
    "privasi.buka_maks": N_("views in full that alert the Kasi; the office supplies it"),
    "privasi.buka_rentang": N_("span in which they are counted; the office supplies it"),
    "batas.T1": N_("a called citizen does not come: LEWAT"),
    "batas.T2a": N_("papers lack: remind"),
    "batas.T2b": N_("papers lack: the application lapses"),
    "batas.T3a": N_("the check is not finished: a colleague"),
    "batas.T3b": N_("the check is not finished: the Kasi"),
    "batas.T4a": N_("SIAK is down: the Kasi"),
    "batas.T4b": N_("SIAK is down: help desk and board"),
    "batas.T5b": N_("not recorded: remind (T5a is the close of the day itself)"),
    "batas.T5c": N_("not recorded: the application lapses"),
    "batas.T6a": N_("the centre is silent: send again"),
    "batas.T6b": N_("the centre is silent: the Kasi writes to Disdukcapil"),
    "batas.T6c": N_("the centre is silent: the camat"),
    "batas.T6_ulang": N_("and again every"),
    "batas.T6d1": N_("a duplicate is unresolved: the Kasi"),
    "batas.T6d2": N_("a duplicate is unresolved: the camat"),
    "batas.T6d3": N_("a duplicate is unresolved: the head of Disdukcapil"),
    "batas.T7a": N_("no blanko: ask for supply"),
    "batas.T7b": N_("no blanko: offer suket or IKD"),
    "batas.T7c": N_("no blanko: the camat"),
    "batas.T8": N_("stock at the reorder point: look again every"),
    "batas.T8b": N_("Disdukcapil answers a request for supply"),
    "batas.T9a": N_("a card is not printed and checked: the Kasi"),
    "batas.T9b": N_("a card is not printed and checked: the camat"),
    "batas.T10": N_("a print began and nobody told how it ended"),
    "batas.T11": N_("a card lies ready and nobody was told: the next channel"),
    "batas.T12a": N_("not collected: first reminder"),
    "batas.T12b": N_("second reminder"),
    "batas.T12c": N_("third reminder"),
    "batas.T12d": N_("last reminder, then the RT/RW list"),
    "batas.T13": N_("not collected: the camat decides"),
    "batas.tindak_lanjut": N_("what an escalation asks of somebody"),
    "batas.hubungi_balik": N_("a citizen who wrote is called back"),
    "batas.pdp": N_("a breach is told (UU 27/2022 art. 46)"),
    "batas.T15a": N_("a complaint is answered"),
    "batas.T15b": N_("a complaint is decided"),
}
_UNITS: Final[Mapping[str, str]] = {
    N_("cards"): ("kantor.kapasitas_cetak_harian"),
    N_("calls"): ("antrean.panggilan_maks antrean.prioritas_berturut_maks"),
    N_("tickets"): ("antrean.masuk_lagi_mundur"),
    N_("minutes"): (
        "antrean.menit_layanan eskalasi.diam_menit eskalasi.jeda_menit eskalasi.kabar_menit"
    ),
    N_("services"): ("antrean.layanan_diingat"),
    N_("days"): (
        "berkas.surat_polisi_hari estimasi.cakupan_hari simpan.pindaian_hari simpan.telepon_hari"
    ),
    N_("characters"): (
        "berkas.catatan_maks berkas.alasan_tolak_min berkas.alasan_override_min "
        "pemohon.nama_peringatan pemohon.nama_maks"
    ),
    N_("bytes"): ("berkas.ukuran_file_maks"),
    N_("digits"): ("pemohon.telepon_digit penyerahan.kode_digit"),
    N_("years"): (
        "perekaman.usia_cetak perekaman.usia_rekam blanko.lansia_usia simpan.perkara_tahun "
        "simpan.buku_tahun"
    ),
    N_("tries"): ("perekaman.percobaan_maks cetak.percobaan_maks penyerahan.kode_salah_maks"),
    N_("working days"): (
        "estimasi.kartu_pertama_hari blanko.tua_hari blanko.jendela_hari "
        "blanko.lama_kirim_hari laporan.usia_tunggakan_hari batas.T2a batas.T2b batas.T4b "
        "batas.T5b batas.T5c batas.T6a batas.T6b batas.T6c batas.T6_ulang batas.T6d1 "
        "batas.T6d2 batas.T6d3 batas.T7a batas.T7b batas.T7c batas.T8 batas.T8b batas.T9b "
        "batas.T12a batas.T12b batas.T12c batas.T12d batas.tindak_lanjut"
    ),
    N_("calendar months"): ("estimasi.janji_bulan"),
    N_("percent"): ("blanko.faktor_layanan_persen blanko.gagal_alarm_persen"),
    N_("°C"): ("cetak.suhu_min cetak.suhu_maks"),
    N_("minutes of service time"): ("eskalasi.naik_menit"),
    N_("persons"): ("pemusnahan.saksi_min skm.sel_terkecil"),
    N_("working day"): ("laporan.hari_kerja_ke laporan.rapat_hari_kerja_ke"),
    N_("lines"): ("laporan.daftar_sebab laporan.usia_17_bulan laporan.daftar_terlama"),
    N_("months"): ("laporan.usia_17_bulan"),
    N_("views"): ("privasi.buka_maks"),
    N_("working time"): (
        "batas.T1 batas.T3a batas.T3b batas.T4a batas.T10 batas.T11 batas.hubungi_balik"
    ),
    N_("clock time"): ("batas.T9a batas.pdp"),
    N_("calendar days"): ("batas.T13 batas.T15a batas.T15b"),
}
#: kept with their history while code, form or table still has a value of its own
_NAMES_NOT_READ: Final = (
    "kantor.kelurahan kantor.kapasitas_cetak_harian antrean.prioritas_bukti "
    "berkas.catatan_maks pemohon.nama_peringatan pemohon.telepon_digit "
    "perekaman.pengecualian blanko.saldo_diumumkan cetak.uji_mutu "
    "laporan.rapat_hari_kerja_ke laporan.usia_tunggakan_hari laporan.standar "
    "laporan.daftar_sebab laporan.usia_17_bulan skm.tiap skm.unsur skm.bobot skm.mutu "
    "skm.sampel skm.sel_terkecil simpan.pindaian_hari simpan.telepon_hari "
    "simpan.perkara_tahun simpan.buku_tahun "
)
_NOT_READ: Final = frozenset(_NAMES_NOT_READ.split())
_UNIT_OF: Final = {name: unit for unit, names in _UNITS.items() for name in names.split()}


def sections() -> dict[str, str]:
    """The sections in order, in the reader's language."""
    return {name: gettext(title) for name, title in _SECTIONS.items()}


def meaning(name: str) -> str:
    """What a policy means, in the reader's language; its name when no words are known."""
    return gettext(MEANINGS[name]) if name in MEANINGS else name


def title(name: str) -> str:
    """What a policy means, as a heading: beginning with a capital."""
    text = meaning(name)
    return text[:1].upper() + text[1:]


def unit(name: str) -> str:
    """What its value counts; "" where the value says so itself."""
    return gettext(_UNIT_OF[name]) if name in _UNIT_OF else ""


def is_read(name: str) -> bool:
    """Whether anything reads the policy yet."""
    return name not in _NOT_READ
