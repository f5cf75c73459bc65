"""Frozen report data: all that a workbook, a PDF or a letter prints. Called by the command line and the window."""
