"""What keeps the site up: limits, hosts and rates looked at before the site, refusals, metrics."""
