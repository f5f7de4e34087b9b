"""Every limit of the site, with its default: rates, sizes, waiting, connections, the public API.

What one search may ask (length of a query, results that can be turned to, size of a page, number
of filters) is in ``search.request``. How many values or documents a page lists is in its view.
"""

from __future__ import annotations

# --- how often: defaults of `zhengce serve`; a site made without settings has no limit ---------

NO_LIMIT = 0.0
RATE = 10.0
"""Requests a second of one address."""
BURST_SECONDS = 4.0
"""An address may have this many seconds of its rate at once: a page, its parts, some quick clicks."""
GLOBAL_RATE = 300.0
"""Requests a second of all together …"""
GLOBAL_BURST_SECONDS = 1.0
"""… who may have this many seconds of it at once."""

# --- how much is worked on at the same time ----------------------------------------------------

MAX_WORKERS = 2
"""Processes, where an operator does not say how many; fewer where there are fewer processors."""
THREADS = 2
"""Of one worker. More only wait for the interpreter: results were served at 158, 144, 120 and 123
requests/s with one, two, three and four threads in each of two workers. With one, a slow search
holds up all."""
SPARE_THREADS = 2
"""Threads for files and probes, which are quick and must not wait behind searches."""
WAITING = 24
"""So many requests may wait for a thread, …"""
WAITING_SECONDS = 1.0
"""… for so many seconds."""
RETRY_SECONDS = 2
"""After so long a request that was shed may come again."""
CONNECTIONS = 1000
"""Of one worker; those that say nothing cost it a file descriptor each."""
OPEN_FILES = 8192
BACKLOG = 1024
"""Connections that the system accepts for us before we do."""

# --- how large ---------------------------------------------------------------------------------

LONGEST_LINE = 2 * 2**20
"""Bytes of the first line of a request: a query of 100,000 characters gets its page."""
LONGEST_HEAD = LONGEST_LINE + 64 * 2**10
HEADS = 64 * 2**20
"""Bytes of heads that a worker holds; a connection that would exceed them is closed."""
LARGEST_BODY = 16 * 2**10
"""Bytes behind the head of a request; the site has only small forms."""
DRAINED = 4 * 2**20
"""So many bytes are still taken from a client whose connection is being closed, so that the
answer reaches it: closing with unread bytes makes the kernel throw the answer away."""
SEND_BUFFER = 256 * 2**10
"""An answer of this size leaves its thread at once, however slowly the client takes it."""
LONGEST_LOGGED = 1000
"""Characters of an address, and of the name of a browser, in the access log."""

# --- how long ----------------------------------------------------------------------------------

HEAD_SECONDS = 10.0
"""A client has so long to send its head …"""
SOCKET_SECONDS = 30.0
"""… and a thread waits so long for the rest of a body, or for an answer to be taken."""
HEARTBEAT_SECONDS = 60
"""A worker whose loop stands still for so long is replaced."""
GRACE_SECONDS = 30
"""Running requests have so long when the server ends."""

# --- the public API ----------------------------------------------------------------------------

MAX_PARAMETERS = 200
"""A query string of more is not looked at."""
MAX_FAULTS = 20
"""So many faults of a request are named."""
