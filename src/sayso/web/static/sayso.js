// Progressive enhancement of the screens: highlighting, filtering in place, keyboard shortcuts, file drop, text selection.
"use strict";
(() => {
  const root = document.documentElement;
  root.classList.add("scripted");
  const queryAll = (selector, from = document) => [...from.querySelectorAll(selector)];
  const query = (selector, from = document) => from.querySelector(selector);

  // Start screen: progress message and file drop.
  for (const form of queryAll("form.reader")) {
    form.addEventListener("submit", () => {
      const progress = query(".progress");
      progress.hidden = false;
      progress.textContent = form.dataset.busy;
      setTimeout(() => { progress.textContent = form.dataset.long; }, 8000);
      setTimeout(() => queryAll("form.reader button").forEach((button) => { button.disabled = true; }), 0);
    });
  }
  addEventListener("pageshow", () => {
    queryAll("form.reader button").forEach((button) => { button.disabled = false; });
    queryAll(".progress").forEach((progress) => { progress.hidden = true; });
  });
  const drop = query(".drop");
  if (drop) {
    for (const kind of ["dragover", "dragleave", "drop"]) {
      addEventListener(kind, (event) => {
        if (!event.dataTransfer || ![...event.dataTransfer.types].includes("Files")) return;
        event.preventDefault();
        drop.classList.toggle("over-it", kind === "dragover"); // handover.js reads the files
      });
    }
    query("textarea", drop).addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) drop.closest("form").requestSubmit();
    });
  }

  // Page screen: open statement, highlighted speaker, filters.
  const article = query(".article");
  if (article) {
    const marks = queryAll(".text .m", article);
    const notes = new Map(queryAll(".note", article).map((note) => [note.id, note]));
    const refs = new Map(queryAll(".ref", article).map((ref) => [ref.hash.slice(1), ref]));
    const ids = (mark) => ["s", "c", "t"].flatMap((role) => (mark.dataset[role] || "").split(" ")).filter(Boolean);
    const speakerBar = query(".speaker-bar");
    let highlighted = null;

    const currentId = () => decodeURIComponent(location.hash.slice(1));
    const markOpen = () => {
      const id = currentId();
      const exists = notes.has(id);
      for (const mark of marks) mark.classList.toggle("on", exists && ids(mark).includes(id));
      for (const [name, ref] of refs) ref.classList.toggle("on", name === id);
    };
    const open = (id) => {
      if (currentId() !== id) location.hash = encodeURIComponent(id);
    };
    addEventListener("hashchange", markOpen);
    markOpen();

    const reachable = () => [...notes.values()].filter((note) => !note.classList.contains("off") && (!highlighted || note.dataset.speaker === highlighted));
    const step = (by) => {
      const list = reachable();
      if (!list.length) return;
      const at = list.findIndex((note) => note.id === currentId());
      const next = list[at < 0 ? (by > 0 ? 0 : list.length - 1) : (at + by + list.length) % list.length];
      open(next.id);
      query(".open", next).focus({ preventScroll: true });
    };
    const highlight = (speaker, name) => {
      highlighted = speaker;
      article.classList.toggle("dim", Boolean(speaker));
      const theirs = new Set([...notes.values()].filter((note) => note.dataset.speaker === speaker).map((note) => note.id));
      for (const note of notes.values()) note.classList.toggle("highlighted", theirs.has(note.id));
      for (const [id, ref] of refs) ref.classList.toggle("highlighted", theirs.has(id));
      for (const mark of marks) mark.classList.toggle("highlighted", ids(mark).some((id) => theirs.has(id)));
      for (const link of queryAll(".voices .voice")) {
        link.parentElement.classList.toggle("highlighted", link.dataset.speaker === speaker);
        if (link.dataset.speaker === speaker) link.setAttribute("aria-current", "true");
        else link.removeAttribute("aria-current");
      }
      speakerBar.hidden = !speaker;
      if (speaker) query(".status", speakerBar).textContent = `${theirs.size} · ${name}`;
    };
    document.addEventListener("click", (event) => {
      const link = event.target.closest("[data-speaker]");
      if (link && link.matches("a") && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
        event.preventDefault();
        const name = link.dataset.name || (query("bdi", link) || link).textContent.trim();
        highlight(highlighted === link.dataset.speaker ? null : link.dataset.speaker, name);
        if (highlighted && link.closest("svg")) article.scrollIntoView();
        return;
      }
      const mark = event.target.closest(".text .m");
      if (mark && !event.target.closest("a") && getSelection().isCollapsed) {
        const roles = [...mark.classList].filter((name) => "sct".includes(name));
        const marked = roles.flatMap((role) => mark.dataset[role].split(" "));
        const list = marked.filter((id) => notes.has(id) && !notes.get(id).classList.contains("off"));
        const at = list.indexOf(currentId());
        if (list.length) open(list[(at + 1) % list.length]);
      }
    });
    query(".next", speakerBar).addEventListener("click", () => step(1));
    query(".prev", speakerBar).addEventListener("click", () => step(-1));
    query(".clear", speakerBar).addEventListener("click", () => highlight(null, ""));
    document.addEventListener("keydown", (event) => {
      if (event.target.matches("input, textarea, select") || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "j" || event.key === "n") step(1);
      else if (event.key === "k" || event.key === "p") step(-1);
      else if (event.key === "Escape") {
        const close = query(".note:target .close");
        if (close) {
          const ref = refs.get(currentId());
          location.hash = close.hash;
          if (ref) ref.focus({ preventScroll: true });
        } else if (highlighted) highlight(null, "");
      }
    });

    // Selected words can become a new statement; the numbers and flags between them are removed.
    const addForm = query(".add-selection");
    addForm.addEventListener("mousedown", (event) => event.preventDefault());
    document.addEventListener("selectionchange", () => {
      const selection = getSelection();
      const inArticle = selection.rangeCount && !selection.isCollapsed && article.contains(selection.anchorNode);
      const words = addForm.elements.words;
      if (inArticle) {
        const fragment = selection.getRangeAt(0).cloneContents();
        for (const extra of queryAll(".ref, .flag, .notes", fragment)) extra.remove();
        words.value = fragment.textContent.trim();
      }
      addForm.hidden = !inArticle || !words.value || words.value.length > 1500;
    });

    const filterForm = query("#choose");
    if (filterForm) {
      const filter = () => {
        const checked = (name) => new Set(queryAll(`input[name=${name}]:checked`, filterForm).map((box) => box.value));
        const kinds = checked("kind");
        const acts = checked("act");
        const matching = new Set();
        for (const [id, note] of notes) {
          const matches = (!kinds.size || kinds.has(note.dataset.kind)) && (!acts.size || acts.has(note.dataset.act));
          note.classList.toggle("off", !matches);
          if (refs.has(id)) refs.get(id).classList.toggle("off", !matches);
          if (matches) matching.add(id);
        }
        for (const mark of marks) {
          for (const role of ["s", "c", "t"]) {
            mark.classList.toggle(role, (mark.dataset[role] || "").split(" ").some((id) => matching.has(id)));
          }
        }
        const query = new URLSearchParams(new FormData(filterForm));
        history.replaceState(null, "", `${location.pathname}${query.size ? `?${query}` : ""}${location.hash}`);
      };
      filterForm.addEventListener("change", filter);
    }
  }

  // Correction form: selected words become a span. Offsets count code points, as in the record.
  const passage = query(".passage");
  if (passage) {
    const text = passage.textContent;
    const codePoints = (string) => [...string].length;
    const passageStart = Number(passage.dataset.start);
    const marked = query(".m.t", passage) || query(".m", passage);
    if (marked) passage.scrollTop = marked.offsetTop - passage.offsetTop - 40;
    const show = (field) => {
      const parts = field.value.split(",").map((part) => part.trim().split("-").map(Number));
      const characters = [...text];
      const spans = parts.filter((part) => part.length === 2 && part.every(Number.isInteger));
      query(`output[for=${field.id}]`).textContent = spans.map(([from, to]) => characters.slice(from - passageStart, to - passageStart).join("")).join(" … ");
    };
    for (const field of queryAll(".span input")) field.addEventListener("input", () => show(field));
    for (const button of queryAll("[data-span]")) {
      button.addEventListener("click", () => {
        const selection = getSelection();
        if (!selection.rangeCount || selection.isCollapsed || !passage.contains(selection.anchorNode) || !passage.contains(selection.focusNode)) return;
        const range = selection.getRangeAt(0);
        const before = document.createRange();
        before.selectNodeContents(passage);
        before.setEnd(range.startContainer, range.startOffset);
        const from = passageStart + codePoints(before.toString());
        const field = document.getElementById(button.dataset.span);
        field.value = `${from}-${from + codePoints(range.toString())}`;
        show(field);
      });
    }
    for (const field of queryAll("[name=name], [name=kind]")) {
      field.addEventListener("input", () => { query("[name=speaker][value='']").checked = true; });
    }
  }
})();
