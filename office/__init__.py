"""What a service office has besides its processes: calendar, queue, stock, notices, officers.

Plugs into the engine by named job types (docs/job-types.md), calendars and FEEL context; the engine
knows nothing of it.
"""
