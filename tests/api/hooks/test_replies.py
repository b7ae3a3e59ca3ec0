"""Replies to notices: a keyword is answered, anything else called back; none is ignored."""

from __future__ import annotations

import logging

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from engine.services import reading
from engine.services.reading import WorkListQuery
from office.notices import replies
from office.notices.replies import Reply
from tests.api.hooks.calling import OWN, STRANGER, count, notice, post, said, tasks_of
from tests.scenarios import steps
from tests.scenarios.kecamatan import SERAH, Kecamatan


@pytest.mark.parametrize("text", ["STATUS", " status ", "Status?"])
def test_status_is_answered_with_the_line_and_nothing_personal(
    office: Kecamatan, hook: FlaskClient, text: str
) -> None:
    office.rule("pesan.jam_tenang", ["00:00", "23:59"])
    assert post(hook, said(text)).status_code == 200
    office.send()
    ((channel, number, line),) = office.sent
    assert (channel, number) == ("WHATSAPP", f"+{OWN}")
    assert notice(office).no_register in line
    assert "kartu siap diambil" in line
    assert "SITI" not in line
    assert "Hubungi_balik" not in tasks_of(office)


def test_a_number_with_several_cases_is_told_of_each(office: Kecamatan, hook: FlaskClient) -> None:
    second = steps.lost_card(office, nik="3273164107900004")
    post(hook, said("status"))
    office.send()
    lines = "".join(line for _, _, line in office.sent)
    assert len(office.sent) == 2
    assert notice(office).no_register in lines
    assert second.number in lines
    post(hook, said(f"status {second.number.lower()}", wamid="wamid.in2"))
    office.sent.clear()
    office.send()
    ((_, _, line),) = office.sent
    assert second.number in line


@pytest.mark.parametrize("text", ["Saya sakit, boleh diwakili?", "status KRC-2611-99999-9"])
def test_anything_else_is_called_back(office: Kecamatan, hook: FlaskClient, text: str) -> None:
    assert post(hook, said(text)).status_code == 200
    page = reading.work_list(office.kernel, SERAH, WorkListQuery(size=200))
    (task,) = [row for row in page.items if row.element == "Hubungi_balik"]
    assert (task.groups, task.due_at is not None) == (("penyerahan",), True)
    seen = reading.task(office.kernel, SERAH, task.key).variables
    assert seen["isi_balasan"] == text
    assert (seen["no_hp"], seen["no_register"]) == (f"+{OWN}", notice(office).no_register)


def test_a_reply_brought_twice_opens_one_task(office: Kecamatan, hook: FlaskClient) -> None:
    for _ in range(3):
        assert post(hook, said("halo")).status_code == 200
    assert count(office, Reply) == 1
    assert tasks_of(office).count("Hubungi_balik") == 1


def test_a_stranger_is_called_back_too(office: Kecamatan, hook: FlaskClient) -> None:
    assert post(hook, said("STATUS", number=STRANGER)).status_code == 200
    assert tasks_of(office).count("Hubungi_balik") == 1
    with office.kernel.reads.begin() as session:
        (row,) = session.execute(select(Reply)).scalars()
        opened = replies.read(session, office.kernel.sealer, row.key)
    assert opened is not None
    assert (row.kasus, opened.number, opened.no_register) == (None, f"+{STRANGER}", "")


def test_a_picture_is_called_back(office: Kecamatan, hook: FlaskClient) -> None:
    value = said("", type="image", image={"id": "1"})
    del value["messages"][0]["text"]
    assert post(hook, value).status_code == 200
    assert tasks_of(office).count("Hubungi_balik") == 1


def test_neither_number_nor_words_of_a_reply_are_in_log_or_row(
    office: Kecamatan, hook: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        post(hook, said("Nama saya Siti"))
    with office.kernel.reads.begin() as session:
        (row,) = session.execute(select(Reply)).scalars()
    assert b"Siti" not in row.isi
    assert "Siti" not in caplog.text
    assert OWN[2:] not in caplog.text
