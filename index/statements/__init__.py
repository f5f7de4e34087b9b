"""What one document says of itself and of others: read once, when it is written, and from it alone."""
