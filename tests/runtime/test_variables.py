"""Variables in scopes, as in Camunda 8: who sees what, who writes where."""

from __future__ import annotations

from decimal import Decimal

from engine.values import Happened, JsonValue, SetVariables
from tests.runtime.diagrams import (
    document,
    end,
    mapping,
    parallel,
    path,
    script,
    service,
    start,
    sub,
    task,
    user,
)
from tests.runtime.play import Play


def one(element: str) -> bytes:
    return document(start() + path("s", "a", "e") + element + end())


def test_without_mappings_a_result_goes_to_the_process(mode: str) -> None:
    play = Play(one(service("a")), mode=mode).start(x=1).work("a", x=2, y=3)

    assert (play.variable("x"), play.variable("y")) == (2, 3)


def test_inputs_are_local_and_are_what_the_worker_sees(mode: str) -> None:
    play = Play(one(service("a", ext=mapping({"z": "=x + 1", "c.d": "teks"}))), mode=mode)
    play.start(x=1)

    job = next(iter(play.books.jobs.values()))
    assert dict(job.variables) == {"c": {"d": "teks"}, "z": 2}
    play.work("a", z=5, y=6)
    assert (play.variable("z"), play.variable("y")) == (None, 6)
    assert play.done


def test_with_output_mappings_only_what_is_mapped_comes_out(mode: str) -> None:
    ext = mapping(outputs={"hasil.nilai": "=skor * 2", "hasil.lulus": "=hasil.nilai > 5"})
    play = Play(one(service("a", ext=ext)), mode=mode).start(hasil={"lama": True})
    play.work("a", skor=3, buang=1)

    assert play.variable("hasil") == {"lama": True, "nilai": 6, "lulus": True}
    assert play.variable("skor") is None
    assert play.variable("buang") is None


def test_later_inputs_see_earlier_ones(mode: str) -> None:
    play = Play(one(service("a", ext=mapping({"p": "=x", "q": "=p + 1"}))), mode=mode).start(x=1)

    assert dict(next(iter(play.books.jobs.values())).variables) == {"p": 1, "q": 2}


def test_a_missing_variable_maps_to_null_as_in_camunda(mode: str) -> None:
    play = Play(one(service("a", ext=mapping({"p": "=tidak.ada"}))), mode=mode).start()

    assert dict(next(iter(play.books.jobs.values())).variables) == {"p": None}


def test_a_failing_input_mapping_is_an_incident_at_the_element(mode: str) -> None:
    play = Play(one(service("a", ext=mapping({"p": "=x + 1"}))), mode=mode).start(x="satu")
    assert play.incidents == [("a", "io-mapping-error")]

    play.do(SetVariables(variables={"x": 1}, reason="betul")).retry("io-mapping-error")
    assert play.happened(Happened.ACTIVATED).count("a") == 1
    assert play.work("a").done


def test_a_failing_output_mapping_keeps_the_officers_completion(mode: str) -> None:
    play = Play(one(user("a", ext=mapping(outputs={"p": "=x + 1"}))), mode=mode).start()
    play.complete("a", x="satu")
    assert play.incidents == [("a", "io-mapping-error")]
    assert play.tasks == []

    local = next(scope for scope in play.books.scopes if scope != 1)
    play.do(SetVariables(variables={"x": 1}, reason="betul", scope=local))
    assert play.retry("io-mapping-error").done
    assert play.variable("p") == 2


def test_a_sub_process_keeps_its_own_and_writes_what_the_outside_knows(mode: str) -> None:
    inner = start("is") + path("is", "w", "ie") + service("w") + end("ie")
    ext = mapping({"dalam": "=luar"}, {"keluar": "=dalam + 1"})
    body = start() + path("s", "SP", "e") + sub("SP", inner, ext) + end()
    play = Play(document(body), mode=mode).start(luar=1).work("w", dalam=7, luar=8, baru=9)

    assert play.done
    assert play.variable("dalam") is None
    assert (play.variable("keluar"), play.variable("luar"), play.variable("baru")) == (8, 8, 9)


def test_parallel_branches_share_their_scope_and_lose_nothing(mode: str) -> None:
    body = start() + path("s", "g") + parallel("g") + parallel("j") + path("j", "e") + end()
    for name in "ab":
        body += path("g", name, "j") + user(name)
    play = Play(document(body), mode=mode).start(docs=["ktp", "kk"])
    play.complete("a", docs=["ktp", "kk", "akta"]).complete("b", lain=[{"id": 2}, {"b": 1}])

    assert play.variable("docs") == ["ktp", "kk", "akta"]
    assert play.variable("lain") == [{"id": 2}, {"b": 1}]
    assert play.done


def test_what_was_completed_is_not_touched_by_what_is_written_later(mode: str) -> None:
    inner: dict[str, JsonValue] = {"y": 1}
    given: dict[str, JsonValue] = {"x": inner}
    body = start() + path("s", "a", "v", "b", "e") + user("a") + end() + user("b")
    play = Play(document(body + script("v", "k:=context put(k, &#34;z&#34;, 9)")), mode=mode)
    play.start().complete("a", k=given)

    assert play.variable("k") == {"x": {"y": 1}, "z": 9}
    inner["y"] = 999
    play.complete("b")
    assert play.variable("k") == {"x": {"y": 1}, "z": 9}


def test_numbers_stay_what_they_are(mode: str) -> None:
    play = Play(one(user("a")), mode=mode).start(d=Decimal("1.10"), big=10**30, n=Decimal(5))

    assert b'"d":1.10' in play.bytes
    assert (play.variable("n"), play.variable("big")) == (5, 10**30)
    body = start() + path("s", "a", "v", "e") + user("a") + script("v", "t:=d + 0.20") + end()
    play = Play(document(body), mode=mode).start(d=Decimal("1.10")).complete("a")
    assert play.variable("t") == Decimal("1.3")


def test_names_the_library_reserves_are_ordinary(mode: str) -> None:
    play = Play(one(user("a")), mode=mode).start(typename="x", data_objects=[1])

    assert play.complete("a", typename={"typename": 1}).done


def test_expressions_read_the_offices_context_below_the_cases_own(mode: str) -> None:
    body = start() + path("s", "v", "u", "e") + script("v", "x:=kantor.kode + nama") + user("u")
    context: dict[str, JsonValue] = {"kantor": {"kode": "K1"}, "nama": "luar"}
    play = Play(document(body + end()), mode=mode, context=context).start(nama="A")

    assert play.variable("x") == "K1A"


def test_the_history_names_what_was_written_and_whose_it_is(mode: str) -> None:
    play = Play(one(task("task", "a")), mode=mode).start(x=1)

    line = next(line for line in play.books.history if line.happened is Happened.CHANGED)
    assert (line.element, dict(line.variables)) == ("p", {"x": 1})
