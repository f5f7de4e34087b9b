"""Two documents side by side, provision by provision: what stayed, moved, changed, came and went."""
