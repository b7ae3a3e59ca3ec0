"""The case engine: knows BPMN, cases and time; nothing of offices, of HTTP, of any procedure."""
