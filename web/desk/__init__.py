"""What editors look through (``zhengce desk``): documents in doubt, files that failed, names to collect …

A server of its own, for this machine alone unless told otherwise: the public site has none of these pages. They only
read: no form, no cookie, no script. The rooms: ``tables`` (what one lists), ``runs`` and ``ledger`` (from the index folder of this
machine), ``asked`` (from the engine and the log of queries) → ``rooms`` (all of them) → ``pages`` (as HTML and CSV) →
``serving``.
"""
