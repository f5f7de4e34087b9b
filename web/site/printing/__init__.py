"""How templates become functions: parts inlined, values printed by one call, each run of output one string."""
