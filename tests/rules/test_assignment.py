from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import AlurError, NotFound, SeparationOfDuties, TaskNotOpen, TaskTaken
from engine.rules import assignment
from engine.rules.assignment import NotCandidate, NotHolder, NotSupervisor, TaskFacts
from engine.values import Actor, UserTaskState

RINA = Actor(
    id="rina", groups=frozenset({"loket"}), offices=frozenset({"KRC"}), rights=frozenset({"work"})
)
ASEP = replace(RINA, id="asep")
WATI = replace(RINA, id="wati", groups=frozenset({"cetak"}))
KASI = replace(
    RINA, id="kasi", groups=frozenset({"verifikator"}), rights=frozenset({"work", "supervise"})
)
STRANGER = replace(KASI, id="jauh", offices=frozenset({"LAIN"}), groups=frozenset({"loket"}))
FREE = TaskFacts(key="7", office="KRC", groups=frozenset({"loket"}))
HELD = replace(FREE, assignee="rina")
DONE = replace(HELD, state=UserTaskState.COMPLETED)
APART = replace(
    FREE, separate_from=frozenset({"u3", "u5"}), completed_by={"u3": frozenset({"rina"})}
)


def test_officers_see_tasks_of_their_groups_and_supervisors_all_of_their_office() -> None:
    seen = [actor.id for actor in (RINA, WATI, KASI, STRANGER) if assignment.may_see(actor, FREE)]

    assert seen == ["rina", "kasi"]


def test_another_office_is_told_that_the_task_does_not_exist() -> None:
    for ask in (assignment.require_may_see, assignment.require_may_claim):
        with pytest.raises(NotFound):
            ask(STRANGER, FREE)
    with pytest.raises(NotFound):
        assignment.require_may_complete(STRANGER, FREE, override=True)


def test_a_task_without_candidates_is_seen_by_supervisors_alone_and_assigned_by_them() -> None:
    unaddressed = replace(FREE, groups=frozenset())

    assert not assignment.may_see(RINA, unaddressed)
    assignment.require_may_assign(KASI, unaddressed, RINA)


def test_a_candidate_claims_a_free_task_and_may_claim_it_again() -> None:
    assignment.require_may_claim(RINA, FREE)
    assignment.require_may_claim(RINA, HELD)


def test_a_user_named_by_the_task_may_claim_it_without_the_group() -> None:
    assignment.require_may_claim(WATI, replace(FREE, users=frozenset({"wati"})))


def test_the_second_to_claim_reads_who_was_first() -> None:
    with pytest.raises(TaskTaken, match="rina"):
        assignment.require_may_claim(ASEP, HELD)


def test_a_supervisor_outside_the_groups_assigns_and_does_not_claim() -> None:
    with pytest.raises(NotCandidate):
        assignment.require_may_claim(KASI, FREE)
    assignment.require_may_assign(KASI, FREE, RINA)


def test_a_task_that_is_done_takes_nothing_more() -> None:
    for ask in (
        assignment.require_may_claim,
        assignment.require_may_unclaim,
        assignment.require_may_complete,
    ):
        with pytest.raises(TaskNotOpen, match="COMPLETED"):
            ask(RINA, DONE)
    with pytest.raises(TaskNotOpen):
        assignment.require_may_assign(KASI, DONE, ASEP)


def test_holder_and_supervisor_release_a_task_and_nobody_else() -> None:
    assignment.require_may_unclaim(RINA, HELD)
    assignment.require_may_unclaim(KASI, HELD)
    with pytest.raises(NotHolder):
        assignment.require_may_unclaim(ASEP, HELD)


def test_the_holder_hands_over_to_a_colleague_of_the_group_only() -> None:
    assignment.require_may_assign(RINA, HELD, ASEP)
    with pytest.raises(NotCandidate):
        assignment.require_may_assign(RINA, HELD, WATI)
    with pytest.raises(NotSupervisor):
        assignment.require_may_assign(ASEP, HELD, ASEP)


def test_the_holder_completes_and_a_colleague_reads_who_holds_it() -> None:
    assignment.require_may_complete(RINA, HELD)
    with pytest.raises(TaskTaken, match="rina"):
        assignment.require_may_complete(ASEP, HELD)


def test_a_member_of_the_group_completes_a_free_task() -> None:
    assignment.require_may_complete(ASEP, FREE)


def test_a_supervisor_completes_for_somebody_only_on_purpose() -> None:
    with pytest.raises(TaskTaken):
        assignment.require_may_complete(KASI, HELD)
    assignment.require_may_complete(KASI, HELD, override=True)
    with pytest.raises(NotSupervisor):
        assignment.require_may_complete(ASEP, HELD, override=True)


def test_the_hands_that_did_the_other_task_may_not_do_this_one() -> None:
    held = replace(APART, assignee="rina")
    attempts: tuple[Callable[[], None], ...] = (
        lambda: assignment.require_may_claim(RINA, APART),
        lambda: assignment.require_may_complete(RINA, APART),
        lambda: assignment.require_may_complete(RINA, held),
        lambda: assignment.require_may_assign(KASI, APART, RINA),
    )

    for attempt in attempts:
        with pytest.raises(SeparationOfDuties, match="u3"):
            attempt()


def test_separation_holds_for_a_supervisor_who_overrides() -> None:
    theirs = replace(APART, completed_by={"u5": frozenset({"kasi"})})

    with pytest.raises(SeparationOfDuties, match="u5"):
        assignment.require_may_complete(KASI, theirs, override=True)


def test_separate_from_is_a_list_with_commas() -> None:
    assert assignment.parse_separate_from(" u3, u5 ,,") == {"u3", "u5"}


names = st.sampled_from(["rina", "asep", "kasi"])
sets = st.frozensets(st.sampled_from(["loket", "cetak"]))
actors = st.builds(
    Actor,
    id=names,
    groups=sets,
    offices=st.frozensets(st.sampled_from(["KRC", "LAIN", "*"])),
    rights=st.frozensets(st.sampled_from(["work", "supervise", "audit"])),
)
tasks = st.builds(
    TaskFacts,
    key=st.just("7"),
    office=st.sampled_from(["KRC", "LAIN"]),
    state=st.sampled_from(UserTaskState),
    assignee=st.none() | names,
    groups=sets,
    users=st.frozensets(names),
    separate_from=st.frozensets(st.just("u3")),
    completed_by=st.dictionaries(st.just("u3"), st.frozensets(names)),
)


def allowed(ask: Callable[[], None]) -> bool:
    try:
        ask()
    except AlurError:
        return False
    return True


@given(actors, tasks, st.booleans())
def test_whoever_completes_may_see_and_is_separate_and_the_task_is_open(
    actor: Actor, task: TaskFacts, override: bool
) -> None:
    if allowed(lambda: assignment.require_may_complete(actor, task, override=override)):
        assert assignment.may_see(actor, task)
        assert task.state is UserTaskState.CREATED
        assert actor.id not in task.completed_by.get("u3", ()) or not task.separate_from
        assert override or task.assignee in {None, actor.id}


@given(actors, tasks)
def test_whoever_may_claim_may_then_complete_and_release(actor: Actor, task: TaskFacts) -> None:
    if allowed(lambda: assignment.require_may_claim(actor, task)) and task.assignee is None:
        held = replace(task, assignee=actor.id)

        assert allowed(lambda: assignment.require_may_complete(actor, held))
        assert allowed(lambda: assignment.require_may_unclaim(actor, held))
