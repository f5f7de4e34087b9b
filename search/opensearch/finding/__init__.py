"""Questions answered on a cluster: sets, facets, and the order in which what is found stands."""
