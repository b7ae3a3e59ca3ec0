"""The clockwork: sweeps due timers and jobs."""
