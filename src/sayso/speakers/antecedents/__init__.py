"""The choice of an antecedent: candidates, constraints, features, scorer; and what a page says of sexes and titles."""
