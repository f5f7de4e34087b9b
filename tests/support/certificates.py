"""Certificates for tests of TLS, made by openssl: an authority, and a server's that it has signed."""

from __future__ import annotations

import shutil
import ssl
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest


@dataclass(frozen=True, slots=True)
class Authority:
    """An authority that nobody knows but who is given its certificate.

    Attributes:
        folder: for what it makes.
        certificate: its own, PEM.
    """

    folder: Path

    @property
    def certificate(self) -> Path:
        return self.folder / "ca.pem"

    def server(self, names: str, *, days: int = 2) -> ssl.SSLContext:
        """What a server needs to be trusted.

        Args:
            names: whose it is: ``IP:127.0.0.1,DNS:localhost``.
            days: how long it holds; negative: it has ended.
        """
        key, request, signed = (self.folder / f"server.{end}" for end in ("key", "csr", "pem"))
        _openssl(
            "req",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-subj",
            "/CN=node",
            "-keyout",
            key,
            "-out",
            request,
        )
        extensions = self.folder / "server.cnf"
        extensions.write_text(f"subjectAltName={names}\n", encoding="ascii")
        _openssl(
            "x509", "-req", "-in", request, "-CA", self.certificate, "-CAkey", self.folder / "ca.key",
            "-CAcreateserial", "-days", str(days), "-extfile", extensions, "-out", signed,
        )  # fmt: skip
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(signed, key)
        return context


def authority(folder: Path) -> Authority:
    """A new authority; skips where there is no openssl."""
    if not shutil.which("openssl"):
        pytest.skip("no openssl here")
    folder.mkdir(parents=True, exist_ok=True)
    made = Authority(folder)
    _openssl(
        "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=zhengce test",
        "-addext", "keyUsage=critical,keyCertSign,cRLSign",
        "-keyout", folder / "ca.key", "-out", made.certificate,
    )  # fmt: skip
    return made


def _openssl(*arguments: str | Path) -> None:
    subprocess.run(["openssl", *arguments], check=True, capture_output=True)
