"""The store's words: materials, movements, states, ranks. No page of its own."""

from __future__ import annotations

from typing import Final

from flask_babel import lazy_gettext

from office.stock.overview import Alarm
from office.stock.ranking import Criterion
from office.stock.rankings import Occasion
from office.stock.requests import RequestState
from office.stock.rules import Material, Movement

MATERIALS: Final = {
    Material.BLANKO: lazy_gettext("Blank cards"),
    Material.RIBBON: lazy_gettext("Ribbon"),
    Material.FILM: lazy_gettext("Film"),
}
MOVEMENTS: Final = {
    Movement.TERIMA: lazy_gettext("received"),
    Movement.RESERVASI: lazy_gettext("reserved for a case"),
    Movement.LEPAS_RESERVASI: lazy_gettext("reservation given back"),
    Movement.PAKAI: lazy_gettext("used for a card"),
    Movement.GAGAL_CETAK: lazy_gettext("print failed"),
    Movement.GAGAL_ENCODE: lazy_gettext("chip failed"),
    Movement.CACAT_PABRIK: lazy_gettext("faulty from the factory"),
    Movement.HILANG: lazy_gettext("lost"),
    Movement.KEMBALI_KE_DINAS: lazy_gettext("returned to Disdukcapil"),
    Movement.PINJAM_MASUK: lazy_gettext("borrowed from another office"),
    Movement.PINJAM_KELUAR: lazy_gettext("lent to another office"),
    Movement.KOREKSI_OPNAME: lazy_gettext("corrected by a count"),
}
ALARMS: Final = {
    Alarm.HABIS: lazy_gettext("Out of stock"),
    Alarm.MENIPIS: lazy_gettext("Stock runs low"),
}
STATES: Final = {
    RequestState.TERBUKA: lazy_gettext("open"),
    RequestState.DIJAWAB: lazy_gettext("answered"),
    RequestState.TERPENUHI: lazy_gettext("stock suffices again"),
}
#: how a request was answered, by what the form says
REPLIES: Final = {
    "DIJANJIKAN": lazy_gettext("promised or sent"),
    "DITOLAK": lazy_gettext("refused"),
}
OCCASIONS: Final = {
    Occasion.KIRIMAN: lazy_gettext("a delivery"),
    Occasion.TANGAN: lazy_gettext("by an officer"),
    Occasion.SATU: lazy_gettext("one case's turn"),
    Occasion.OVERRIDE: lazy_gettext("out of turn"),
}
REASONS: Final = {
    Criterion.PERTAMA: lazy_gettext("first in the line"),
    Criterion.KELAS: lazy_gettext("another class"),
    Criterion.CETAK_ULANG: lazy_gettext("its print had failed"),
    Criterion.WAKTU_PRR: lazy_gettext("print-ready earlier"),
    Criterion.NO_REGISTER: lazy_gettext("register number"),
    Criterion.LOMPATAN: lazy_gettext("out of turn, approved by the camat"),
}
