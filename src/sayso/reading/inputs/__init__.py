"""Load pages from files, WARC, feeds and the network, and detect their format and charset."""
