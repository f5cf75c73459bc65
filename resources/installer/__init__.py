"""What makes the folder, the archive and the installer: the list of what is shipped, notices, the NSIS script.

Used by build.spec, `make dist`, `make dist-windows` and tests/packaging; nothing here is shipped. See docs/packaging.md.
"""
