"""The rules a diagram must keep to run, as small pure functions; `engine.bpmn.checks` runs them."""
