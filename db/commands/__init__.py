"""The user's verbs, the same for window and command line: each validates, writes one act and returns Changes."""
