"""BPMN XML to our own model, static checks, lowering. Pure: bytes in, values and faults out."""
