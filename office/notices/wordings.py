"""What policies say of a notice on its way: connector, quiet hours, the gateway's template."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from typing import Final

from engine.store import coding
from office.config import Policies
from office.notices import texts
from office.notices.letters import Connector, Wording
from office.notices.policies import FAMILY
from office.notices.quiet import Quiet
from office.notices.rows import Notice

_NAMED: Final = re.compile(r"\{(\w+)\}")


def connector(policies: Policies, channel: str) -> Connector:
    """Give the connector of a channel: policy `pesan.jalur`, else files."""
    return Connector(policies.entries("pesan.jalur").get(channel, Connector.BERKAS))


def quiet_hours(policies: Policies) -> Quiet:
    """Give the office's quiet hours: policies `pesan.jam_tenang` and `pesan.hari_kerja_saja`."""
    begins, ends = (time.fromisoformat(text) for text in policies.words("pesan.jam_tenang"))
    only = policies.values["pesan.hari_kerja_saja"] is True
    return Quiet(begins=begins, ends=ends, working_days_only=only)


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A message as it was written: our template's name, the channel, the values and the text."""

    template: str
    channel: str
    values: Mapping[str, str]
    text: str


def of(policies: Policies, notice: Notice, code: str) -> Wording | None:
    """Give the gateway's template for a notice, with its pickup code; see `chosen`."""
    written = Written(
        template=notice.templat,
        channel=notice.saluran,
        values={**coding.text_map(notice.nilai), texts.CODE_NAME: code},
        text=notice.isi,
    )
    return chosen(policies, written)


def chosen(policies: Policies, written: Written) -> Wording | None:
    """Give the gateway's template for a message (policy `pesan.wa_templat`); None: plain text.

    Its values are those that policy `pesan.wa_isi` names, else those of our own text, in order.
    A template `<name>_LAIN` is for the contact of the family.
    """
    names = policies.entries("pesan.wa_templat")
    own = written.template
    name = f"{own}{FAMILY}" if written.channel in texts.OTHER else own
    name = name if name in names else own
    if name not in names:
        return None
    ours = policies.entries("pesan.templat").get(own) or texts.DEFAULTS.get(own, "")
    wanted = _NAMED.findall(ours + (texts.CODE if texts.CODE in written.text else ""))
    named = policies.entries("pesan.wa_isi").get(name)
    return Wording(
        name=names[name],
        language=policies.text("pesan.wa_bahasa"),
        parameters=tuple(
            written.values.get(each) or "-" for each in (named.split() if named else wanted)
        ),
    )
