"""What protects the web application: the guard, tokens, request rates, the login page."""
