"""Components for other libraries. Each one is imported only by its library."""
