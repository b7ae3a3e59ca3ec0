"""Laws: cleaning is idempotent, survives the journey through HTML and JSON, and never breaks."""

import json
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import AnswersInvalid, DeploymentRefused
from engine.values import JsonValue
from forms import answers, definition, presentation
from forms.model import Kind
from forms.normalizing import NORMALIZERS, normalize
from forms.schema import compile_schema
from tests.forms.building import NOW, Raw, choice, clean, content, field, form, required, rows
from tests.forms.multidict import MultiDict

BERKAS: JsonValue = [{"kode": "KK", "wajib": True}, {"kode": "LP"}]
COMPONENTS: tuple[Raw, ...] = (
    field("textfield", "nama", feel={"normalize": "spaces", "warnIf": "string length(nama) > 3"}),
    field("textarea", "catatan", validate={"maxLength": 20}, hide="=nama = null"),
    field("number", "n", decimalDigits=3, feel={"requiredIf": "aktif", "warnIf": "n > 5"}),
    field("datetime", "tgl", subtype="date"),
    field("datetime", "jam", subtype="time", readonly="=n > 3"),
    field("datetime", "saat", subtype="datetime"),
    field("checkbox", "aktif", feel={"refuseIf": "aktif and n = 7"}),
    choice("radio", "ya", True, False, hide="=tgl = null"),
    choice("select", "pilih", "A", 2),
    field("checklist", "kel", valuesKey="daftar"),
    field("filepicker", "berkas_kk", multiple=True),
    field("group", "g", path="pemohon", hide="=not(aktif)", components=[
        field("textfield", "nama"), rows("anak", required("textfield", "nama"), field("number", "umur")),
    ]),
    rows("berkas", field("checkbox", "ada"), field("textfield", "kurang", hide="=ada"), allowAddRemove=False),
    field("textfield", "akhir", hide="=pemohon.nama = null"),
)  # fmt: skip
FORM = form(*COMPONENTS)
VARIABLES: dict[str, JsonValue] = {
    "nama": "lama",
    "jam": "07:00:00",
    "daftar": ["x", {"label": "Dua", "value": 2}, True],
    "berkas": BERKAS,
    "pemohon": {"nama": "lama", "lain": 1},
}

ATTRIBUTES = ["key", "path", "label", "description", "values", "valuesKey", "valuesExpression", "validate",
              "conditional", "properties", "layout", "components", "subtype", "columns", "dataSource", "text",
              "readonly", "disabled", "defaultValue", "appearance", "accept", "multiple", "alt", "id"]  # fmt: skip
INNER = ["hide", "required", "min", "max", "pattern", "minLength", "validationType", "row", "columns", "warnIf",
         "refuseIf", "normalize", "mask", "validator", "warnReason", "value", "label", "key"]  # fmt: skip
bits = (
    st.sampled_from(["", "a", "a.b", "=a", "={", "=a > 1", "{{a}}", "[0-9]+", "(", "upper", "x" * 300])
    | st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False)
)  # fmt: skip
inners = bits | st.dictionaries(
    st.sampled_from(INNER), bits | st.lists(bits, max_size=2), max_size=3
)
parts = st.recursive(
    st.dictionaries(st.sampled_from(ATTRIBUTES), inners | st.lists(inners, max_size=2), max_size=5),
    lambda nested: st.builds(lambda one, some: one | {"components": some}, nested, st.lists(nested, max_size=3)),
    max_leaves=6,
)  # fmt: skip
kinds = st.sampled_from([*Kind, "datetime", "html", ""])
files = st.lists(st.builds(lambda part, kind: part | {"type": kind}, parts, kinds), max_size=4)

words = st.sampled_from(["", " ", "a", "abc", "A  b", "é", "1", "2,5", "on", "x", "2", "7", "true"])
scalars: st.SearchStrategy[JsonValue] = (
    st.none() | st.booleans() | st.integers(-20, 20) | words | st.text(max_size=30)
    | st.decimals(allow_nan=True, allow_infinity=True)
    | st.dates().map(str) | st.times().map(str)
    | st.fixed_dictionaries({"day": words, "month": words, "year": st.just("2026"), "time": st.just("08:00")})
)  # fmt: skip
json_values: st.SearchStrategy[JsonValue] = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["nama", "umur", "ada", "kurang", "anak"]), inner)
    ),
    max_leaves=6,
)
KEYS = ["nama", "catatan", "n", "tgl", "jam", "saat", "aktif", "ya", "pilih", "kel", "berkas_kk",
        "pemohon", "berkas", "akhir", "_peringatan"]  # fmt: skip
anything = json_values | st.dictionaries(st.sampled_from(KEYS), json_values)

likely = st.fixed_dictionaries(
    {},
    optional={
        "nama": words,
        "catatan": words,
        "n": st.integers(-9, 9) | st.sampled_from(["2,5", Decimal("0.125"), ""]),
        "tgl": st.dates().map(str),
        "jam": st.sampled_from(["8.30", "08:30"]),
        "saat": st.datetimes().map(str),
        "aktif": st.booleans(),
        "ya": st.booleans(),
        "pilih": st.sampled_from(["A", "2", 2]),
        "kel": st.lists(st.sampled_from(["x", 2, "true"])),
        "berkas_kk": st.lists(st.sampled_from(["f1", "f2"])),
        "pemohon": st.fixed_dictionaries(
            {"nama": words, "anak": st.lists(st.fixed_dictionaries({"nama": st.just("A"), "umur": st.integers(0, 9)}))}
        ),
        "berkas": st.lists(st.fixed_dictionaries({"ada": st.booleans(), "kurang": words}), max_size=3),
        "akhir": words,
        "_peringatan": st.dictionaries(st.sampled_from(["nama", "n"]), st.text(max_size=20)),
    },
)  # fmt: skip


def cleaned_or_none(raw: JsonValue) -> dict[str, JsonValue] | None:
    try:
        return clean(FORM, raw, VARIABLES).values
    except AnswersInvalid as invalid:
        told = [(fault.rule, fault.text()) for fault in invalid.faults]
        return None if told and all(rule and text for rule, text in told) else {}


@settings(max_examples=300, deadline=None)
@given(files)
def test_a_file_is_read_or_refused_with_faults_that_can_be_told(
    file: list[dict[str, object]],
) -> None:
    try:
        read = definition.read(content(*file), "uji.form")
    except DeploymentRefused as refused:
        told = all(fault.text() and fault.file == "uji.form" for fault in refused.faults)
    else:
        told = bool(read.id and presentation.present(read, {}, now=NOW))

    assert told


@settings(max_examples=300, deadline=None)
@given(anything)
def test_cleaning_anything_raises_nothing_but_answers_invalid(raw: JsonValue) -> None:
    kept = cleaned_or_none(raw)

    assert kept is None or "n" in kept  # an empty one: a refusal without words


@settings(max_examples=150, deadline=None)
@given(anything)
def test_a_page_can_be_shown_for_anything_and_its_faults(raw: JsonValue) -> None:
    if not isinstance(raw, dict):
        return
    try:
        clean(FORM, raw, VARIABLES)
    except AnswersInvalid as invalid:
        page = presentation.present(FORM, VARIABLES, raw, now=NOW, faults=invalid.faults)
        assert page.summary


@settings(max_examples=300, deadline=None)
@given(likely | anything)
def test_cleaning_twice_is_cleaning_once(raw: JsonValue) -> None:
    kept = cleaned_or_none(raw)

    assert kept is None or clean(FORM, kept, VARIABLES).values == kept


@settings(max_examples=200, deadline=None)
@given(likely)
def test_cleaned_answers_survive_the_journey_through_html(raw: JsonValue) -> None:
    kept = cleaned_or_none(raw)
    if kept is None:
        return
    sent = MultiDict(answers.to_html(FORM, kept))

    assert clean(FORM, answers.from_html(FORM, sent), VARIABLES).values == kept


@settings(max_examples=200, deadline=None)
@given(likely)
def test_cleaned_answers_survive_the_schema_and_json(raw: JsonValue) -> None:
    kept = cleaned_or_none(raw)
    if kept is None:
        return
    dumped = compile_schema(FORM)().dump(kept)
    reasons = {"_peringatan": kept["_peringatan"]}

    assert clean(FORM, dumped | reasons, VARIABLES).values == kept
    assert not any(isinstance(leaf, float) for leaf in json.loads(json.dumps(kept, default=str)))


@given(st.text(), st.lists(st.sampled_from(sorted(NORMALIZERS)), max_size=3).map(tuple))
def test_normalizing_twice_is_normalizing_once(text: str, names: tuple[str, ...]) -> None:
    once = normalize(text, names)

    assert normalize(once, names) == once
