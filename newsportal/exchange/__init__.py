"""Articles with their comments and votes, in and out of the site as JSON."""
