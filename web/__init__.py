"""Pages, JSON and the ``zhengce`` command; knows nothing of Whoosh or numpy."""
