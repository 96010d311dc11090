"""The pages that readers see, composed of what the apps offer; one page a module."""
