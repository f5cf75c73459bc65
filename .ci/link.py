"""Makes the checkout importable in its own .venv and writes .venv/bin/duban. Called by the Makefile.

A path file and a three-line script do what an editable install does, without a build and without its import hook,
which would cost every start of the command line some milliseconds. The program's own modules are compiled as an install
would compile them: a user whose Python writes no bytecode would else compile them at every start.
"""

import compileall
import pathlib
import sys
import sysconfig

root = pathlib.Path(__file__).resolve().parent.parent
pathlib.Path(sysconfig.get_path("purelib"), "duban.pth").write_text(f"{root}\n", encoding="utf-8")
script = pathlib.Path(sysconfig.get_path("scripts"), "duban")
script.write_text(
    f"#!{sys.executable}\nimport sys\n\nfrom desktop.__main__ import main\n\nsys.exit(main())\n", encoding="utf-8"
)
script.chmod(0o755)
for package in ("desktop", "exports", "db", "resources"):
    compileall.compile_dir(root / package, quiet=1)
