from decimal import Decimal

import pytest

from engine.errors import AnswersInvalid, Fault, Severity
from engine.values import JsonValue
from forms.schema import compile_schema
from forms.validation import Asked, ValidatorMissing
from tests.forms.building import choice, clean, field, form, required, rows, values, wrong

HASIL = choice("radio", "hasil", "LENGKAP", "TOLAK")
ALASAN = required("textfield", "alasan", hide='=hasil != "TOLAK"')


def test_every_wrong_field_is_named_at_once_and_nothing_of_the_answer_is_in_the_fault() -> None:
    both = form(required("textfield", "nama"), field("number", "umur"))

    with pytest.raises(AnswersInvalid, match="2 fields") as caught:
        clean(both, {"nama": "", "umur": "rahasia"})

    assert [fault.element for fault in caught.value.faults] == ["nama", "umur"]
    assert "rahasia" not in "".join(fault.text() for fault in caught.value.faults)


@pytest.mark.parametrize("answers", [None, [], "x", 3])
def test_answers_that_are_no_object_are_refused(answers: JsonValue) -> None:
    assert wrong(form(field("textfield", "x")), answers) == [("", "answers")]


def test_what_a_form_does_not_ask_of_a_nested_variable_stays() -> None:
    read = form(field("textfield", "pemohon.nama"))

    assert values(read, {"pemohon": {"nama": "A", "x": 1}}, pemohon={"nik": "1", "nama": "B"}) == {
        "pemohon": {"nik": "1", "nama": "A"}
    }


def test_what_the_form_does_not_ask_is_dropped() -> None:
    assert values(form(field("textfield", "x")), {"x": "1", "y": "2"}) == {"x": "1"}


def test_a_hidden_field_is_dropped_and_never_required() -> None:
    both = form(HASIL, ALASAN)

    assert values(both, {"hasil": "LENGKAP", "alasan": "x"}) == {"hasil": "LENGKAP"}
    assert wrong(both, {"hasil": "TOLAK"}) == [("alasan", "required")]


def test_a_hidden_group_hides_everything_in_it() -> None:
    group = field("group", "g", hide="=not(ada)", components=[HASIL, ALASAN])
    read = form(field("checkbox", "ada"), group)

    assert values(read, {"ada": False, "hasil": "TOLAK"}) == {"ada": False}


def test_a_hidden_field_reads_as_null_even_when_a_variable_has_its_name() -> None:
    read = form(HASIL, ALASAN, field("textfield", "akhir", hide="=alasan = null"))

    assert values(read, {"hasil": "LENGKAP", "akhir": "x"}, alasan="lama") == {"hasil": "LENGKAP"}


def test_a_read_only_field_keeps_the_variable_and_drops_what_was_sent() -> None:
    read = form(
        field("textfield", "nik", readonly=True),
        field("textfield", "lain", hide='=nik != "1"'),
    )

    assert values(read, {"nik": "2", "lain": "x"}, nik="1") == {"lain": "x"}


def test_readonly_may_be_an_expression_over_the_fields_above() -> None:
    read = form(field("checkbox", "kunci"), field("textfield", "x", readonly="=kunci"))

    assert values(read, {"kunci": True, "x": "a"}) == {"kunci": True}
    assert values(read, {"kunci": False, "x": "a"}) == {"kunci": False, "x": "a"}


def test_a_rule_across_fields_refuses_with_its_own_text() -> None:
    read = form(
        choice("radio", "punya_wa", True, False, feel={"refuseIf": "punya_wa and no_hp = null", "refuseText": "Isi nomor HP"}),
        field("textfield", "no_hp"),
    )  # fmt: skip

    assert wrong(read, {"punya_wa": "true"}) == [("punya_wa", "refused")]
    assert values(read, {"punya_wa": "true", "no_hp": "08"})["punya_wa"] is True
    with pytest.raises(AnswersInvalid) as caught:
        clean(read, {"punya_wa": True})
    assert caught.value.faults[0].text() == "Isi nomor HP"


def test_required_if_reads_the_whole_form() -> None:
    read = form(
        field("textfield", "alasan", feel={"requiredIf": "lewati"}), field("checkbox", "lewati")
    )

    assert wrong(read, {"lewati": True}) == [("alasan", "required")]
    assert values(read, {"lewati": False})["alasan"] is None


def test_limits_may_come_from_the_office() -> None:
    read = form(field("number", "suhu", validate={"max": "=kantor.suhu_maks"}))

    assert wrong(read, {"suhu": 171}, kantor={"suhu_maks": 170}) == [("suhu", "max")]
    assert values(read, {"suhu": 171}, kantor={"suhu_maks": 175})["suhu"] == 171


def test_options_come_from_a_variable_or_an_expression() -> None:
    named = form(field("select", "kel", valuesKey="daftar"))
    computed = form(field("checklist", "kel", valuesExpression="=for d in daftar return d.value"))
    daftar: JsonValue = [
        {"label": "Sukapura", "value": "1001"},
        {"label": "Cicaheum", "value": "1004"},
    ]

    assert values(named, {"kel": "1004"}, daftar=daftar) == {"kel": "1004"}
    assert wrong(named, {"kel": "1009"}, daftar=daftar) == [("kel", "option")]
    assert values(computed, {"kel": ["1004", "1001"]}, daftar=daftar) == {"kel": ["1001", "1004"]}


def test_rows_are_cleaned_each_by_itself_and_name_their_number() -> None:
    read = form(rows("berkas", required("textfield", "kode"), field("checkbox", "ada")))

    assert values(read, {"berkas": [{"kode": " KK "}, {"kode": "KTP", "ada": "on"}]}) == {
        "berkas": [{"kode": "KK", "ada": False}, {"kode": "KTP", "ada": True}]
    }
    assert wrong(read, {"berkas": [{"kode": "KK"}, {}, {"ada": "?"}]}) == [
        ("berkas.1.kode", "required"),
        ("berkas.2.kode", "required"),
        ("berkas.2.ada", "boolean"),
    ]


def test_a_row_reads_itself_its_surroundings_and_its_number() -> None:
    shown = field(
        "textfield", "x", hide='=not(this.a and parent.tahap = "2" and i = 2 and tahap = "2")'
    )
    read = form(field("textfield", "tahap"), rows("r", field("checkbox", "a"), shown))

    kept = values(read, {"tahap": "2", "r": [{"a": True, "x": "1"}, {"a": True, "x": "2"}]})

    assert kept["r"] == [{"a": True}, {"a": True, "x": "2"}]


def test_a_fixed_list_keeps_the_variables_rows_and_adds_the_answers() -> None:
    read = form(
        rows("berkas", field("textfield", "nama", readonly=True), field("checkbox", "ada"), allowAddRemove=False)
    )  # fmt: skip
    berkas: JsonValue = [
        {"kode": "KK", "nama": "Kartu Keluarga"},
        {"kode": "LP", "nama": "Laporan"},
    ]

    sent: JsonValue = [{"ada": True, "nama": "palsu", "kode": "X"}, {}, {"ada": True}]

    assert values(read, {"berkas": sent}, berkas=berkas)["berkas"] == [
        {"kode": "KK", "nama": "Kartu Keluarga", "ada": True},
        {"kode": "LP", "nama": "Laporan", "ada": False},
    ]


def test_complete_cannot_be_pressed_while_a_paper_is_missing() -> None:
    kurang = 'hasil = "LENGKAP" and some b in berkas satisfies b.wajib and not(b.ada)'
    read = form(
        rows("berkas", field("checkbox", "ada"), allowAddRemove=False),
        choice("radio", "hasil", "LENGKAP", "KURANG", feel={"refuseIf": kurang}),
    )
    berkas: JsonValue = [{"wajib": True}, {"wajib": False}]

    assert wrong(read, {"hasil": "LENGKAP"}, berkas=berkas) == [("hasil", "refused")]
    assert values(read, {"hasil": "LENGKAP", "berkas": [{"ada": True}]}, berkas=berkas)


WARNING = {"warnIf": "suhu < 160", "warnText": "Printer dingin", "warnRule": "SUHU"}


def test_a_warning_does_not_block_and_is_kept_with_its_reason() -> None:
    read = form(field("number", "suhu", feel=WARNING))

    cleaned = clean(read, {"suhu": 150, "_peringatan": {"SUHU": " baru nyala ", "LAIN": "x"}})

    assert cleaned.values == {"suhu": 150, "_peringatan": {"SUHU": "baru nyala"}}
    assert [(w.fault.rule, w.fault.text(), w.reason) for w in cleaned.warnings] == [
        ("SUHU", "Printer dingin", "baru nyala")
    ]
    assert values(read, {"suhu": 165}) == {"suhu": 165, "_peringatan": {}}


def test_a_warning_that_wants_a_reason_blocks_until_it_has_one() -> None:
    read = form(field("number", "suhu", feel=WARNING | {"warnReason": "required"}))

    assert wrong(read, {"suhu": 150}) == [("_peringatan.SUHU", "reason-required"), ("suhu", "SUHU")]
    assert values(read, {"suhu": 150, "_peringatan": {"SUHU": "mati lampu"}})["suhu"] == 150


def test_warnings_alone_are_not_counted_as_fields_to_mend() -> None:
    read = form(field("number", "suhu", feel=WARNING), required("textfield", "x"))

    with pytest.raises(AnswersInvalid, match="1 fields"):
        clean(read, {"suhu": 150})


def test_a_validator_of_the_office_refuses_and_warns_with_all_answers_at_hand() -> None:
    def nik(value: JsonValue, asked: Asked) -> list[Fault]:
        same = str(value)[6:12] == str(asked.values["tgl"])[2:].replace("-", "")
        refusal = Fault(rule="nik-length", message="16 digits")
        warning = Fault(rule="W1", message="dates differ", severity=Severity.WARNING)
        return ([] if len(str(value)) == 16 else [refusal]) + ([] if same else [warning])

    read = form(
        field("textfield", "nik", feel={"validator": "nik"}),
        field("datetime", "tgl", subtype="date"),
    )
    answers: JsonValue = {"nik": "3273169007010001", "tgl": "1990-07-02"}

    assert clean(read, answers, {}, {"nik": nik}).values["_peringatan"] == {"W1": ""}
    with pytest.raises(AnswersInvalid) as caught:
        clean(read, {"nik": "1"}, {}, {"nik": nik})
    assert [f.element for f in caught.value.faults] == ["nik", "nik"]


def test_a_validator_that_is_not_there_never_passes_silently() -> None:
    read = form(field("textfield", "nik", feel={"validator": "nik"}))

    with pytest.raises(ValidatorMissing, match="nik"):
        clean(read, {"nik": "1"})


def test_warnings_in_rows_are_told_apart() -> None:
    read = form(rows("r", field("number", "n", feel={"warnIf": "n > 1", "warnRule": "BANYAK"})))

    assert values(read, {"r": [{"n": 2}, {"n": 1}, {"n": 3}]})["_peringatan"] == {
        "BANYAK.0": "",
        "BANYAK.2": "",
    }


def test_a_pattern_may_say_what_it_asks_for() -> None:
    said = {"patternText": "NIK 16 angka."}
    read = form(field("textfield", "x", validate={"pattern": "[0-9]{16}"}, feel=said))

    with pytest.raises(AnswersInvalid) as caught:
        clean(read, {"x": "1"})
    assert caught.value.faults[0].text() == "NIK 16 angka."


def test_normalizers_run_before_the_pattern() -> None:
    nik = field("textfield", "nik", feel={"normalize": "nik"}, validate={"pattern": "[0-9]{16}"})
    phone = field("textfield", "hp", feel={"normalize": "phone"})

    assert values(form(nik), {"nik": "327316 410790 0001"}) == {"nik": "3273164107900001"}
    for typed in ("0812-3456-7890", "62 812 3456 7890", "+6281234567890"):
        assert values(form(phone), {"hp": typed}) == {"hp": "+6281234567890"}


def test_names_keep_their_letters() -> None:
    read = form(required("textfield", "nama"))

    for name in ("NUR'AINI, S.PD.", "SUKARNO", "A" * 100, "<b>O'Brien & Sons</b>"):
        assert values(read, {"nama": name}) == {"nama": name}


def test_the_schema_alone_loads_and_dumps_nested_answers() -> None:
    read = form(field("textfield", "pemohon.nama"), field("number", "n"))
    made = compile_schema(read)

    assert made is compile_schema(read)
    loaded = made().load({"pemohon": {"nama": " A "}, "n": "1,5", "x": 1})
    assert loaded == {"pemohon": {"nama": "A"}, "n": Decimal("1.5")}
    assert made().dump(loaded) == loaded
