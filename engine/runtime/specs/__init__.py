"""SpiffWorkflow specifications, one a BPMN element: the library's classes with our behaviour in
front.

Each is built once from a node of the model and never changed by a case: what a case knows is in its
tokens, scopes and incidents.
"""
