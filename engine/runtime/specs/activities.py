"""Tasks done by people, by scripts and by decision tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from SpiffWorkflow.bpmn.specs import defaults
from typing_extensions import override

from engine import feel
from engine.dmn import evaluation
from engine.errors import AlurError
from engine.runtime.expressions import View, text_of, texts_of, value_of
from engine.runtime.specs.base import Element
from engine.runtime.specs.jobs import Worked
from engine.runtime.tasks import CaseTask
from engine.runtime.timers import calendar_of, date_of
from engine.runtime.troubles import Trouble
from engine.values import Happened, JsonValue, UserTaskClosed, UserTaskOpened, UserTaskState

if TYPE_CHECKING:
    from engine.bpmn.model import Node
    from engine.runtime.expressions import Texts
    from engine.runtime.specs.scope import ScopeSpec

_HIGHEST_PRIORITY = 100
_SEPARATE, _SEPARATE_WHEN = "separateFrom", "separateFromWhen"


class NoneTask(Element, defaults.NoneTask):
    """Done at once."""


class ManualTask(Element, defaults.ManualTask):
    """Done without the system: passed at once (Camunda 8)."""


class UserTask(Element, defaults.UserTask):
    """Waits on somebody's desk; its task id is the token's id."""

    def __init__(self, owner: ScopeSpec, node: Node, texts: Texts) -> None:
        super().__init__(owner, node, texts)
        more, given = node.extensions, node.extensions.assignment
        self.assignee = texts.text(given.assignee, node.id)
        self.groups = texts.text(given.candidate_groups, node.id)
        self.users = texts.text(given.candidate_users, node.id)
        self.form = texts.text(more.form_id, node.id)
        self.due = texts.text(more.due_date, node.id)
        self.follow_up = texts.text(more.follow_up_date, node.id)
        self.priority = texts.text(more.priority or "50", node.id)
        self.separate = texts.text(more.properties.get(_SEPARATE_WHEN, ""), node.id)

    @override
    def perform(self, task: CaseTask) -> bool:
        view, code = View.of(task), "expression-error"
        calendar = calendar_of(self.node.extensions.properties, task.case.inputs, code)
        groups = texts_of(self.groups, view, code, "The candidate groups")
        due = date_of(self.due, view, calendar, "The due date")
        follow_up = date_of(self.follow_up, view, calendar, "The follow-up date")
        opened = UserTaskOpened(
            task=task.id,
            scope=task.workflow.scope_id,
            process=task.workflow.process_id,
            element=self.shown,
            name=self.node.name or self.shown,
            assignee=text_of(self.assignee, view, code, "The assignee") or None,
            groups=groups or ((self.node.lane,) if self.node.lane else ()),
            users=texts_of(self.users, view, code, "The candidate users"),
            form=self._form(task, view),
            due_at=due.at if due else None,
            due_text=due.text if due else "",
            follow_up_at=follow_up.at if follow_up else None,
            priority=self._priority(view),
            headers=self.node.extensions.headers,
            properties=self._properties(view),
        )
        task.case.effects.append(opened)
        task.internal_data["open"] = True
        return False

    @override
    def withdraw(self, task: CaseTask) -> None:
        self.close(task, UserTaskState.CANCELED)

    def close(self, task: CaseTask, state: UserTaskState) -> None:
        if task.internal_data.pop("open", False):
            task.case.effects.append(UserTaskClosed(task=task.id, state=state))

    def _form(self, task: CaseTask, view: View) -> int | None:
        form = text_of(self.form, view, "form-error", "The form's id")
        if not form:
            return None
        more = self.node.extensions
        return resolve(task, "form", form, more.form_binding, more.form_version_tag)

    def _properties(self, view: View) -> Mapping[str, str]:
        """The diagram's properties; the separation of hands only where it is possible now.

        Anything but a plain no keeps it: a rule that cannot be judged is not switched off.
        """
        given = self.node.extensions.properties
        if _SEPARATE_WHEN not in given or self._is_separate(view):
            return given
        return {name: text for name, text in given.items() if name != _SEPARATE}

    def _is_separate(self, view: View) -> bool:
        return self.separate.evaluate(view).value is not False

    def _priority(self, view: View) -> int:
        text = text_of(self.priority, view, "expression-error", "The priority")
        if not text.isdigit() or int(text) > _HIGHEST_PRIORITY:
            raise Trouble("expression-error", "The priority is no whole number from 0 to 100.")
        return int(text)


class ScriptTask(Worked, defaults.ScriptTask):
    """A FEEL expression whose value becomes the result variable."""

    def __init__(self, owner: ScopeSpec, node: Node, texts: Texts) -> None:
        script = node.extensions.script
        super().__init__(owner, node, texts, script=script)
        self.formula = texts.formula(script or "null", node.id)

    @override
    def work(self, task: CaseTask) -> bool:
        value = value_of(self.formula, View.of(task), "script-error", "The script")
        name = self.node.extensions.result_variable
        if name:
            self.receive(task, {name: value})
        return True


class RuleTask(Worked, defaults.NoneTask):
    """A decision, evaluated inside the step; its answer becomes the result variable."""

    def __init__(self, owner: ScopeSpec, node: Node, texts: Texts) -> None:
        super().__init__(owner, node, texts)
        decision = node.extensions.decision
        self.decision = texts.text(decision.id if decision else "", node.id)

    @override
    def work(self, task: CaseTask) -> bool:
        called, view = self.node.extensions.decision, View.of(task)
        if called is None:
            raise Trouble("decision-error", "No decision is called.")
        name = text_of(self.decision, view, "decision-error", "The decision's id")
        key = resolve(task, "decision", name, called.binding, called.version_tag)
        model = task.case.definitions.decisions.get(key)
        if model is None:
            raise Trouble("decision-error", f"Decision {name} is not deployed.")
        try:
            result = evaluation.evaluate(model, name, view, now=view.now)
            value = feel.to_json(result.value)
        except AlurError as error:
            raise Trouble("decision-error", f"Decision {name} failed: {error}") from error
        except Exception as error:  # our own fault must not reject the command that led here
            raise Trouble(
                "decision-error", f"Decision {name} broke: {type(error).__name__}."
            ) from error
        trail: list[JsonValue] = [
            {"decision": made.decision, "matched": list(made.matched)} for made in result.trail
        ]
        detail: dict[str, JsonValue] = {
            "decision": key,
            "matched": list(result.matched),
            "trail": trail,
        }
        task.case.record(task, Happened.DECIDED, detail=detail)
        if called.result_variable:
            self.receive(task, {called.result_variable: value})
        return True


def resolve(task: CaseTask, kind: str, name: str, binding: str, tag: str = "") -> int:
    """The key of the process, decision or form that a binding means, by the step's inputs.

    "latest" reads "kind:name"; "deployment" reads "kind:name@deployment" and falls back on the
    latest; "versionTag" reads "kind:name#tag" only.

    Raises:
        Trouble: ("called-element-error", "decision-error", "form-error") when nothing is deployed.
    """
    latest = task.case.inputs.latest
    wanted = {
        "versionTag": (f"{kind}:{name}#{tag}",),
        "deployment": (f"{kind}:{name}@deployment", f"{kind}:{name}"),
    }.get(binding, (f"{kind}:{name}",))
    for at in wanted:
        if at in latest:
            return latest[at]
    code = "called-element-error" if kind == "process" else f"{kind}-error"
    raise Trouble(code, f"No {kind} {name} is deployed ({binding}).")
