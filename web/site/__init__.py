"""The site that visitors see: its pages, their JSON twins, feeds, what goes wrong and how it is read."""
