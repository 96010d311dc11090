"""The demo's content: a paper of a town that isn't there, its pictures and its readers. Nothing here is about anybody."""
