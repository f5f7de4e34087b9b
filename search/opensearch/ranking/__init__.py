"""What documents on a cluster score: there, and what is added here to the best."""
