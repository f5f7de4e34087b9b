"""Our segments as a Whoosh index: the oracle, off every request's way."""
