"""What somebody might try with a user task, by every route there is. A new route must be told here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from werkzeug.test import TestResponse

from engine.values import JsonValue
from office.print_batches import CHECKS
from tests.api.conftest import Caller


@dataclass(frozen=True, slots=True, kw_only=True)
class Try:
    """Who tries, with which open task that is not theirs, and which of their own before it."""

    who: Caller
    chief: Caller
    task: int
    own: int
    case: int
    answers: Mapping[str, JsonValue]

    @property
    def login(self) -> str:
        return self.who.login


Attempt: TypeAlias = Callable[[Try], list[TestResponse]]

#: the statuses of a refusal; 422 is a page that shows why beside its field
REFUSALS: Final = frozenset({400, 403, 404, 422})


def _claim(one: Try) -> list[TestResponse]:
    asked = {"assignee": one.login, "action": "titip"}
    path = f"/user-tasks/{one.task}/assignment"
    return [
        one.who.call("POST", path, asked),
        one.who.call("POST", path, asked | {"allowOverride": False}),
        one.chief.call("POST", path, asked),
    ]


def _complete(one: Try) -> list[TestResponse]:
    body = {"variables": dict(one.answers)}
    late = body | {"occurredAt": "2026-11-24T01:00:00Z"}
    path = f"/user-tasks/{one.task}/completion"
    return [one.who.call("POST", path, body), one.who.call("POST", path, late)]


def _draft(one: Try) -> list[TestResponse]:
    body = {"variables": dict(one.answers)}
    return [one.who.call("PUT", f"/user-tasks/{one.task}/draft", body)]


def _patch(one: Try) -> list[TestResponse]:
    body = {"changeset": {"candidateUsers": [one.login]}}
    return [one.who.call("PATCH", f"/user-tasks/{one.task}", body)]


def _job(action: str, **body: JsonValue) -> Attempt:
    """A user task is no job, whatever its key."""
    return lambda one: [one.who.call("POST", f"/jobs/{one.task}/{action}", body)]


def _page(action: str) -> Attempt:
    def attempt(one: Try) -> list[TestResponse]:
        return [one.who.post(f"/tugas/{one.task}/{action}", _fields(one.answers))]

    return attempt


def _hand_over(one: Try) -> list[TestResponse]:
    asked = {"kepada": one.login, "alasan_serah": "titip"}
    path = f"/tugas/{one.task}/serahkan"
    return [one.who.post(path, asked), one.chief.post(path, asked)]


def _reassign(path: str) -> Attempt:
    """In bulk, by oneself or by a supervisor."""

    def attempt(one: Try) -> list[TestResponse]:
        asked = {"tugas": str(one.task), "kepada": one.login, "alasan": "titip"}
        return [one.who.post(path, asked), one.chief.post(path, asked)]

    return attempt


def _bulk(one: Try) -> list[TestResponse]:
    """Nothing of the ticked is done: the page says so with 422."""
    asked = {"tugas": str(one.task), "alasan": "titip", "kepada": one.login}
    return [
        one.who.post("/tugas/banyak", asked | {"tindakan": "ambil"}),
        one.who.post("/tugas/banyak", asked | {"tindakan": "serahkan"}),
        one.chief.post("/tugas/banyak", asked | {"tindakan": "serahkan"}),
    ]


def _correct(one: Try) -> list[TestResponse]:
    """The open task has no answers yet that could be corrected or put back on the desk."""
    asked = _fields(one.answers) | {"alasan": "salah ketik", "buka_lagi": "1"}
    return [one.who.post(f"/tugas/{one.task}/perbaiki", asked)]


def _card(action: str, **data: str | list[str]) -> Attempt:
    """The print room's own buttons on a card."""
    return lambda one: [one.who.post(f"/cetak/{one.task}/{action}", data)]


def _fields(answers: Mapping[str, JsonValue]) -> dict[str, str]:
    said = {True: "true", False: "false"}
    return {
        name: said[value] if isinstance(value, bool) else str(value)
        for name, value in answers.items()
    }


#: routes that name a user task or could work on one: each must refuse
ATTEMPTS: Final[Mapping[str, Attempt]] = {
    "POST /v2/user-tasks/<key:task>/assignment": _claim,
    "POST /v2/user-tasks/<key:task>/completion": _complete,
    "PUT /v2/user-tasks/<key:task>/draft": _draft,
    "PATCH /v2/user-tasks/<key:task>": _patch,
    "POST /v2/jobs/<key:job>/completion": _job("completion", variables={}),
    "POST /v2/jobs/<key:job>/failure": _job("failure", retries=0),
    "POST /v2/jobs/<key:job>/error": _job("error", errorCode="X"),
    "PATCH /v2/jobs/<key:job>": lambda one: [
        one.who.call("PATCH", f"/jobs/{one.task}", {"changeset": {"retries": 3}})
    ],
    "POST /tugas/<key:task>/ambil": _page("ambil"),
    "POST /tugas/<key:task>/selesai": _page("selesai"),
    "POST /tugas/<key:task>/simpan": _page("simpan"),
    "POST /tugas/<key:task>/berkas": _page("berkas"),
    "POST /tugas/<key:task>/serahkan": _hand_over,
    "POST /tugas/banyak": _bulk,
    "POST /petugas/tugas/alihkan": _reassign("/petugas/tugas/alihkan"),
    "POST /pengawasan/eskalasi/alihkan": _reassign("/pengawasan/eskalasi/alihkan"),
    "POST /pengawasan/eskalasi/ambil": lambda one: [
        one.who.post("/pengawasan/eskalasi/ambil", {"tugas": str(one.task), "alasan": "saya"})
    ],
    "POST /tugas/<key:task>/perbaiki": _correct,
    "POST /cetak/<key:task>/mulai": _card("mulai", blanko_id="B-9", suhu_printer="165"),
    "POST /cetak/<key:task>/hasil": _card("hasil", hasil="BERHASIL"),
    "POST /cetak/<key:task>/mutu": _card("mutu", uji=[*CHECKS], putusan="LULUS"),
    "POST /alokasi/lompat/<key:task>": lambda one: [
        one.who.post(f"/alokasi/lompat/{one.task}", {"keputusan": "setuju", "dasar": "x" * 10})
    ],
}
#: routes that may answer with success and still give nobody a task
GIVE_NOTHING: Final[Mapping[str, Attempt]] = {
    "POST /cetak/ambil": lambda one: [
        one.who.post("/cetak/ambil", {"jumlah": "9", "formulir": form})
        for form in ("mulai_cetak", "hasil_cetak", "uji_mutu")
    ],
    "POST /cetak/lepas": lambda one: [one.who.post("/cetak/lepas")],
    "POST /penyerahan/kartu/<nomor>/mulai": lambda one: [
        one.who.post("/penyerahan/kartu/KRC-2611-00001-5/mulai", {"antrean": str(one.task)})
    ],
    "DELETE /v2/user-tasks/<key:task>/assignee": lambda one: [
        one.who.call("DELETE", f"/user-tasks/{one.task}/assignee")
    ],
    "POST /tugas/<key:task>/lepas": _page("lepas"),
    "POST /tugas/berikutnya": lambda one: [one.who.post("/tugas/berikutnya")],
    "POST /tugas/<key:task>/tunda": lambda one: [
        one.who.post(f"/tugas/{one.task}/tunda", {"sampai": "besok", "alasan": "menunggu"})
    ],
    "POST /tugas/<key:task>/bangunkan": _page("bangunkan"),
    "POST /alokasi/dahulukan/<key:case>": lambda one: [
        one.who.post(f"/alokasi/dahulukan/{one.case}", {"alasan": "x" * 40})
    ],
    "POST /tugas/<key:task>/buka": lambda one: [
        one.who.post(f"/tugas/{one.task}/buka", _fields(one.answers) | {"_buka": "memeriksa"})
    ],
    "POST /tugas/<key:task>/catatan": lambda one: [
        one.who.post(f"/tugas/{one.task}/catatan", _fields(one.answers) | {"_catatan": "diperiksa"})
    ],
    "POST /v2/jobs/activation": lambda one: [
        one.who.call(
            "POST",
            "/jobs/activation",
            {"type": "io.camunda.zeebe:userTask", "timeout": 1000, "maxJobsToActivate": 9},
        )
    ],
    "POST /antrean/loket": lambda one: [one.who.post("/antrean/loket", {"loket": "1"})],
    "POST /antrean/panggil": lambda one: [one.who.post("/antrean/panggil", {"loket": "1"})],
    "POST /antrean/panggil-lagi": lambda one: [
        one.who.post("/antrean/panggil-lagi", {"nomor": "A-001"})
    ],
    "POST /antrean/luar-giliran": lambda one: [
        one.who.post("/antrean/luar-giliran", {"loket": "1", "nomor": "A-001", "alasan": "sakit"})
    ],
    "POST /antrean/hadir": lambda one: [
        one.who.post("/antrean/hadir", {"nomor": "A-001", "hadir": "ya"})
    ],
    "POST /antrean/masuk-lagi": lambda one: [
        one.who.post("/antrean/masuk-lagi", {"nomor": "A-001"})
    ],
    "POST /kios/nomor": lambda one: [
        one.who.post("/kios/nomor", {"layanan": "INFO", "prioritas": "TIDAK"})
    ],
    "POST /kertas/lembar/<key:sheet>": lambda one: [
        one.who.post("/kertas/lembar/1", {"jam-1": "0800", "layanan-1": "INFO"})
    ],
    "POST /kasus/<key:case>/catatan": lambda one: [
        one.who.post(f"/kasus/{one.case}/catatan", {"teks": "sudah saya periksa"})
    ],
    "POST /kasus/<key:case>/buka": lambda one: [
        one.who.post(f"/kasus/{one.case}/buka", {"alasan": "memeriksa"})
    ],
    "POST /kasus/<key:case>/tunda": lambda one: [
        one.who.post(f"/kasus/{one.case}/tunda", {"alasan": "diperiksa"})
    ],
    "POST /kasus/<key:case>/lanjut": lambda one: [
        one.who.post(f"/kasus/{one.case}/lanjut", {"alasan": "selesai diperiksa"})
    ],
    "POST /v2/process-instances/<key:case>/suspension": lambda one: [
        one.who.call("POST", f"/process-instances/{one.case}/suspension", {"reason": "x"})
    ],
    "POST /v2/process-instances/<key:case>/resumption": lambda one: [
        one.who.call("POST", f"/process-instances/{one.case}/resumption", {"reason": "x"})
    ],
}
#: routes that work on no user task, with the reason
ELSEWHERE: Final[Mapping[str, str]] = {
    "POST /masuk": "signs in",
    "POST /keluar": "signs out",
    "POST /masuk/kode": "signs in",
    "POST /akun/tampilan": "chooses a look",
    "POST /akun/sandi": "changes one's own password",
    "POST /akun/keluar-semua": "signs out elsewhere",
    "POST /akun/kode": "sets up one's own second step",
    "POST /akun/kode/pasang": "sets up one's own second step",
    "POST /akun/kode/cadangan": "makes one's own recovery codes",
    "POST /akun/kode/matikan": "turns one's own second step off",
    "POST /petugas/baru": "adds an officer",
    "POST /kantor/baru": "opens an office",
    "POST /kantor/<office>": "changes an office",
    "POST /kotak-keluar/<key:notice>/kirim": "sends a notice again",
    "POST /kotak-keluar/<key:notice>/batal": "stops a notice",
    "POST /kalender/<office>/pratinjau": "reads what a changed calendar would move",
    "POST /kalender/<office>/ubah": "moves due dates; nobody holds a task by it",
    "POST /kalender/<office>/hitung-ulang": "moves due dates; nobody holds a task by it",
    "POST /setelan/<office>/<name>": "sets a policy; for who administers",
    "POST /petugas/akun/<login>/ubah": "changes an officer's roles; for who administers",
    "POST /petugas/akun/<login>/sandi": "gives a password",
    "POST /petugas/akun/<login>/buka-kunci": "unlocks a name",
    "POST /petugas/akun/<login>/kode": "takes a second step away",
    "POST /petugas/akun/<login>/nonaktif": "as test_leaving: what is held goes on by assignment",
    "POST /petugas/akun/<login>/aktif": "lets an officer sign in again",
    "POST /petugas/akun/<login>/alihkan": "as test_leaving: what is held goes on by assignment",
    "POST /petugas/akun/<login>/absen": "records an absence; separate hands stay one person",
    "POST /petugas/akun/<login>/kembali": "ends an absence",
    "POST /bahasa": "chooses a language",
    "POST /cetak/printer": "notes whether a printer works",
    "POST /penyerahan/cari": "reads",
    "POST /penyerahan/buka": "reads, with a reason",
    "POST /penyerahan/kartu/<nomor>/rak": "notes where a card lies",
    "POST /cari": "reads",
    "POST /tugas/saringan": "keeps a filter of one's own",
    "POST /tugas/saringan/<key:saved>/nama": "renames a filter of one's own",
    "POST /tugas/saringan/<key:saved>/utama": "chooses a filter of one's own",
    "POST /tugas/saringan/<key:saved>/hapus": "deletes a filter of one's own",
    "POST /alokasi": "shares blanko out; the cases' own steps find their reservation",
    "POST /stok/permintaan": "begins another case",
    "POST /kios/buka": "makes a device a kiosk, which is nobody",
    "POST /kios/<key:kiosk>/tutup": "ends a kiosk",
    "POST /kertas/lembar": "numbers sheets of paper",
    "POST /v2/documents": "a file for a task's draft; tests/api/test_v2_documents.py",
    "POST /berkas/<key:document>": "shows a paper, with a reason that is kept",
    "POST /hook/whatsapp": "a gateway's news of notices, signed by it",
    "POST /insiden/<key:incident>/ulang": "as the next one, a single incident",
    "POST /pengawasan/eskalasi/cara": "how an officer wants to be told",
    "POST /insiden/ulang-sebab": "as the next one, all of one cause",
    "POST /pengawasan/pekerjaan/<key:job>/coba": "a machine's job goes first; no user task",
    "POST /pengawasan/pewaktu/<key:timer>/bunyikan": "a clock rings early; nobody completes a task",
    "POST /pengawasan/ditangguhkan/lanjut": "a stopped case goes on where it stood",
    "POST /pengawasan/ditangguhkan/akhiri": "ends cases with all their tasks",
    "POST /insiden/ulang": "tries again what failed by itself; a user task does not fail",
    "POST /kasus/<key:case>/batal": "ends the case with all its tasks; nobody completes one",
    "POST /mulai/<key:definition>": "begins another case",
    "POST /v2/deployments": "new versions; running cases stay on theirs",
    "POST /v2/incidents/<key:incident>/resolution": "as the page does",
    "POST /v2/messages/correlation": "news from outside; it completes no user task",
    "POST /v2/messages/publication": "news from outside; it completes no user task",
    "POST /v2/signals/broadcast": "news from outside; it completes no user task",
    "POST /v2/process-instances": "begins another case",
    "POST /v2/process-instances/<key:case>/cancellation": "ends the case with all its tasks",
    "POST /v2/incidents/search": "reads",
    "POST /v2/jobs/search": "reads",
    "POST /v2/process-definitions/search": "reads",
    "POST /v2/process-instances/search": "reads",
    "POST /v2/user-tasks/search": "reads",
    "POST /v2/user-tasks/<key:task>/variables/search": "reads",
    "POST /v2/variables/search": "reads",
}
