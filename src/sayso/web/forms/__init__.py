"""What a reader chose in a form."""
