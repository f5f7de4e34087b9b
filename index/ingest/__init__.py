"""From folders of files to a new generation: what changed, what is written, what is published."""
