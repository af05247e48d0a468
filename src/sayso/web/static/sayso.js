// What the reader does beyond links and forms: light a speaker, filter in place, follow a click, drop a file.
"use strict";
(() => {
  const root = document.documentElement;
  root.classList.add("scripted");
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const one = (selector, from = document) => from.querySelector(selector);

  // Reading: show that it goes on, and take a file that is dropped.
  for (const form of all("form.reader")) {
    form.addEventListener("submit", () => {
      const told = one(".progress");
      told.hidden = false;
      told.textContent = form.dataset.busy;
      setTimeout(() => { told.textContent = form.dataset.long; }, 8000);
      setTimeout(() => all("form.reader button").forEach((button) => { button.disabled = true; }), 0);
    });
  }
  addEventListener("pageshow", () => {
    all("form.reader button").forEach((button) => { button.disabled = false; });
    all(".progress").forEach((told) => { told.hidden = true; });
  });
  const drop = one(".drop");
  if (drop) {
    const file = one("input[type=file]", drop);
    const name = () => { one(".chosen").textContent = file.files.length ? file.files[0].name : ""; };
    file.addEventListener("change", name);
    for (const kind of ["dragover", "dragleave", "drop"]) {
      addEventListener(kind, (event) => {
        if (!event.dataTransfer || ![...event.dataTransfer.types].includes("Files")) return;
        event.preventDefault();
        drop.classList.toggle("over-it", kind === "dragover");
        if (kind === "drop" && event.dataTransfer.files.length) {
          file.files = event.dataTransfer.files;
          name();
          file.form.requestSubmit();
        }
      });
    }
    one("textarea", drop).addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) drop.closest("form").requestSubmit();
    });
  }

  // The article: which statement is open, which speaker is lit, what is filtered.
  const article = one(".article");
  if (article) {
    const marks = all(".text .m", article);
    const notes = new Map(all(".note", article).map((note) => [note.id, note]));
    const refs = new Map(all(".ref", article).map((ref) => [ref.hash.slice(1), ref]));
    const ids = (mark) => ["s", "c", "t"].flatMap((role) => (mark.dataset[role] || "").split(" ")).filter(Boolean);
    const lamp = one(".lamp");
    let lit = null;

    const opened = () => {
      const id = decodeURIComponent(location.hash.slice(1));
      const there = notes.has(id);
      for (const mark of marks) mark.classList.toggle("on", there && ids(mark).includes(id));
      for (const [name, ref] of refs) ref.classList.toggle("on", name === id);
    };
    const open = (id) => {
      if (decodeURIComponent(location.hash.slice(1)) !== id) location.hash = encodeURIComponent(id);
    };
    addEventListener("hashchange", opened);
    opened();

    const shown = () => [...notes.values()].filter((note) => !note.classList.contains("off") && (!lit || note.dataset.speaker === lit));
    const step = (by) => {
      const list = shown();
      if (!list.length) return;
      const at = list.findIndex((note) => note.id === decodeURIComponent(location.hash.slice(1)));
      const next = list[at < 0 ? (by > 0 ? 0 : list.length - 1) : (at + by + list.length) % list.length];
      open(next.id);
      one(".open", next).focus({ preventScroll: true });
    };
    const light = (speaker, name) => {
      lit = speaker;
      article.classList.toggle("dim", Boolean(speaker));
      const theirs = new Set([...notes.values()].filter((note) => note.dataset.speaker === speaker).map((note) => note.id));
      for (const note of notes.values()) note.classList.toggle("lit", theirs.has(note.id));
      for (const [id, ref] of refs) ref.classList.toggle("lit", theirs.has(id));
      for (const mark of marks) mark.classList.toggle("lit", ids(mark).some((id) => theirs.has(id)));
      for (const link of all(".voices .voice")) {
        link.parentElement.classList.toggle("lit", link.dataset.speaker === speaker);
        if (link.dataset.speaker === speaker) link.setAttribute("aria-current", "true");
        else link.removeAttribute("aria-current");
      }
      lamp.hidden = !speaker;
      if (speaker) one(".told", lamp).textContent = `${theirs.size} · ${name}`;
    };
    document.addEventListener("click", (event) => {
      const link = event.target.closest("[data-speaker]");
      if (link && link.matches("a") && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
        event.preventDefault();
        const name = link.dataset.name || (one("bdi", link) || link).textContent.trim();
        light(lit === link.dataset.speaker ? null : link.dataset.speaker, name);
        if (lit && link.closest("svg")) article.scrollIntoView();
        return;
      }
      const mark = event.target.closest(".text .m");
      if (mark && !event.target.closest("a") && getSelection().isCollapsed) {
        const roles = [...mark.classList].filter((name) => "sct".includes(name));
        const found = roles.flatMap((role) => mark.dataset[role].split(" "));
        const list = found.filter((id) => notes.has(id) && !notes.get(id).classList.contains("off"));
        const at = list.indexOf(decodeURIComponent(location.hash.slice(1)));
        if (list.length) open(list[(at + 1) % list.length]);
      }
    });
    one(".next", lamp).addEventListener("click", () => step(1));
    one(".prev", lamp).addEventListener("click", () => step(-1));
    one(".clear", lamp).addEventListener("click", () => light(null, ""));
    document.addEventListener("keydown", (event) => {
      if (event.target.matches("input, textarea, select") || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "j" || event.key === "n") step(1);
      else if (event.key === "k" || event.key === "p") step(-1);
      else if (event.key === "Escape") {
        const close = one(".note:target .close");
        if (close) {
          const ref = refs.get(decodeURIComponent(location.hash.slice(1)));
          location.hash = close.hash;
          if (ref) ref.focus({ preventScroll: true });
        } else if (lit) light(null, "");
      }
    });

    // Words that are chosen in the article can become a statement; figures and flags between them are none of it.
    const take = one(".take");
    take.addEventListener("mousedown", (event) => event.preventDefault());
    document.addEventListener("selectionchange", () => {
      const chosen = getSelection();
      const here = chosen.rangeCount && !chosen.isCollapsed && article.contains(chosen.anchorNode);
      if (here) {
        const part = chosen.getRangeAt(0).cloneContents();
        for (const extra of all(".ref, .flag, .notes", part)) extra.remove();
        take.elements.words.value = part.textContent.trim();
      }
      take.hidden = !here || !take.elements.words.value || take.elements.words.value.length > 1500;
    });

    const choose = one("#choose");
    if (choose) {
      const filter = () => {
        const told = (name) => new Set(all(`input[name=${name}]:checked`, choose).map((box) => box.value));
        const kinds = told("kind");
        const acts = told("act");
        const kept = new Set();
        for (const [id, note] of notes) {
          const keep = (!kinds.size || kinds.has(note.dataset.kind)) && (!acts.size || acts.has(note.dataset.act));
          note.classList.toggle("off", !keep);
          if (refs.has(id)) refs.get(id).classList.toggle("off", !keep);
          if (keep) kept.add(id);
        }
        for (const mark of marks) {
          for (const role of ["s", "c", "t"]) {
            mark.classList.toggle(role, (mark.dataset[role] || "").split(" ").some((id) => kept.has(id)));
          }
        }
        const query = new URLSearchParams(new FormData(choose));
        history.replaceState(null, "", `${location.pathname}${query.size ? `?${query}` : ""}${location.hash}`);
      };
      choose.addEventListener("change", filter);
    }
  }

  // Correcting: words that are selected in the passage become a span. Offsets count code points, as the record does.
  const passage = one(".passage");
  if (passage) {
    const text = passage.textContent;
    const points = (string) => [...string].length;
    const begin = Number(passage.dataset.start);
    const marked = one(".m.t", passage) || one(".m", passage);
    if (marked) passage.scrollTop = marked.offsetTop - passage.offsetTop - 40;
    const show = (field) => {
      const parts = field.value.split(",").map((part) => part.trim().split("-").map(Number));
      const whole = [...text];
      const words = parts.filter((part) => part.length === 2 && part.every(Number.isInteger));
      one(`output[for=${field.id}]`).textContent = words.map(([from, to]) => whole.slice(from - begin, to - begin).join("")).join(" … ");
    };
    for (const field of all(".span input")) field.addEventListener("input", () => show(field));
    for (const button of all("[data-take]")) {
      button.addEventListener("click", () => {
        const chosen = getSelection();
        if (!chosen.rangeCount || chosen.isCollapsed || !passage.contains(chosen.anchorNode) || !passage.contains(chosen.focusNode)) return;
        const range = chosen.getRangeAt(0);
        const before = document.createRange();
        before.selectNodeContents(passage);
        before.setEnd(range.startContainer, range.startOffset);
        const from = begin + points(before.toString());
        const field = document.getElementById(button.dataset.take);
        field.value = `${from}-${from + points(range.toString())}`;
        show(field);
      });
    }
    for (const field of all("[name=name], [name=kind]")) {
      field.addEventListener("input", () => { one("[name=speaker][value='']").checked = true; });
    }
  }
})();
