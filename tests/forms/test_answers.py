from engine.values import JsonValue
from forms import answers
from tests.forms.building import choice, field, form, rows
from tests.forms.multidict import MultiDict

FORM = form(
    field("textfield", "pemohon.nama"),
    field("datetime", "tgl", subtype="date"),
    field("checkbox", "ada"),
    choice("checklist", "kel", "A", "B"),
    rows("berkas", field("checkbox", "ada"), field("datetime", "tgl", subtype="date")),
)


def test_what_a_browser_sends_becomes_nested_raw_answers() -> None:
    sent = MultiDict(
        {
            "pemohon.nama": ["SITI"],
            "tgl-day": ["1"],
            "tgl-month": ["7"],
            "tgl-year": ["1990"],
            "kel": ["A", "B"],
            "_peringatan-W1": ["beda"],
            "csrf": ["x"],
        }
    )

    assert answers.from_html(FORM, sent) == {
        "pemohon": {"nama": "SITI"},
        "tgl": {"day": "1", "month": "7", "year": "1990"},
        "ada": False,
        "kel": ["A", "B"],
        "berkas": [],
        "_peringatan": {"W1": "beda"},
    }


def test_rows_are_numbered_anew_and_exist_by_their_marker() -> None:
    sent = MultiDict({"berkas-2-": [""], "berkas-10-ada": ["on"], "berkas-x-ada": ["on"]})

    read = answers.from_html(FORM, sent)["berkas"]

    blank = {"day": "", "month": "", "year": ""}
    assert read == [{"ada": False, "tgl": blank}, {"ada": "on", "tgl": blank}]


def test_a_flood_of_rows_is_cut_where_the_form_refuses_it() -> None:
    sent = MultiDict({f"berkas-{number}-": [""] for number in range(1000)})

    read = answers.from_html(FORM, sent)["berkas"]

    assert isinstance(read, list)
    assert len(read) == 201


def test_an_untouched_form_shows_variables_before_defaults() -> None:
    read = form(
        field("textfield", "a", defaultValue="x"),
        field("textfield", "b", defaultValue="y"),
        rows("r", field("textfield", "c", defaultValue="z"), defaultRepetitions=2),
    )

    assert answers.initial(read, {"a": "lama"}) == {"a": "lama", "b": "y", "r": [{"c": "z"}] * 2}


def test_rows_are_added_and_taken_away_without_touching_the_answers_given() -> None:
    given = answers.with_row({"pemohon": {"anak": [{"n": 1}]}}, "pemohon.anak")

    assert given == {"pemohon": {"anak": [{"n": 1}, {}]}}
    assert answers.without_row(given, "pemohon.anak", 0) == {"pemohon": {"anak": [{}]}}
    assert answers.without_row(given, "pemohon.anak", 9) == given


def test_a_row_is_added_to_a_list_inside_a_row() -> None:
    given: dict[str, JsonValue] = {"r": [{"n": 1}, {"a": {"b": [{}]}}]}

    assert answers.with_row(given, "r.1.a.b") == {"r": [{"n": 1}, {"a": {"b": [{}, {}]}}]}
    assert answers.with_row(given, "r.7.a.b") == given
