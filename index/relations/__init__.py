"""What documents say of one another; kept as numbers beside them."""
