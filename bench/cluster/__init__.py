"""One generation on this machine and on a cluster: are the answers the same, are they as good, how fast are they?

``drawn`` (random requests by class) → ``equality`` (what differs), ``judging`` (judged queries), ``speed`` (time of
answers, pages over HTTP, indexing) → ``__main__`` (the command).
"""
