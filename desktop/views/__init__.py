"""The window's parts: rail, bars, pages, pane, drawer, strip. They lay out and connect; they know no SQL and no thread."""
