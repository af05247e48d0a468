"""Text processing shared by all stages: tokens, sentences, quotation marks, inflection, numbers, lexicon lookups."""
