from hypothesis import given
from hypothesis import strategies as st

from engine.rules import versioning
from engine.rules.versioning import Version


def test_the_same_content_keeps_its_version() -> None:
    one = Version(number=1, digest=versioning.digest(b"a"))

    assert versioning.next_version(one, versioning.digest(b"a")) is one


def test_going_back_to_an_older_content_is_a_new_version() -> None:
    two = Version(number=2, digest=versioning.digest(b"b"))

    assert versioning.next_version(two, versioning.digest(b"a")).number == 3


@given(st.lists(st.sampled_from("abc")))
def test_numbers_have_no_gaps_and_change_only_with_the_content(contents: list[str]) -> None:
    latest: Version | None = None
    for content in contents:
        before, latest = latest, versioning.next_version(latest, content)
        number = before.number if before else 0

        assert latest.number == number + (before is None or before.digest != content)
        assert latest.digest == content
