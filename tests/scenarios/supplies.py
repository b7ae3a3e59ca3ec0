"""Deliveries and sweeps as the scenarios of stock need them."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from engine.services import messages, signals
from engine.values import JsonValue, Variables
from office.stock import deliveries, ledger, requests
from office.stock.deliveries import Delivery
from office.stock.rules import Balance, Material
from tests.scenarios.kecamatan import CODE, GUDANG, KASI, Kecamatan, Perkara, by

DAY: Final = timedelta(days=1)


def nik(serial: int) -> str:
    return f"32731641079000{serial:02d}"


def stock(office: Kecamatan, material: Material = Material.BLANKO) -> Balance:
    with office.kernel.reads.begin() as session:
        return ledger.balances(session, CODE)[material]


def counted(office: Kecamatan, note: str, amount: int, **other: JsonValue) -> Perkara:
    """A delivery that the stock keeper has counted; ribbon and film come with it."""
    case = office.start("terima_blanko")
    numbers: Variables = {
        f"{what}_{kind}": amount
        for what in ("jumlah", "ribbon", "film")
        for kind in ("dokumen", "fisik")
    }
    case.do("U15_terima", GUDANG, **{**numbers, "no_surat_jalan": note, **other})
    return case


def arrive(office: Kecamatan, note: str, amount: int, **other: JsonValue) -> Perkara:
    """A delivery that two officers counted alike."""
    case = counted(office, note, amount, **other)
    case.do("U15_saksi", KASI, jumlah_benar=True)
    sweep(office)
    return case


def sweep(office: Kecamatan) -> None:
    while (
        requests.sweep(office.kernel)
        + messages.deliver_due(office.kernel)
        + signals.deliver_due(office.kernel)
    ):
        pass


def stockpile(office: Kecamatan, amount: int) -> None:
    """Stock that nobody was told of."""
    delivery = Delivery(office=CODE, document="SJ-0", counted=dict.fromkeys(Material, amount))
    deliveries.receive(office.kernel, by(GUDANG), delivery)
