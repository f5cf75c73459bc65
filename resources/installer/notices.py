"""Third-party notices and the bill of materials (CycloneDX), made from the files that PyInstaller really collected.

Called by build.spec: a file is traced to the Python distribution that recorded it, or to the Debian package that owns it.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path

HERE = Path(__file__).resolve().parent
NOTICES, SBOM = "第三方软件声明.txt", "sbom.cdx.json"


@dataclass(frozen=True, slots=True)
class Component:
    """Something that others made and that is shipped."""

    name: str
    version: str
    licence: str
    purl: str
    texts: tuple[Path, ...] = field(default=())


def components(sources: Iterable[str]) -> list[Component]:
    """Who made the collected files, by the files' places on the building machine."""
    files = {_key(source) for source in sources}
    found = [*_distributions(files), _python()]
    if any("pyside6" in file for file in files):
        found.append(_qt())
    found += _bootloader()
    found += _bundled()
    if sys.platform == "win32":
        if any("msvcp140" in file or "vcruntime140" in file for file in files):
            found.append(Component("microsoft-visual-c-runtime", "14", "LicenseRef-Microsoft-Redistributable", ""))
    else:
        found += _debian(files)
    return sorted(found, key=lambda component: component.name.lower())


def write(sources: Iterable[str], folder: Path, version: str) -> list[Path]:
    """Writes the notices, the bill of materials and every licence text into `folder`; the files."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "licences").mkdir(parents=True)
    made = components(sources)
    for text in sorted((HERE / "licences").glob("*.txt")):
        content = text.read_text(encoding="utf-8").replace("{qt}", _version("PySide6_Essentials"))
        (folder / "licences" / text.name).write_text(content, encoding="utf-8")
    rows = []
    for component in made:
        copied = []
        for text in component.texts:
            name = f"{component.name}-{text.name}" + ("" if text.suffix == ".txt" else ".txt")
            shutil.copyfile(text, folder / "licences" / name)
            copied.append(name)
        where = "、".join(copied) or _elsewhere(component)
        rows.append(
            f"{component.name} {component.version}".rstrip() + f"\n  许可证：{component.licence}\n  全文：{where}\n"
        )
    (folder / NOTICES).write_text(_HEAD.format(version=version) + "\n".join(rows), encoding="utf-8")
    (folder / SBOM).write_text(json.dumps(bill(made, version), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    shutil.copyfile(HERE.parent.parent / "LICENSE", folder / "LICENSE.txt")
    return sorted(file for file in folder.rglob("*") if file.is_file())


_HEAD = """督办 {version} 使用的第三方软件

督办本身按 Apache License 2.0 提供（LICENSE.txt）。下列软件随程序一起提供，各按自己的许可证使用；
许可证全文在 licences 文件夹，机器可读的清单是 sbom.cdx.json（CycloneDX）。
Qt 与 PySide6 的替换办法和源代码获取见 licences/qt-offer.txt。

"""


def bill(made: Sequence[Component], version: str) -> dict[str, object]:
    """A CycloneDX 1.5 document."""
    when = datetime.fromtimestamp(int(os.environ.get("SOURCE_DATE_EPOCH") or datetime.now(UTC).timestamp()), UTC)
    names = "\n".join(f"{c.name} {c.version}" for c in made)
    parts = []
    for component in made:
        part: dict[str, object] = {"type": "library", "name": component.name, "version": component.version}
        single = re.fullmatch(r"[A-Za-z0-9.+-]+", component.licence) and not component.licence.startswith("LicenseRef")
        if single and component.licence in _SPDX:
            part["licenses"] = [{"license": {"id": component.licence}}]
        else:
            part["licenses"] = [{"license": {"name": component.licence}}]
        if component.purl:
            part["purl"] = part["bom-ref"] = component.purl
        parts.append(part)
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'duban {version} {sys.platform} {names}')}",
        "version": 1,
        "metadata": {
            "timestamp": when.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "component": {
                "type": "application", "name": "duban", "version": version,
                "licenses": [{"license": {"id": "Apache-2.0"}}],
            },
        },
        "components": parts,
    }  # fmt: skip


_SPDX = {"MIT", "MIT-CMU", "BSD-3-Clause", "BSD-2-Clause", "Apache-2.0", "LGPL-3.0-only", "OFL-1.1", "ISC", "PSF-2.0",
         "Python-2.0", "HPND"}  # fmt: skip
_CLASSIFIERS = {"MIT License": "MIT", "BSD License": "BSD-3-Clause", "Apache Software License": "Apache-2.0"}


def _distributions(files: set[str]) -> list[Component]:
    found = []
    for dist in metadata.distributions():
        name = dist.metadata["Name"]
        if _is_qt(name) or name.lower() in ("pyinstaller", "pip", "setuptools", "duban"):
            continue
        root = _key(
            str(dist.locate_file(""))
        )  # once: asking for each of Qt's thousands of files takes minutes under wine
        if any(f"{root}/{file}".lower() in files for file in dist.files or ()):
            purl = f"pkg:pypi/{name.lower().replace('_', '-')}@{dist.version}"
            found.append(Component(name, dist.version, _licence(dist), purl, _texts(name)))
    return found


def _licence(dist: metadata.Distribution) -> str:
    fields = dist.metadata.json
    said = fields.get("license_expression") or fields.get("license") or ""
    if said and "\n" not in said:
        return str(said)
    for line in dist.metadata.get_all("Classifier") or []:
        if line.startswith("License :: "):
            last = str(line).rsplit(" :: ", 1)[-1]
            return _CLASSIFIERS.get(last, last)
    return "LicenseRef-see-text"


def _texts(name: str) -> tuple[Path, ...]:
    dist = metadata.distribution(name)
    wanted = re.compile(r"(^|/)(licen[cs]e|copying|notice|authors)[^/]*$", re.IGNORECASE)
    paths = [
        Path(str(dist.locate_file(f))) for f in dist.files or () if ".dist-info" in str(f) and wanted.search(str(f))
    ]
    return tuple(path for path in paths if path.is_file())


def _version(name: str) -> str:
    return metadata.version(name)


def _is_qt(name: str) -> bool:
    return name.lower().startswith(("pyside6", "shiboken6"))


def _qt() -> Component:
    version = _version("PySide6_Essentials")
    return Component("Qt, PySide6, Shiboken", version, "LGPL-3.0-only", f"pkg:pypi/pyside6-essentials@{version}")


def _python() -> Component:
    version = ".".join(map(str, sys.version_info[:3]))
    short = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    base = Path(sys.base_prefix)
    places = [base / "LICENSE.txt", base / "lib" / short / "LICENSE.txt", Path(f"/usr/share/doc/{short}/copyright")]
    texts = tuple([place for place in places if place.is_file()][:1])
    return Component("Python", version, "PSF-2.0", f"pkg:generic/python@{version}", texts)


def _bootloader() -> list[Component]:
    """The small program that starts Python; only a building environment has it."""
    try:
        version = _version("pyinstaller")
    except metadata.PackageNotFoundError:
        return []
    licence = "GPL-2.0-or-later WITH Bootloader-exception"
    return [
        Component("pyinstaller-bootloader", version, licence, f"pkg:pypi/pyinstaller@{version}", _texts("pyinstaller"))
    ]


def _bundled() -> list[Component]:
    """Fonts and icons: their texts lie beside them among the resources."""
    return [
        Component("Noto Sans SC, Noto Serif SC", "", "OFL-1.1", ""),
        Component("LXGW WenKai (DubanKai)", "", "OFL-1.1", ""),
        Component("FandolFang", "", "GPL-3.0-or-later WITH Font-exception-2.0", ""),
        Component("Lucide icons", "", "ISC", ""),
    ]


def _elsewhere(component: Component) -> str:
    if component.name.startswith("Qt"):
        return "LGPL-3.0.txt、GPL-3.0.txt、qt-offer.txt"
    if component.name.startswith("Lucide"):
        return "resources/icons/LICENSE-Lucide.txt"
    if component.name.startswith("microsoft"):
        return "https://visualstudio.microsoft.com/license-terms/"
    return "resources/fonts/OFL-*.txt、COPYING-Fandol.txt"


def _debian(files: set[str]) -> list[Component]:
    """System libraries that PyInstaller copied, by the package that owns them."""
    libraries = [file for file in files if file.startswith(("/lib/", "/usr/lib/"))]
    if not libraries or shutil.which("dpkg-query") is None:
        return []
    # Paths may be known with or without /usr, since /lib is a link to it.
    asked = sorted({f for file in libraries for f in (file, file.removeprefix("/usr"), f"/usr{file}")})
    said = subprocess.run(["dpkg-query", "-S", *asked], capture_output=True, text=True, check=False).stdout
    packages = sorted({line.split(":", 1)[0] for line in said.splitlines() if ": " in line})
    found = []
    for package in packages:
        version = subprocess.run(
            ["dpkg-query", "-W", "-f", "${Version}", package], capture_output=True, text=True, check=False
        ).stdout.split()[:1]
        text = Path(f"/usr/share/doc/{package}/copyright")
        purl = f"pkg:deb/debian/{package}@{''.join(version)}"
        texts = (text,) if text.is_file() else ()
        found.append(Component(package, "".join(version), "LicenseRef-see-text", purl, texts))
    return found


def _key(path: str) -> str:
    return os.path.realpath(path).replace("\\", "/").lower()
