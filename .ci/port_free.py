"""Says in plain words that a port is taken: ``python port_free.py HOST PORT``."""

from __future__ import annotations

import errno
import socket
import sys


def main() -> int:
    """Try to listen where ``make demo`` will; 0 when that works."""
    host, port = sys.argv[1], int(sys.argv[2])
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                print(f"Cannot listen on {host}:{port}: {error.strerror}.", file=sys.stderr)
                return 1
            print(
                f"Port {port} is already in use. Choose another:  make demo PORT={port + 1}\n"
                f"端口 {port} 已被占用，请换一个:  make demo PORT={port + 1}",
                file=sys.stderr,
            )
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
