"""An index on an OpenSearch cluster: what it holds, and how a generation of ours is published to it."""
