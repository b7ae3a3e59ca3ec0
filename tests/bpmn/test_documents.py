"""Files that are no diagrams at all are refused, with the line, and quickly."""

import pytest

from engine.bpmn import reading
from engine.errors import DeploymentRefused, Fault
from tests.bpmn.drawing import chain, draw, end, start, sub, task


def refused(content: bytes) -> tuple[Fault, ...]:
    with pytest.raises(DeploymentRefused) as caught:
        reading.read(content, "f.bpmn")
    return caught.value.faults


def rules(content: bytes) -> list[str]:
    return [fault.rule for fault in refused(content)]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"   ",
        b"hello",
        b"\x00\x01\x02",
        b"<a><b></a>",
        b"<a",
        "<a x='é'/>".encode("latin-1"),
        b'<?xml version="1.0" encoding="no-such"?><a/>',
        b"%PDF-1.4",
        b"<p:a/>",
    ],
)
def test_what_is_no_xml_is_refused(content: bytes) -> None:
    assert rules(content) == ["not-xml"]


def test_broken_xml_is_refused_with_its_line() -> None:
    fault = refused(b"<a>\n\n<b></a>")[0]

    assert (fault.file, fault.line) == ("f.bpmn", 3)
    assert "mismatch" in fault.text()


@pytest.mark.parametrize(
    "content",
    [
        b"<html/>",
        b"<definitions/>",
        b'<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/"/>',
        b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/OTHER"/>',
    ],
)
def test_other_xml_is_refused(content: bytes) -> None:
    assert rules(content) == ["not-bpmn"]


def test_utf_16_is_read() -> None:
    text = draw(*chain(start(), end())).decode()
    content = f'<?xml version="1.0" encoding="UTF-16"?>{text}'.encode("utf-16")

    assert reading.read(content, "f").processes[0].id == "p"


def test_six_megabytes_are_refused() -> None:
    fault = refused(draw(*chain(start(), end())) + b" " * 6 * 1024 * 1024)[0]

    assert fault.rule == "file-too-large"
    assert "5242880" in fault.text()


def with_doctype(declarations: str, place: str = "") -> bytes:
    content = draw(*chain(start(), end())).decode()
    content = content.replace('id="definitions"', f'id="definitions" name="{place}"', 1)
    return f"<!DOCTYPE x [{declarations}]>\n{content}".encode()


LAUGHS = '<!ENTITY l0 "lol">' + "".join(
    f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10)
)


@pytest.mark.parametrize(
    "content",
    [
        with_doctype(""),
        with_doctype('<!ENTITY x "y">', "&x;"),
        with_doctype('<!ENTITY x SYSTEM "file:///etc/passwd">'),
        with_doctype('<!ENTITY % x SYSTEM "http://alur.invalid/x"> %x;'),
        with_doctype(LAUGHS),
        with_doctype(LAUGHS, "&l9;"),
        b'<!DOCTYPE x SYSTEM "http://alur.invalid/x.dtd"><x/>',
    ],
)
def test_document_types_and_entities_are_refused(content: bytes) -> None:
    assert rules(content) == ["document-type"]


def test_a_file_is_not_opened_by_an_entity() -> None:
    content = with_doctype('<!ENTITY x SYSTEM "file:///etc/passwd">')
    content = content.replace(
        b"</bpmn:process>", b"<bpmn:documentation>&x;</bpmn:documentation></bpmn:process>"
    )

    parsed = reading.parse(content, "f")

    assert parsed.diagram is None
    assert "root" not in str(parsed.faults)


def nested(depth: int) -> bytes:
    inside = "".join(chain(start("s0"), end("e0")))
    for level in range(1, depth + 1):
        inside = "".join(chain(start(f"s{level}"), sub(f"sub{level}", inside), end(f"e{level}")))
    return draw(inside)


def test_32_levels_of_sub_processes_are_read() -> None:
    assert len(list(reading.read(nested(32), "f").processes[0].walk())) == 33 * 2 + 32


def test_33_levels_of_sub_processes_are_refused_at_the_innermost() -> None:
    faults = refused(nested(33))

    assert [(fault.rule, fault.element) for fault in faults] == [("nesting-too-deep", "sub1")]


def test_ten_thousand_nested_sub_processes_are_refused() -> None:
    opening = "".join(f'<bpmn:subProcess id="s{n}">' for n in range(10_000))

    assert rules(draw(opening + "</bpmn:subProcess>" * 10_000)) == ["nesting-too-deep"]


@pytest.mark.timeout(60)
def test_a_chain_of_ten_thousand_tasks_is_read() -> None:
    content = draw(*chain(start(), *(task(f"t{n}") for n in range(10_000)), end()))

    process = reading.read(content, "f").processes[0]

    assert len(process.scope.flows) == 10_001


def test_a_file_without_executable_process_is_read_and_remembers_the_others() -> None:
    content = draw(*chain(start(), end())).replace(b'isExecutable="true"', b'isExecutable="false"')

    diagram = reading.read(content, "f")

    assert (diagram.processes, diagram.skipped) == ((), ("p",))


@pytest.mark.timeout(60)
def test_a_file_of_very_many_elements_is_refused() -> None:
    fault = refused(draw("<bpmn:task/>" * 100_000))[0]

    assert (fault.rule, fault.params["limit"]) == ("too-many-elements", 40_000)
