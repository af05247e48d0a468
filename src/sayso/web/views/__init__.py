"""View models and HTML fragments of the screens."""
