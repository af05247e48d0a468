"""Where pages come from: files, WARC, feeds, the network; their format and their encoding."""
