"""The stock of blanko, ribbon and film: an append-only ledger, and the line of cases that wait."""
