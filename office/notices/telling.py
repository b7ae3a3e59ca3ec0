"""Tells a case what became of a notice. One message a notice and state, however often told."""

from __future__ import annotations

from typing import Final

from engine.services import messages
from engine.services.kernel import Kernel, Request
from engine.services.messages import Message
from engine.values import SYSTEM_ACTOR
from office.notices.rows import Notice

#: taken by a connector that tells nothing later; delivered; read; failed for good
SENT: Final = "notifikasi_terkirim"
DELIVERED: Final = "notifikasi_sampai"
READ: Final = "notifikasi_dibaca"
FAILED: Final = "notifikasi_gagal"


def tell(kernel: Kernel, name: str, notice: Notice) -> None:
    """Publish a state, correlated by the notice's own key: an older notice's is no answer."""
    messages.publish(
        kernel,
        Request(actor=SYSTEM_ACTOR),
        Message(
            name=name,
            key=str(notice.key),
            variables={"notifikasi_saluran": notice.saluran},
            message_id=f"{name}:{notice.key}",
            office=notice.kantor,
        ),
    )
