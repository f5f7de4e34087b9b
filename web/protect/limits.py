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
KEPT = 0.1
"""An answer that is kept (``web.cache``) counts as so much of one in the rate of all together: it takes
.3 ms of a processor where a page that is made takes 6."""
STEADY = 0.1
STEADY_BURST = 0.75
"""Who asks at more than these shares of one's rate, and of what one may have at once, …"""
RESERVED = 0.25
"""… has none of this share of the rate of all together: it is kept for those who do not."""

STATIC_TIMES = 10.0
"""Files under ``/static/`` are counted apart, and so many times as many are allowed: a page brings
several."""

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
DEAR = (("/search.csv", 10), ("/search.xlsx", 15), ("/sitemap-", 20))
"""Beginnings of paths whose answers cost as much as so many pages (100 to 300 ms where a page of
results takes 6): so many requests of one's rate each (of that of all together one: how many are
worked on is bounded besides, and a few addresses must not use it up) …"""
DEAR_THREADS = 1
"""… and so many at once in a worker, …"""
DEAR_WAITING = 4
DEAR_SECONDS = 10.0
"""… for which others wait for so long."""
USAGE_ANSWER = 0.02
"""An answer counts for at least so much of a processor, what a page takes that is made, on a slow machine: who
asks without end for one that is kept would else have used next to nothing, and come before everyone."""
USAGE_NEW = 0.3
"""Who was never answered and has used so much, asking and asking again, is no new visitor."""
USAGE_SECONDS = 10.0
"""What a visitor has used of a worker counts half as much after so long."""
USAGE_ASKED = 0.03
"""Seconds of a processor that asking counts as, whatever is answered, …"""
USAGE_PLACE = 0.1
"""… and each place in a full queue, when it is decided whose last request is sent away."""
USAGE_VISITORS = 2**14
"""So many are remembered."""
PASSING_WAITING = 250
PASSING_SECONDS = 30.0
"""So many files wait for a thread, and for so long. Fewer than there are connections: where all of
these waited for us, nobody could make room for a visitor."""
CONNECTIONS = 1000
"""Of one worker; those that say nothing cost it a file descriptor each. One more closes the one
that has been silent for longest."""
CONNECTIONS_EACH = 64
"""Of these, of one address. Browsers keep six; an office that shares an address keeps some of each
visitor, and loses those that are idle. Not behind a proxy, whose connections are everyone's."""
ACCEPTS = 8
"""Connections a worker accepts before it looks at the others again; the other workers take some."""
SENDS = 4
"""Pieces of one answer (of a file: 256 KB) that are sent before others have their turn."""
OPEN_FILES = 8192
OWN_FILES = 64
"""Of these, kept for what a worker opens itself: the index, logs, what a thread reads."""
BACKLOG = 1024
"""Connections that the system accepts for us before we do."""

CACHE_MB = 32
"""MB of finished answers that a worker keeps (``web.cache``): some 5,000 pages of results, packed."""

# --- how large ---------------------------------------------------------------------------------

LONGEST_LINE = 64 * 2**10
"""Bytes of the first line of a request: 7,000 characters of a query, percent-encoded."""
LONGEST_HEAD = LONGEST_LINE + 32 * 2**10
HEADS = 64 * 2**20
"""Bytes of requests that a worker holds; a connection that would exceed them is closed."""
LARGEST_BODY = 16 * 2**10
"""Bytes behind the head of a request; the site has only small forms."""
DRAINED = 4 * 2**20
"""So many bytes are still taken from a client whose connection is being closed, so that the
answer reaches it: closing with unread bytes makes the kernel throw the answer away."""
SEND_BUFFER = 256 * 2**10
"""An answer of this size is the system's to send, however slowly the client takes it."""
ANSWERS = 64 * 2**20
"""Bytes of answers that a worker holds for clients that do not take them; a client that takes more
is cut off."""
LONGEST_LOGGED = 1000
"""Characters of an address, and of the name of a browser, in the access log."""

# --- how long ----------------------------------------------------------------------------------

REQUEST_SECONDS = 10.0
"""A client has so long to send a request, head and body."""
IDLE_SECONDS = 30.0
"""So long a connection is kept for the next."""
ANSWER_SECONDS = 30.0
"""A client has so long to take a whole answer …"""
SLOWEST = 32 * 2**10
"""… and a second more for so many bytes."""
DRAIN_SECONDS = 10.0
"""So long a client that has had its last answer may take to close."""
LINGER_SECONDS = 2.0
"""When the server ends, who has asked nothing yet has so long to be heard."""
HEARTBEAT_SECONDS = 60
"""A worker whose loop stands still for so long is replaced."""
AGAIN_SECONDS = 10
"""After so long who was told that the cluster cannot be reached may come again."""
PAST_SECONDS = 3600.0
"""So long pages that are kept are given, and say so, while the cluster cannot be reached; and on the same day alone."""
GRACE_SECONDS = 30
"""Running requests have so long when the server ends."""
YOUNG_SECONDS = 10.0
"""A worker that dies before it is so old …"""
DEATHS = 10
"""… and so many others before it: the master ends, and says so."""

# --- the public API ----------------------------------------------------------------------------

MAX_PARAMETERS = 200
"""A query string of more is not looked at, here or on any page."""
MAX_FAULTS = 20
"""So many faults of a request are named."""
