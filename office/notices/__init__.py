"""Notices to citizens: their text, their rows, and the outbox they leave by."""
