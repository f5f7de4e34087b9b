"""错别字: what was probably meant, judged by what the collection writes itself."""
