"""Where sources, cues and contents stand: tag(article) -> Tags, from one encoder pass a window."""
