"""One diagram with a bit of everything, for laws that must hold of any case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from engine.runtime import CompiledProcess
from engine.runtime.specs.scope import ScopeSpec
from tests.runtime.diagrams import (
    boundary,
    call,
    catch,
    document,
    each,
    end,
    error,
    escalation,
    event_gateway,
    event_sub,
    exclusive,
    flow,
    inclusive,
    mapping,
    message,
    parallel,
    path,
    script,
    service,
    signal,
    start,
    sub,
    task,
    throw,
    timer,
    user,
)

_MAIN = (
    start("mulai")
    + path("mulai", "m", "terima", "belah")
    + exclusive("m")
    + user("terima", ext=mapping({"asal": "=nomor"}))
    + boundary("ingat", "terima", timer("R3/PT5H", "timeCycle"), cancel=False)
    + path("ingat", "catat", "akhir_ingat")
    + script("catat", "ingatan:=if ingatan = null then 1 else ingatan + 1")
    + end("akhir_ingat")
    + boundary("batas", "terima", timer("PT20H"))
    + path("batas", "lanjut")
    + exclusive("lanjut")
    + parallel("belah")
    + path("belah", "periksa", "satu")
    + path("belah", "rekam", "rekam_ya", "satu")
    + exclusive("rekam_ya")
    + path("belah", "panggil", "satu")
    + parallel("satu")
    + path("satu", "lanjut", "pilih")
    + user("periksa")
    + service("rekam", "perekaman", mapping({"n": "=nomor"}, {"hasil.rekam": "=mutu"}))
    + boundary("gagal", "rekam", error())
    + path("gagal", "ulang", "rekam_ya")
    + user("ulang")
    + call("panggil", "q", mapping(outputs={"jawab": "=jawaban"}))
    + inclusive("pilih", "langsung")
    + flow("pilih", "banyak", "mutu > 0")
    + flow("pilih", "kelompok", "mutu > 1")
    + flow("pilih", "gabung", key="langsung")
    + user(
        "banyak",
        inside=each("daftar", inputElement="x", outputCollection="xs", outputElement="=y"),
    )
    + service("urut", "cetak", inside=each("daftar", sequential=True, inputElement="x"))
    + path("banyak", "gabung")
    + path("kelompok", "gabung")
    + inclusive("gabung")
    + path("gabung", "urut", "tunggu")
    + event_gateway("tunggu")
    + path("tunggu", "datang", "cukup")
    + path("tunggu", "habis", "cukup")
    + catch("datang", message("m2"))
    + catch("habis", timer("PT9H"))
    + exclusive("cukup", "selesai")
    + flow("cukup", "m", "lagi = true")
    + flow("cukup", "akhir", key="selesai")
    + end("akhir", signal())
)
_INSIDE = (
    start("k_mulai")
    + path("k_mulai", "k_bagi")
    + parallel("k_bagi")
    + path("k_bagi", "k_tugas", "k_akhir")
    + user("k_tugas")
    + path("k_bagi", "k_naik", "k_sinyal", "k_akhir2")
    + throw("k_naik", escalation())
    + catch("k_sinyal", signal())
    + end("k_akhir")
    + end("k_akhir2")
    + event_sub("k_esp", timer("R2/PT3H", "timeCycle"), cancel=False)
    + event_sub("k_salah", error("er2"))
)
_TOP = (
    sub("kelompok", _INSIDE, mapping({"dalam": "=mutu"}))
    + boundary("kelompok_naik", "kelompok", escalation(), cancel=False)
    + path("kelompok_naik", "tahu", "akhir_naik")
    + task("task", "tahu")
    + end("akhir_naik")
    + boundary("kelompok_batal", "kelompok", message("m2"))
    + path("kelompok_batal", "gabung")
    + event_sub(
        "pesan",
        message(),
        cancel=False,
    )
    + event_sub("henti", error())
)
RICH = document(_MAIN + _TOP, process="kaya")
RICH_CALLED = document(
    start("qs")
    + path("qs", "qu", "qx")
    + user("qu")
    + exclusive("qx", "q_biasa")
    + flow("qx", "qe_salah", "tolak = true")
    + flow("qx", "qe", key="q_biasa")
    + end("qe")
    + end("qe_salah", error())
    + event_sub("q_esp", timer("PT7H"), cancel=False),
    process="q",
)


def describe(processes: Mapping[int, CompiledProcess]) -> str:
    """Everything a compiled process holds, as text: to show that nothing of it has changed."""
    return "\n".join(line for process in processes.values() for line in _lines(process.spec, ""))


def _lines(spec: ScopeSpec, indent: str) -> Iterator[str]:
    yield f"{indent}{spec.name} {_plain(spec.__dict__)}"
    for element in spec.task_specs.values():
        yield f"{indent} {element.name} {_plain(element.__dict__)}"
        body = getattr(element, "body", None)
        if body is not None:
            yield from _lines(body, indent + "  ")
        event = getattr(element, "event_definition", None)
        if event is not None:
            yield f"{indent}  {_plain(event.__dict__)}"


def _plain(attributes: dict[str, Any]) -> str:
    return str({name: _shown(value) for name, value in sorted(attributes.items())})


def _shown(value: object) -> object:
    if isinstance(value, str | int | None):
        return value
    if isinstance(value, dict):
        return {str(key): _shown(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | frozenset):
        return [_shown(inner) for inner in value]
    return f"{type(value).__name__} {getattr(value, 'name', '')} {id(value)}"
