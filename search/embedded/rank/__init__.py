"""What a score is made of beyond the terms: best passage, topic, authority."""
