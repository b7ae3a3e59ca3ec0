"""One runnable file a question, JSON out; figures are ratios to limits measured in the same run."""
