"""A generation of the ledger published to a cluster: written as a new index, compared, and then served."""
