"""What keeps the site up: hosts and rates looked at before the site, refusals, metrics."""
