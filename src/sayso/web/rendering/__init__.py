"""Templates, messages, escaping and SVG."""
