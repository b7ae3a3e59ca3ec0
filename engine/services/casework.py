"""Takes commands on a locked case: step, log, effects. Begins and commits nothing itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from engine.runtime import stepping
from engine.services import logbook, mailing, observing
from engine.services.catalogue import Shelf
from engine.services.kernel import OfficeInputs
from engine.services.reads import Remembered
from engine.services.turns import Turn, require_active
from engine.store import coding, recording
from engine.values import (
    Actor,
    CancelCase,
    CaseState,
    Command,
    Effect,
    HistoryEvent,
    Inputs,
    JobClosed,
    JobOpened,
    LoggedCommand,
    MessageThrown,
    ResumeCase,
    ScopeClosed,
    SignalThrown,
    StepResult,
    SubscriptionOpened,
    SuspendCase,
)

#: What a suspended case still takes.
_WAKING: Final = (ResumeCase, CancelCase)


def take(turn: Turn, command: Command, *, actor: Actor | None = None) -> StepResult:
    """Run one command on the locked case and record command, effects and history.

    The command is taken as it will be read from the log, whatever numbers a worker answered with.

    Raises:
        CaseNotActive: it has ended, or is suspended and the command is neither resume nor cancel.
        StepRefused: the runtime does not take the command in this state.
    """
    if turn.state is not CaseState.SUSPENDED or not isinstance(command, _WAKING):
        require_active(turn)
    command = coding.canonical(command)
    shelf = Shelf(turn.session, turn.kernel.catalogue)
    inputs = _inputs(turn)
    result = stepping.step(shelf.definitions(), turn.snapshot, command, inputs)
    who = actor or turn.actor
    logbook.append(
        turn, command, who, result.snapshot, reads=logbook.Reads(inputs=inputs, shelf=shelf)
    )
    turn.snapshot, turn.stepped = result.snapshot, True
    recording.apply(_entry(turn, who, shelf), result.effects)
    of = (turn.case.office, turn.case.key, turn.now)
    observing.tell(turn.kernel.observer, turn.session, result.effects, of)
    _note_state(turn, command, result.effects)
    _note_jobs(turn, result.effects)
    _post(turn, result.effects)
    return result


def log_only(turn: Turn, command: LoggedCommand, event: HistoryEvent) -> None:
    """Record a command that no step is taken on (a note, a claim) and what it means."""
    logbook.append(turn, command, turn.actor, turn.snapshot or b"")
    entry = _entry(turn, turn.actor, Shelf(turn.session, turn.kernel.catalogue))
    recording.apply(entry, (event,))


def office_of(turn: Turn) -> OfficeInputs:
    """What the case's office lends to the steps of this turn; asked for once."""
    if turn.office is None:
        lent = turn.kernel.inputs(turn.session, turn.case.office, turn.now)
        # as it will be read from the log: no floats, tuples or dates in a step
        context = coding.mapping(coding.to_bytes(dict(lent.context)))
        turn.office = replace(lent, context=context)
    return turn.office


def _inputs(turn: Turn) -> Inputs:
    office = office_of(turn)
    return Inputs(
        now=turn.now,
        case_key=turn.case.key,
        business_key=turn.case.business_key,
        latest=Remembered(turn.latest),
        calendars=Remembered(office.calendars),
        context=Remembered(office.context),
    )


def _entry(turn: Turn, who: Actor, shelf: Shelf) -> recording.Entry:
    own = turn.kernel.catalogue.process(turn.session, turn.case.definition_key)
    return recording.Entry(
        session=turn.session,
        case=turn.case,
        key=turn.key,
        sealer=turn.kernel.sealer,
        seq=turn.seq,
        at=turn.now,
        actor=who.id,
        searchable=own.searchable,
        wordings=turn.kernel.wordings,
        process_ids=shelf.process_ids(),
    )


def _note_state(turn: Turn, command: Command, effects: Sequence[Effect]) -> None:
    if isinstance(command, SuspendCase):
        turn.changes["state"] = CaseState.SUSPENDED.value
    if isinstance(command, ResumeCase):
        turn.changes["state"] = CaseState.ACTIVE.value
    for effect in effects:
        if isinstance(effect, ScopeClosed) and effect.scope == 1:
            turn.changes |= {"state": effect.state.value, "ended_at": turn.now}


def _note_jobs(turn: Turn, effects: Sequence[Effect]) -> None:
    for effect in effects:
        if isinstance(effect, JobOpened):
            turn.opened[effect.job] = effect
        if isinstance(effect, JobClosed):
            turn.opened.pop(effect.job, None)


def _post(turn: Turn, effects: Sequence[Effect]) -> None:
    """Make durable what the step threw, in the same transaction; delivered after the commit."""
    for effect in effects:
        if isinstance(effect, MessageThrown):
            turn.follow_ups.messages += mailing.post_thrown(turn, effect)
        elif isinstance(effect, SignalThrown):
            turn.follow_ups.signals.append(mailing.post_thrown_signal(turn, effect))
        elif isinstance(effect, SubscriptionOpened) and effect.kind == "message":
            turn.follow_ups.waiting_names.add(effect.name)
