"""Each rule about activities and what they name: right twins pass, wrong twins break just it."""

import pytest

from engine.bpmn.checks import Known
from engine.errors import Severity
from tests.bpmn.drawing import (
    call,
    catch,
    chain,
    draw,
    element,
    end,
    event_sub,
    extended,
    flow,
    lanes,
    mapping,
    message,
    multi,
    properties,
    rule_task,
    script,
    send,
    service,
    signal,
    start,
    task,
    throw,
    timer,
    user,
    zeebe,
)
from tests.bpmn.judging import NOTHING_KNOWN, Twin, faults, line, rules


def scripted(**attributes: str) -> bytes:
    return line(element("scriptTask", "t", extended(zeebe("script", **attributes))))


def decided(**attributes: str) -> bytes:
    return line(element("businessRuleTask", "t", extended(zeebe("calledDecision", **attributes))))


def called(**attributes: str) -> bytes:
    return line(element("callActivity", "t", extended(zeebe("calledElement", **attributes))))


def looped(**attributes: str) -> bytes:
    given = extended(zeebe("loopCharacteristics", **attributes))
    tag = "multiInstanceLoopCharacteristics"
    return line(task("t", loop=f"<bpmn:{tag}>{given}</bpmn:{tag}>"))


def formed(**attributes: str) -> bytes:
    return line(user("u", zeebe("formDefinition", **attributes), groups="g"))


def mapped(source: str, target: str) -> bytes:
    return line(task("t", mapping(outputs={target: source})))


def separated(other: str) -> bytes:
    second = user("u2", properties(separateFrom=other), groups="g")
    return line(task("t"), user("u1", groups="g"), second)


def with_priority(text: str) -> bytes:
    return line(user("u", zeebe("priorityDefinition", priority=text), groups="g"))


def deciding(condition: str) -> bytes:
    return draw(start(), task("t"), end(), flow("s", "t"), flow("t", "e", condition))


def literal_condition(text: str) -> bytes:
    return deciding("x").replace(b">=x<", f">{text}<".encode())


TRIGGERED = chain(start("s1", signal("g")), end("e1"))
BOTH = {"outputCollection": "keluar", "outputElement": "=b"}

TWINS = [
    Twin(rule="job-missing", right=line(service("t")), wrong=line(element("serviceTask", "t"))),
    Twin(rule="job-missing", right=line(send("t", "m")), wrong=line(element("sendTask", "t"))),
    Twin(
        rule="script-missing",
        right=line(script("t", "a", "1")),
        wrong=line(element("scriptTask", "t")),
    ),
    Twin(
        rule="script-missing",
        right=line(service("t", tag="scriptTask")),
        wrong=line(element("scriptTask", "t", "<bpmn:script>a = 1</bpmn:script>")),
    ),
    Twin(
        rule="decision-missing",
        right=line(rule_task("t", "d", "hasil")),
        wrong=line(element("businessRuleTask", "t")),
    ),
    Twin(
        rule="decision-missing",
        right=line(service("t", tag="businessRuleTask")),
        wrong=decided(resultVariable="hasil"),
    ),
    Twin(
        rule="called-missing",
        right=line(call("t", "cetak")),
        wrong=line(element("callActivity", "t")),
    ),
    Twin(rule="called-missing", right=called(processId="cetak"), wrong=called(processId="")),
    Twin(
        rule="result-missing",
        right=scripted(expression="=1", resultVariable="a"),
        wrong=scripted(expression="=1"),
    ),
    Twin(
        rule="result-missing",
        right=decided(decisionId="d", resultVariable="a"),
        wrong=decided(decisionId="d"),
    ),
    Twin(
        rule="multi-instance-collection",
        right=line(task("t", loop=multi("berkas", "b"))),
        wrong=line(task("t", loop="<bpmn:multiInstanceLoopCharacteristics/>")),
    ),
    Twin(
        rule="multi-instance-output",
        right=looped(inputCollection="=berkas", **BOTH),
        wrong=looped(inputCollection="=berkas", outputCollection="keluar"),
    ),
    Twin(
        rule="event-sub-process-loop",
        right=draw(*chain(start(), end()), event_sub("esp", *TRIGGERED)),
        wrong=draw(*chain(start(), end()), event_sub("esp", *TRIGGERED, multi("berkas"))),
    ),
    Twin(
        rule="bad-binding",
        right=called(processId="c", bindingType="versionTag", versionTag="v1"),
        wrong=called(processId="c", bindingType="versionTag"),
    ),
    Twin(
        rule="bad-binding",
        right=formed(formId="f", bindingType="deployment"),
        wrong=formed(formId="f", bindingType="newest"),
    ),
    Twin(rule="bad-variable-name", right=mapped("=1", "a.b_1"), wrong=mapped("=1", "a..b")),
    Twin(rule="bad-variable-name", right=mapped("=1", "kota asal"), wrong=mapped("=1", "1a")),
    Twin(
        rule="bad-variable-name",
        right=scripted(expression="=1", resultVariable="a"),
        wrong=scripted(expression="=1", resultVariable="a-b"),
    ),
    Twin(rule="mapping-source-missing", right=mapped("teks", "a"), wrong=mapped("", "a")),
    Twin(
        rule="bad-number",
        right=line(service("t", retries="5")),
        wrong=line(service("t", retries="-1")),
    ),
    Twin(
        rule="bad-number",
        right=line(service("t", retries="=n")),
        wrong=line(service("t", retries="tiga")),
    ),
    Twin(rule="bad-number", right=with_priority("100"), wrong=with_priority("101")),
    Twin(
        rule="nobody-assigned",
        right=line(user("u", assignee="ani")),
        wrong=line(user("u")),
    ),
    Twin(
        rule="nobody-assigned",
        right=line(user("u"), beside=lanes(loket="u")),
        wrong=line(element("userTask", "u")),
    ),
    Twin(rule="unknown-separation", right=separated("u1"), wrong=separated("u1, u9")),
    Twin(rule="unknown-separation", right=separated("u1"), wrong=separated("t")),
    Twin(rule="bad-feel", right=deciding("a > 1"), wrong=deciding("a >")),
    Twin(rule="bad-feel", right=mapped("=[1, 2]", "a"), wrong=mapped("=[1, 2", "a")),
    Twin(
        rule="bad-feel",
        right=line(user("u", groups='=["loket"]')),
        wrong=line(user("u", groups="=[loket")),
    ),
    Twin(rule="expression-expected", right=deciding("a"), wrong=literal_condition("${a}")),
    Twin(
        rule="expression-expected",
        right=looped(inputCollection="=berkas"),
        wrong=looped(inputCollection="berkas"),
    ),
    Twin(
        rule="too-many-names",
        right=line(*(script(f"t{n}", f"nama {n}", "1") for n in range(200))),
        wrong=line(*(script(f"t{n}", f"nama {n}", "1") for n in range(201))),
    ),
    Twin(
        rule="unknown-process",
        right=called(processId="cetak"),
        wrong=called(processId="ctak"),
        known=Known(process_ids=frozenset({"cetak"})),
    ),
    Twin(
        rule="unknown-decision",
        right=decided(decisionId="d", resultVariable="a"),
        wrong=decided(decisionId="x", resultVariable="a"),
        known=Known(decision_ids=frozenset({"d"})),
    ),
    Twin(
        rule="unknown-form",
        right=formed(formId="f"),
        wrong=formed(formId="g"),
        known=Known(form_ids=frozenset({"f"})),
    ),
    Twin(
        rule="unknown-job-type",
        right=line(service("t", "kirim")),
        wrong=line(service("t", "krim")),
        known=Known(job_types=frozenset({"kirim"})),
    ),
]


@pytest.mark.parametrize("twin", TWINS, ids=lambda twin: twin.rule)
def test_the_right_twin_breaks_no_rule(twin: Twin) -> None:
    assert rules(twin.right, twin.known) == []


@pytest.mark.parametrize("twin", TWINS, ids=lambda twin: twin.rule)
def test_the_wrong_twin_breaks_just_the_rule(twin: Twin) -> None:
    assert rules(twin.wrong, twin.known) == [twin.rule]


@pytest.mark.parametrize("rule", ["nobody-assigned", "unknown-job-type"])
def test_these_rules_only_warn(rule: str) -> None:
    twin = next(twin for twin in TWINS if twin.rule == rule)

    assert [one.severity for one in faults(twin.wrong, twin.known)] == [Severity.WARNING]


def test_a_process_may_call_itself_though_nothing_else_is_known() -> None:
    assert rules(line(call("t", "p")), NOTHING_KNOWN) == []


def test_names_computed_when_running_are_not_looked_up() -> None:
    content = line(call("t", "=proses"), service("t2", "=jenis"), user("u", form="=f", groups="g"))

    assert rules(content, NOTHING_KNOWN) == []


def test_a_fault_in_feel_says_which_text_and_where_in_it() -> None:
    fault = faults(mapped("=[1,\n 2", "a"))[0]

    assert fault.params["place"] == "output a"
    assert (fault.params["feel_line"], fault.element) == (2, "t")


def test_names_with_blanks_that_the_process_writes_may_be_read() -> None:
    assert (
        rules(line(script("t", "jumlah berkas", "1"), script("t2", "n", "jumlah berkas + 1"))) == []
    )


EVERYWHERE = {
    "condition": deciding("1 +"),
    "timer": line(catch("c", timer("=1 +"))),
    "correlation key": line(catch("c", message("m", "1 +"))),
    "message name": line(catch("c", message("=1 +"))),
    "published key": line(throw("c", message("m", publish_key="1 +"))),
    "message id": line(throw("c", message("m", message_id="=1 +"))),
    "time to live": line(throw("c", message("m", ttl="=1 +"))),
    "signal name": line(throw("c", signal("=1 +"))),
    "collection": line(task("t", loop=multi("1 +"))),
    "output element": line(task("t", loop=multi("a", output="k", output_item="1 +"))),
    "completion": line(task("t", loop=multi("a", until="1 +"))),
    "assignee": line(user("t", assignee="=1 +")),
    "users": line(user("t", users="=1 +")),
    "due date": line(user("t", zeebe("taskSchedule", dueDate="=1 +"), groups="g")),
    "follow up": line(user("t", zeebe("taskSchedule", followUpDate="=1 +"), groups="g")),
    "priority": with_priority("=1 +"),
    "form": line(user("t", form="=1 +", groups="g")),
    "job type": line(service("t", "=1 +")),
    "retries": line(service("t", retries="=1 +")),
    "script": line(script("t", "a", "1 +")),
    "input": line(task("t", mapping(inputs={"a": "=1 +"}))),
    "called process": line(call("t", "=1 +")),
    "decision": line(rule_task("t", "=1 +", "a")),
}


@pytest.mark.parametrize("place", EVERYWHERE)
def test_feel_is_compiled_wherever_it_may_stand(place: str) -> None:
    assert rules(EVERYWHERE[place]) == ["bad-feel"]
