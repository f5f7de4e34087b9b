"""The backend on an OpenSearch cluster: a published generation read, asked for what arrays answer here."""
