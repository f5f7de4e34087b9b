"""What was typed, read once: clauses, what they mean, the query trees that answer them."""
