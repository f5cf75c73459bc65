"""How much the importer takes in: an official document is a few hundred kilobytes of text. Used by readers and sandbox."""

MAX_FILE = 40 * 1024 * 1024  # bytes of the file itself
MAX_TEXT = 12 * 1024 * 1024  # characters of text in it
MAX_UNPACKED = 240 * 1024 * 1024  # bytes of a zip's parts together
MAX_PART = 120 * 1024 * 1024  # bytes of one part
MAX_RATIO = 250  # unpacked to packed, from one megabyte on
MAX_PARTS = 4000
MAX_ROWS = 20_000
MAX_COLUMNS = 60
MAX_PAGES = 2_000
MEMORY = 1536 * 1024 * 1024  # bytes of address space for the child process
SECONDS = 120.0
