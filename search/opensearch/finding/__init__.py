"""Questions as queries of a cluster, and what it answers put together: sets, scores, facets, order."""
