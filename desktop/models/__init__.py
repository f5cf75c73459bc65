"""Item models over frozen rows, and what they are built with: filters, cells, pinyin initials."""
