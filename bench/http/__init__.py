"""Pages over HTTP: servers started, asked by one client in alternating rounds, and compared as ratios."""
