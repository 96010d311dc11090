"""Backups of the whole site: each a folder of its own, complete or not there at all, that `restoring` makes a site of."""
