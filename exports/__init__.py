"""Workbooks and PDF made from frozen report data; never writes the database."""
