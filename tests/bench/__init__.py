"""Benchmarks: each row beside a named reference in the same run. `make bench` runs them; no test asserts their figures."""
