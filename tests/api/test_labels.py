"""A case's data are named as its own procedure's forms name them, whatever else is deployed."""

from __future__ import annotations

import json

from engine.services import deployments
from engine.services.kernel import Kernel, Request
from engine.values import SYSTEM_ACTOR
from tests.api.conftest import Caller
from tests.api.test_pages import FORM, claimed

#: sorts before the procedure's own forms and asks a variable of the same name
OTHER = {
    "type": "default",
    "id": "aaa-lain",
    "components": [
        {"type": "textfield", "id": "no_izin", "key": "no_izin", "label": "Nomor izin anak"},
        {"type": "textfield", "id": "keputusan_rw", "key": "keputusan_rw", "label": "Kata RW"},
        {"type": "number", "id": "jumlah_orang", "key": "jumlah_orang", "label": "Jumlah anak"},
    ],
}


def test_a_form_of_another_procedure_names_nothing_here(kernel: Kernel, loket: Caller) -> None:
    content = json.dumps(OTHER).encode()
    deployments.deploy(kernel, Request(actor=SYSTEM_ACTOR), {"aaa-lain.form": content})
    case, task = claimed(loket)
    loket.post(f"/tugas/{task}/selesai", FORM)

    page = loket.get(f"/kasus/{case}").text

    assert "Perkiraan jumlah orang" in page
    assert "Jumlah anak" not in page
    assert "Aaa" not in page
