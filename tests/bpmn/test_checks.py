"""The rule engine as a whole: every rule has been seen broken; nothing raises, whatever comes."""

import random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from engine.bpmn import checks, lowering, reading
from engine.errors import DeploymentRefused, Severity
from tests.bpmn import test_activity_rules, test_event_rules, test_reading, test_structure_rules
from tests.bpmn.drawing import chain, draw, end, start, task, user
from tests.bpmn.judging import NOTHING_KNOWN, faults

SAMPLE = test_reading.SAMPLE.read_bytes()
TWINS = [*test_structure_rules.TWINS, *test_event_rules.TWINS, *test_activity_rules.TWINS]
#: Shown broken in test_support_rules.
SUPPORT = {"not-executable", "foreign-extension", "no-executable-process", "process-skipped"}


def test_every_rule_has_a_pair_of_twins() -> None:
    shown = {twin.rule for twin in TWINS} | SUPPORT

    assert shown == {check.rule.id for check in checks.CHECKS}


@pytest.mark.timeout(60)
def test_ten_thousand_user_tasks_are_read_and_checked() -> None:
    tasks = [user(f"t{n}", groups='=["loket"]', form="f") for n in range(10_000)]

    assert faults(draw(*chain(start(), *tasks, end()))) == ()


def survives(content: bytes) -> None:
    """Read, check, lower: nothing but DeploymentRefused may come of any bytes."""
    parsed = reading.parse(content, "f")
    found = list(parsed.faults)
    if parsed.diagram is not None:
        found += checks.check(parsed.diagram, NOTHING_KNOWN)
    assert all(fault.text() for fault in found)
    if any(fault.severity is Severity.ERROR for fault in parsed.faults):
        with pytest.raises(DeploymentRefused):
            reading.read(content, "f")
    elif not any(fault.severity is Severity.ERROR for fault in found):
        for process in reading.read(content, "f").processes:
            lowering.lower(process)


@given(content=st.binary(max_size=200))
@example(content=b"")
@settings(max_examples=100, deadline=None)
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    survives(content)


PIECES = [
    b"", b"<", b">", b'"', b"&", b"bpmn:", b"zeebe:", b"xmlns", b"Activity_terima", b"Flow_1", b"p",
    b"<bpmn:task/>", b'<bpmn:startEvent id="x"/>', b'<bpmn:subProcess id="y"/>', b"=", b"=1 +", b"%s",
    b"PT1H", b"<bpmn:linkEventDefinition/>", b' triggeredByEvent="true"', b' default="Flow_2"', b"\xff",
    b"<bpmn:cancelEventDefinition/>", b"</bpmn:process>", b"<!DOCTYPE x>", b"<![CDATA[", b"%(element)s",
]  # fmt: skip


@given(seed=st.integers(0, 2**32), cuts=st.integers(1, 4))
@settings(max_examples=150, deadline=None)
def test_a_mutilated_diagram_is_read_or_refused(seed: int, cuts: int) -> None:
    chance = random.Random(seed)
    content = bytearray(SAMPLE)
    for _ in range(cuts):
        at = chance.randrange(len(content))
        content[at : at + chance.choice([0, 1, 5, 40, 400])] = chance.choice(PIECES)

    survives(bytes(content))


@given(seed=st.integers(0, 2**32), changes=st.integers(1, 4))
@settings(max_examples=200, deadline=None)
def test_well_formed_nonsense_is_read_or_refused(seed: int, changes: int) -> None:
    """Swap whole words of the file (tags, ids, values), so that it mostly stays XML."""
    chance = random.Random(seed)
    words = SAMPLE.decode().split(" ")
    for _ in range(changes):
        one, other = chance.randrange(len(words)), chance.randrange(len(words))
        words[one], words[other] = words[other], words[one]

    survives(" ".join(words).encode())


@given(twin=st.sampled_from(TWINS), other=st.sampled_from(TWINS))
@settings(max_examples=100, deadline=None)
def test_broken_diagrams_broken_again_are_refused(twin: object, other: object) -> None:
    assert isinstance(twin, type(TWINS[0]))
    assert isinstance(other, type(TWINS[0]))
    first, _, _ = twin.wrong.partition(b"</bpmn:process>")
    _, _, second = other.wrong.partition(b'isExecutable="true" >')

    survives(first + second)


def test_an_element_may_be_called_like_a_place_holder() -> None:
    assert faults(draw(*chain(start(), task("t"), end()), attributes='name="100%"')) == ()
