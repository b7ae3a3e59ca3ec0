"""The only room that imports SpiffWorkflow: steps a case, values in and values out."""
