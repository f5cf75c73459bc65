"""Pure rules: kinds, times, figures, lights, units, the fold's oracle. No SQL, no files, no Qt. Called by all of db."""
