"""The SQLite file: schema, opening, writing, folding, uniting, checking, backing up."""
