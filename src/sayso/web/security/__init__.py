"""Security of the web application: request guard, token login, origin check, rate limits."""
