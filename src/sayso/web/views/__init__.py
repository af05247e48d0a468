"""What the screens show, as values and HTML."""
