"""What every stage reads a text by: tokens, sentences, quotation marks, and the lexicons as lookups."""
