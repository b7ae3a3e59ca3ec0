from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.rules import retry
from engine.rules.iso8601 import TextInvalid
from engine.rules.retry import Retry

MINUTE = timedelta(minutes=1)


def test_four_attempts_wait_one_five_and_thirty_minutes_and_then_make_an_incident() -> None:
    decisions = [retry.after_failure(5 - attempt, attempt) for attempt in (1, 2, 3, 4)]

    assert decisions == [
        Retry(retries=3, delay=MINUTE),
        Retry(retries=2, delay=5 * MINUTE),
        Retry(retries=1, delay=30 * MINUTE),
        Retry(retries=0, delay=None),
    ]


def test_a_job_given_new_retries_after_its_incident_keeps_its_patience() -> None:
    assert retry.after_failure(3, 9) == Retry(retries=2, delay=30 * MINUTE)


def test_the_header_sets_other_delays() -> None:
    assert retry.parse_backoff("PT30S, P1D") == (timedelta(seconds=30), timedelta(days=1))


@pytest.mark.parametrize("text", ["", "30", "PT5M,PT1M", "P1M", "PT1M,,PT5M"])
def test_a_wrong_header_is_refused(text: str) -> None:
    with pytest.raises(TextInvalid):
        retry.parse_backoff(text)


@given(st.integers(0, 50), st.integers(0, 50))
def test_delays_never_get_shorter_and_retries_always_fewer(retries: int, attempt: int) -> None:
    now, later = retry.after_failure(retries, attempt), retry.after_failure(retries, attempt + 1)

    assert now.retries == max(retries - 1, 0)
    assert (now.delay is None) == (now.retries == 0)
    assert now.delay is None or later.delay is None or now.delay <= later.delay
