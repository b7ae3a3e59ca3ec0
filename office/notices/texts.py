"""The text of a notice from its template. Pure; sends nothing and knows no phone number.

A text never carries a NIK, a KK number, a name or an address (domain.md 3.4): only the placeholders
below exist, and a text with sixteen digits in a row is refused whatever the template says.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from engine.errors import Failed, Fault


class Channel(StrEnum):
    """How a citizen is reached; DMN-4's answers. *_LAIN goes to the contact of the family."""

    SLIP = "SLIP"
    WHATSAPP = "WHATSAPP"
    SMS = "SMS"
    TELEPON = "TELEPON"
    WHATSAPP_LAIN = "WHATSAPP_LAIN"
    SMS_LAIN = "SMS_LAIN"
    PAPAN = "PAPAN"


class Template(StrEnum):
    """The occasions for a notice."""

    REGISTER = "REGISTER"
    BERKAS_KURANG = "BERKAS_KURANG"
    GUGUR = "GUGUR"
    DITOLAK = "DITOLAK"
    SIAP_DIAMBIL = "SIAP_DIAMBIL"
    PENGINGAT = "PENGINGAT"
    JANJI_LEWAT = "JANJI_LEWAT"
    JADWAL_REKAM = "JADWAL_REKAM"
    STATUS = "STATUS"
    NETRAL = "NETRAL"
    ESKALASI = "ESKALASI"  # to an officer, never to a citizen


#: channels that go to the applicant's own number, to another's, to nobody's
OWN: Final = frozenset({Channel.WHATSAPP, Channel.SMS, Channel.TELEPON})
OTHER: Final = frozenset({Channel.WHATSAPP_LAIN, Channel.SMS_LAIN})
#: channels that are in the citizen's hand already: noted as done, never sent
BY_HAND: Final = frozenset({Channel.SLIP})
#: templates that may carry the pickup code, and only on OWN channels that are written
WITH_CODE: Final = frozenset({Template.SIAP_DIAMBIL, Template.PENGINGAT})
WRITTEN_OWN: Final = frozenset({Channel.WHATSAPP, Channel.SMS})
PLACEHOLDERS: Final = frozenset(
    {
        "kantor",
        "dokumen",
        "no_register",
        "estimasi",
        "jam",
        "nomor_antrean",
        "kekurangan",
        "status",
        "jumlah",
        "daftar",
    }
)
#: filled in at the moment of sending, kept nowhere
CODE_NAME: Final = "kode_ambil"
CODE: Final = f"{{{CODE_NAME}}}"
#: what stands there when the code was used meanwhile
NO_CODE: Final = "lihat petugas"
CODE_LINE: Final = f" Kode ambil: {CODE}."

DEFAULTS: Final[Mapping[str, str]] = {
    Template.REGISTER: (
        "{kantor}: permohonan {dokumen} Anda terdaftar dengan no. register {no_register}. "
        "Perkiraan selesai {estimasi}. GRATIS. Nomor ini tidak menerima balasan."
    ),
    Template.BERKAS_KURANG: (
        "{kantor}: berkas no. register {no_register} belum lengkap: {kekurangan}. "
        "Silakan lengkapi di loket {jam}. GRATIS."
    ),
    Template.GUGUR: (
        "{kantor}: permohonan no. register {no_register} ditutup karena berkas tidak dilengkapi. "
        "Anda dapat mengajukan kembali. GRATIS."
    ),
    Template.DITOLAK: (
        "{kantor}: permohonan no. register {no_register} tidak dapat diteruskan. "
        "Surat penjelasan dapat diambil di loket {jam}. GRATIS."
    ),
    Template.SIAP_DIAMBIL: (
        "{kantor}: {dokumen} no. register {no_register} siap diambil {jam}. GRATIS. "
        "Nomor ini tidak menerima balasan."
    ),
    Template.PENGINGAT: (
        "{kantor}: {dokumen} no. register {no_register} masih menunggu diambil {jam}. GRATIS. "
        "Nomor ini tidak menerima balasan."
    ),
    Template.JANJI_LEWAT: (
        "{kantor}: mohon maaf, {dokumen} no. register {no_register} belum selesai. "
        "Perkiraan baru {estimasi}. GRATIS."
    ),
    Template.JADWAL_REKAM: (
        "{kantor}: silakan datang untuk perekaman, no. register {no_register}, {jam}. GRATIS."
    ),
    Template.STATUS: (
        "{kantor}: no. register {no_register}: {status}. Perkiraan selesai {estimasi}. "
        "Loket {jam}. GRATIS."
    ),
    Template.NETRAL: (
        "{kantor}: ada pemberitahuan untuk no. register {no_register}. Silakan ke loket {jam}."
    ),
    Template.ESKALASI: "{kantor}: ada {jumlah} eskalasi. {daftar}. Buka daftar kerja.",
}
_PLACEHOLDER: Final = re.compile(r"\{(\w+)\}")
_LONG_NUMBER: Final = re.compile(r"\d(?:[ .\-]?\d){15}")
_LONGEST: Final = 600


class NoticeLeaks(Failed):
    """A notice's text would carry a personal number; nothing was written."""

    code = "notice-leaks"
    message = "The notice %(template)s would carry a personal number. Correct the template."


def faults(template: str) -> tuple[Fault, ...]:
    """Check a template as edited by an officer: known placeholders, no number of 16 digits."""
    found = [
        Fault(
            rule="template-placeholder",
            message="The template names %(name)s, which does not exist.",
            advice="Use only the names of docs/guides/configuration.md.",
            params={"name": name},
        )
        for name in _PLACEHOLDER.findall(template)
        if name not in PLACEHOLDERS
    ]
    if _LONG_NUMBER.search(template) or len(template) > _LONGEST:
        found.append(
            Fault(
                rule="template-text",
                message="The template is longer than 600 characters or carries a personal number.",
                advice="Shorten it; name the register number only.",
            )
        )
    return tuple(found)


def compose(template: str, values: Mapping[str, str], *, name: str, with_code: bool) -> str:
    """Fill a template; a missing value is written as "-". `with_code` adds the line for the code.

    The code's own placeholder stays in the text: it is filled in at the moment of sending.

    Raises:
        NoticeLeaks: when the text holds sixteen digits in a row (`name` tells which template).
    """
    text = _PLACEHOLDER.sub(lambda found: values.get(found.group(1)) or "-", template)
    if _LONG_NUMBER.search(text):
        raise NoticeLeaks(template=name)
    return text + CODE_LINE if with_code else text


def may_carry_code(template: Template, channel: Channel) -> bool:
    """Tell whether the pickup code goes along: only to the applicant's own number (3.4)."""
    return template in WITH_CODE and channel in WRITTEN_OWN


def needs(channel: Channel) -> str:
    """Name the variable whose phone number the channel needs; "" when it needs none."""
    if channel in OWN:
        return "no_hp"
    return "hp_kontak_lain" if channel in OTHER else ""
