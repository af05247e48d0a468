"""Who said it, measured on annotated articles: speakers, kinds, acts, nesting, relays."""
