"""What stands in lists of other makers: their keys, the markup in their values, how records are wrapped."""
