"""Where the data lies and which machine this is. Standard library only: the start path calls it.

The data folder holds the database, evidence and backups. The device id is bound to the machine and lies beside, not
inside it, so that a copied or restored folder does not carry another machine's identity.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from db.errors import KnownError

DATABASE = "duban.db"
NETWORK_FILESYSTEMS = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs", "afs", "ncpfs", "davfs"}


def data_home(override: Path | None = None) -> Path:
    """The data folder: --home, else DUBAN_HOME, else the user's local application data."""
    if override is not None:
        return override.expanduser().absolute()
    if named := os.environ.get("DUBAN_HOME"):
        return Path(named).expanduser().absolute()
    return _local_data() / "duban"


def _local_data() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")


def prepare(home: Path) -> None:
    """Makes the data folder. Raises KnownError when it can't be made or written, or lies on a network drive."""
    try:
        home.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise KnownError("home_not_folder", path=home) from None
    except OSError as error:
        raise KnownError("home_not_writable", path=home, why=error.strerror) from None
    if on_network(home):
        raise KnownError("home_on_network", path=home)


def on_network(path: Path) -> bool:
    """Whether a folder lies on a network drive, where SQLite's log would be damaged."""
    if sys.platform == "win32":
        import ctypes

        root = str(path.resolve().anchor)
        return root.startswith("\\\\") or ctypes.windll.kernel32.GetDriveTypeW(root) == 4
    if not sys.platform.startswith("linux"):
        return False
    best, kind = "", ""
    try:
        mounts = Path("/proc/mounts").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return False
    place = str(path.resolve())
    for line in mounts:
        fields = line.split()
        mount = fields[1].replace("\\040", " ") if len(fields) > 2 else ""
        inside = place == mount or place.startswith(mount.rstrip("/") + "/")
        if mount and inside and len(mount) >= len(best):
            best, kind = mount, fields[2]
    return kind in NETWORK_FILESYSTEMS


def device_id() -> str:
    """This machine's id: random, 32 hex digits, kept in the user's configuration and renewed on another machine."""
    place = _config() / "device"
    machine = _machine()
    try:
        kept, bound = place.read_text(encoding="ascii").split()
        if bound == machine and len(kept) == 32:
            return kept
    except (OSError, ValueError):
        pass
    import secrets

    made = secrets.token_hex(16)
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(f"{made}\n{machine}\n", encoding="ascii")
    except OSError:
        return machine[:32]  # a machine that keeps nothing still has one identity
    return made


def _config() -> Path:
    if named := os.environ.get("DUBAN_CONFIG"):
        return Path(named)
    if sys.platform == "win32":
        return _local_data() / "duban-device"
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "duban"


def _machine() -> str:
    """A digest of what the operating system calls this machine; never stored or sent in clear."""
    import hashlib

    name = ""
    if sys.platform == "win32":
        import winreg

        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"SOFTWARE\Microsoft\Cryptography") as key:
            name = str(winreg.QueryValueEx(key, "MachineGuid")[0])
    else:
        for source in (Path("/etc/machine-id"), Path("/var/lib/dbus/machine-id")):
            if source.is_file():
                name = source.read_text(encoding="ascii", errors="replace").strip()
                break
    return hashlib.sha256(f"duban-machine-1{name}".encode()).hexdigest()
