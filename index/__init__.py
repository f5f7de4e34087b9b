"""Reading policy documents and keeping them in an index; knows nothing of queries or HTTP."""
