"""Official documents → draft plans: bytes in, draft out. Pure: no database, no Qt; runs in a child process (sandbox)."""
