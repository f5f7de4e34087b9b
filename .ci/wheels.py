"""What a folder of wheels holds, for the bundle: ``python wheels.py requirements|sbom FOLDER``.

``requirements``: one line a wheel, with its version and the SHA-256 of the very file.
``sbom``: a software bill of materials in CycloneDX 1.6 JSON: zhengce and, as its components, every
other wheel with version, licence as declared, SHA-256, package URL and what it needs in turn
(of the requirements that hold on this Python and system, without extras).
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import uuid
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message
from email.parser import Parser
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename

OURS = "zhengce"


@dataclass(frozen=True)
class Wheel:
    """A wheel: its canonical name, version, SHA-256 in hexadecimal digits, and its METADATA."""

    name: str
    version: str
    sha256: str
    metadata: Message

    @property
    def purl(self) -> str:
        """The package URL, by which scanners of vulnerabilities know it."""
        return f"pkg:pypi/{self.name}@{self.version}"


def read(path: Path) -> Wheel:
    """A wheel by its file."""
    name, version, _, _ = parse_wheel_filename(path.name)
    with zipfile.ZipFile(path) as archive:
        (entry,) = (n for n in archive.namelist() if n.endswith(".dist-info/METADATA"))
        metadata = Parser().parsestr(archive.read(entry).decode("utf-8"))
    return Wheel(name, str(version), hashlib.sha256(path.read_bytes()).hexdigest(), metadata)


def wheels_of(folder: Path) -> list[Wheel]:
    """All wheels of a folder, by name."""
    return sorted((read(path) for path in folder.glob("*.whl")), key=lambda wheel: wheel.name)


def requirements(wheels: list[Wheel]) -> str:
    """Lines for ``pip install --require-hashes``."""
    return "".join(f"{one.name}=={one.version} --hash=sha256:{one.sha256}\n" for one in wheels)


def sbom(wheels: list[Wheel], made: datetime) -> dict[str, Any]:
    """The bill of materials; the same wheels and time give the same bill."""
    (ours,) = (wheel for wheel in wheels if wheel.name == OURS)
    serial = uuid.uuid5(uuid.NAMESPACE_URL, "".join(wheel.sha256 for wheel in wheels))
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{serial}",
        "version": 1,
        "metadata": {
            "timestamp": made.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "component": _component(ours, "application"),
        },
        "components": [_component(wheel, "library") for wheel in wheels if wheel is not ours],
        "dependencies": [
            {"ref": wheel.purl, "dependsOn": _needs(wheel, wheels)} for wheel in wheels
        ],
    }


def _component(wheel: Wheel, kind: str) -> dict[str, Any]:
    return {
        "type": kind,
        "bom-ref": wheel.purl,
        "name": wheel.name,
        "version": wheel.version,
        "description": wheel.metadata.get("Summary", ""),
        "licenses": _licences(wheel.metadata),
        "hashes": [{"alg": "SHA-256", "content": wheel.sha256}],
        "purl": wheel.purl,
    }


def _licences(metadata: Message) -> list[dict[str, Any]]:
    """As declared: an SPDX expression, else the classifiers, else the first line of free text."""
    if expression := metadata.get("License-Expression"):
        return [{"expression": expression}]
    classifiers = [
        line.split("::")[-1].strip()
        for line in metadata.get_all("Classifier") or []
        if line.startswith("License ::") and not line.endswith("OSI Approved")
    ]
    text = (metadata.get("License") or "").strip().split("\n")[0]
    return [{"license": {"name": name}} for name in classifiers or ([text] if text else [])]


def _needs(wheel: Wheel, wheels: list[Wheel]) -> list[str]:
    """Package URLs of what a wheel needs here, among those that are there."""
    held = {one.name: one.purl for one in wheels}
    stated = [Requirement(line) for line in wheel.metadata.get_all("Requires-Dist") or []]
    names = {
        canonicalize_name(one.name)
        for one in stated
        if one.marker is None or one.marker.evaluate({"extra": ""})
    }
    return sorted(held[name] for name in names if name in held)


def main() -> int:
    """Print what is asked for; SOURCE_DATE_EPOCH (seconds) is the time of the bill if it is set."""
    asked, folder = sys.argv[1], Path(sys.argv[2])
    wheels = wheels_of(folder)
    if asked == "requirements":
        print(requirements(wheels), end="")
    else:
        epoch = os.environ.get("SOURCE_DATE_EPOCH")
        made = datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
        print(json.dumps(sbom(wheels, made), ensure_ascii=False, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
