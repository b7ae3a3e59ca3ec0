"""Pure decisions over plain values: lifecycle, assignment, retry, versioning, calendars."""
