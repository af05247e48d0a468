"""What an archive answers: search, people, trace, differences, sourcing."""
