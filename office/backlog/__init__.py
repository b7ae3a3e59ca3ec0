"""The paper backlog at go-live: a workbook checked row by row, then started as cases."""
