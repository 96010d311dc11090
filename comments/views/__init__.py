"""Pages and acts of comments: each view reads the request, calls one verb and answers."""
