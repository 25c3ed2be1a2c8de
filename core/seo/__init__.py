"""What pages tell machines: titles, links, feeds, sitemaps and schema.org data."""
