"""The choice of an antecedent: candidates, constraints, features and scorer; evidence for sex and titles."""
