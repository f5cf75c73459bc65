"""Verbs of the window: each wraps one db command with its background task. Menus, shortcuts and buttons call them."""
