"""Eight threads give the same results as one, for all thread-safe functions, from the first call on."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from sayso.archive import Archive
from tests.archive.record_builder import TOLL, page

ROOT = Path(__file__).resolve().parents[1]
# ruff: noqa: E501 (a program as text)
# A separate process has empty caches; the switch interval makes threads alternate as often as possible.
PROGRAM = """
import io, json, sys, threading
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path

threads, root, target = int(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
sys.path.insert(0, str(root))
sys.setswitchinterval(1e-5)
import msgspec
import sayso
from sayso.archive import Archive, Filters
from sayso.archive.quotations.align import align
from sayso.archive.quotations.minhash import bands_of, signature_of
from sayso.archive.storage.rows import prepare
from sayso.export import export_text
from sayso.export.brat import from_ann, to_ann
from sayso.export.report import report
from sayso.reading.inputs.feeds import entries
from sayso.web.rendering.messages import messages

pages = sorted((root / "tests" / "corpus").glob("*.html"))[:8] + sorted((root / "tests" / "corpus").glob("*.txt"))[:8]
own = threading.local()


def opened():
    if not hasattr(own, "archive"):
        own.archive = Archive(target, readonly=True)
    return own.archive


def attributed(path):
    return sayso.attribute(path)


def exported(path):
    record = sayso.attribute(path)
    outputs = []
    for form in ("jsonld", "webannotation", "claimreview-input", "csv"):
        file = io.StringIO()
        export_text([(path.stem, record)], form, file)
        outputs.append(file.getvalue())
    return [*outputs, report(record), from_ann(record.article.text, to_ann(record))]


def stored(path):
    record = sayso.attribute(path)
    prepared = prepare(sayso.Record.from_json(record.to_json()))
    signatures = [signature_of(record.article.text), *(row.signature for row in prepared.statements)]
    return prepared, bands_of([signature for signature in signatures if signature])


def signed(path):
    return [signature_of(f"{path.stem} says{n} words{n % 50} that{n % 70} no{n % 90} other{n % 110} page{n}") for n in range(300)]


def aligned(path):
    text = path.read_text(encoding="utf-8")
    return align(text[:400], text[40:500]), [messages()(key) for key in ("page.this_page", "speakers.time")]


def asked(path):
    archive = opened()
    word = path.stem.partition("-")[0]
    return [
        archive.search("toll bri*"), archive.search(f'crown OR {word}'), archive.search("", Filters(act=("denial",))), archive.count("toll"),
        archive.same("1.a1"), archive.trace("1.a1"), archive.diff("p1"), archive.speakers(), archive.sourcing(("outlet", "kind")),
        archive.statement("2.a1"), archive.record(1), archive.pages(), [record for _, record in archive.records()],
    ]


def fed(path):
    item = f"<item><title>{path.stem}</title><description>x</description><pubDate>Mon, 4 May 2026 10:00:00 GMT</pubDate></item>"
    return entries(sayso.Page(f"<rss><channel>{item}</channel></rss>", "feed"))


todo = [(signed, path) for path in pages]
todo += [(function, path) for path in pages for function in (attributed, exported, stored, aligned, asked, fed)]
start = threading.Barrier(min(threads, 8))


def run(job):
    function, path = job
    result = msgspec.json.encode(function(path))
    return f"{function.__name__} {path.name}", sha256(result).hexdigest()


with ThreadPoolExecutor(threads, initializer=start.wait) as pool:
    print(json.dumps(dict(pool.map(run, todo))))
"""


def answers(threads, target):
    command = [sys.executable, "-c", PROGRAM, str(threads), str(ROOT), str(target)]
    process = subprocess.run(command, capture_output=True, check=False, timeout=300)
    assert process.returncode == 0, process.stderr.decode()
    return json.loads(process.stdout)


@pytest.mark.issue(17)
def test_eight_threads_give_the_same_results_as_one(tmp_path):
    target = tmp_path / "archive.db"
    with Archive(target) as archive:
        for n in range(4):
            archive.add(page("Ines Calder", f"{TOLL} {n}", url=f"https://echo.example/{n % 3}", role="mayor"))
    alone = answers(1, target)
    assert len(alone) == 16 * 7
    assert answers(8, target) == alone
