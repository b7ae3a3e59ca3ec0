"""What happened in a case, in order. Writes nothing."""

from __future__ import annotations

from sqlalchemy import func, select

from engine.errors import NotFound
from engine.services import restricting
from engine.services.kernel import Kernel
from engine.services.reading import scoping
from engine.services.reading.views import HistoryRow, Page
from engine.services.turns import require_office
from engine.store import coding, log, recording
from engine.store.cases import Case
from engine.store.log import CaseCommand, HistoryEvent
from engine.store.sealing import DataKey
from engine.values import Actor

_LARGEST: int = 1_000


def history(
    kernel: Kernel,
    actor: Actor,
    case_key: int,
    *,
    size: int = 200,
    after: str = "",
    backwards: bool = False,
) -> Page[HistoryRow]:
    """A page (1 to 1,000) of what happened in a root case and its called ones, in order.

    `backwards`: the first page is the newest one, and `after` leads to older ones; the lines of
    each are in order all the same.

    Raises:
        NotFound: there is no such case, or it is of another office.
    """
    scoping.require_member(actor)
    scoping.require_size(size, _LARGEST)
    place = _place(after)
    with kernel.reads.begin() as session:
        case = session.get(Case, case_key)
        if case is None:
            raise NotFound(kind="case", key=str(case_key))
        require_office(actor, case)
        own = scoping.key_of(kernel, session, case.root_key)
        key = restricting.key_for(kernel.restriction, session, actor, case.root_key, own)
        if backwards:
            found = log.events_before(session, case.root_key, place, size + 1)
        else:
            found = log.events(session, case.root_key, place or (0, 0), size + 1)
        counted = select(func.count()).where(HistoryEvent.root_key == case.root_key)
        total = session.execute(counted.select_from(HistoryEvent)).scalar_one()
        items = tuple(_row(event, command, key) for event, command in found[:size])
    last = f"{items[-1].seq}-{items[-1].ordinal}" if len(found) > size else ""
    return Page(items=items[::-1] if backwards else items, total=total, after=last)


def _place(after: str) -> tuple[int, int] | None:
    numbers = scoping.place(after, _LARGEST)
    seq, ordinal, *_ = (*numbers, 0, 0)
    return (seq, ordinal) if numbers else None


def _row(event: HistoryEvent, command: CaseCommand, key: DataKey | None) -> HistoryRow:
    place = recording.bound("history", event.root_key, event.seq, event.ordinal)
    sealed = event.detail
    return HistoryRow(
        case_key=event.case_key,
        seq=event.seq,
        ordinal=event.ordinal,
        at=event.at,
        recorded_at=command.recorded_at,
        late=command.late,
        actor=command.actor,
        command=command.kind,
        happened=event.happened,
        element=event.element,
        type=event.type,
        instance=event.instance,
        flow=event.flow,
        variables=tuple(coding.mapping(event.variables)),
        detail={} if sealed is None or key is None else coding.mapping(key.open(sealed, place)),
    )
