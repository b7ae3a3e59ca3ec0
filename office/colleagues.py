"""Who works in the reader's offices, by name. What each may do is `office.duties`'s."""

from __future__ import annotations

from engine.services.kernel import Kernel
from engine.values import Actor
from office.officers import officers


def names(kernel: Kernel, actor: Actor) -> dict[str, str]:
    """Give sign-in name to name of the active officers of the actor's offices, by name.

    An officer of all offices is everybody's colleague.
    """
    with kernel.reads.begin() as session:
        rows = [
            row
            for row in officers(session)
            if row.aktif and (row.kantor in {"*", *actor.offices} or "*" in actor.offices)
        ]
    return {row.nama_masuk: row.nama for row in sorted(rows, key=lambda row: row.nama)}
