"""Rules, journal, store, queries, commands and report data. No Qt."""
