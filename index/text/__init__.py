"""Text as characters: folded so that offsets stay true, cut into terms, decoded from bytes."""
