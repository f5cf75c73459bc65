"""Reading: each function takes a connection and returns frozen rows of db.rows. Called by window, cli, reports."""
