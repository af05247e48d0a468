// The screen of a page: statements by key and click, speakers, corrections in place, review. Each change is a form of the
// server, whose answer replaces the content of the screen.
"use strict";
(() => {
  const queryAll = (selector, from = document) => [...from.querySelectorAll(selector)];
  const query = (selector, from = document) => from.querySelector(selector);
  const ids = (mark) => ["s", "c", "t"].flatMap((role) => (mark.dataset[role] || "").split(" ")).filter(Boolean);
  const currentId = () => decodeURIComponent(location.hash.slice(1));
  let article, marks, notes, refs, highlighted = null;

  // Open a statement; a step that does not list the statement of the address gives way to all.
  const markOpen = () => {
    const id = currentId(), exists = notes.has(id);
    for (const mark of marks) mark.classList.toggle("on", exists && ids(mark).includes(id));
    for (const [name, ref] of refs) ref.classList.toggle("on", name === id);
    if (exists) showCard(notes.get(id));
    else if (/^[ac]\d+$/.test(id) && !document.getElementById(id) && article.dataset.step !== "all") swap(withQuery({ show: "all" }));
  };
  const showCard = async (note) => {
    note.closest("details")?.setAttribute("open", "");
    if (!query(".record", note)) {
      const card = query(".record", await parsed(await fetch(query(".open", note).href)));
      if (!query(".record", note)) note.append(card);
    }
    note.dispatchEvent(new Event("card", { bubbles: true })); // handover.js adds the copy buttons
  };
  const open = (id) => { location.hash = encodeURIComponent(id); };
  const withQuery = (changes) => {
    const address = new URL(location.href);
    for (const [name, value] of Object.entries(changes)) {
      if (value === null) address.searchParams.delete(name);
      else address.searchParams.set(name, value);
    }
    return address.href;
  };
  const load = () => {
    article = query(".article");
    marks = queryAll(".text .m", article);
    notes = new Map(queryAll(".note", article).map((note) => [note.id, note]));
    refs = new Map(queryAll(".ref", article).map((ref) => [decodeURIComponent(ref.hash.slice(1)), ref]));
    markOpen();
    const notice = query(".notice");
    if (notice) setTimeout(() => { if (!notice.matches(":hover, :focus-within")) notice.remove(); }, 9000);
  };

  // One request at a time: a key or click before its answer would apply to the statement that is about to leave.
  let isBusy = false;
  const once = async (action) => {
    if (isBusy) return;
    isBusy = true;
    try {
      await action();
    } catch {
      report(article.dataset.failed);
    } finally {
      isBusy = false;
    }
  };
  const report = (text) => {
    query(".notice")?.remove();
    const notice = Object.assign(document.createElement("div"), { className: "alert notice" });
    notice.setAttribute("role", "alert");
    notice.textContent = text;
    const dialog = query(".in-place[open]"); // in front of everything else
    (dialog || query(".masthead")).append(notice);
  };

  // Replace the content of the screen by an answer of the server, without a jump.
  const parsed = async (answer) => new DOMParser().parseFromString(await answer.text(), "text/html");
  const swap = async (address, options) => {
    const answer = await fetch(address, { ...options, headers: { accept: "text/html" } });
    const next = await parsed(answer);
    if (!query(".article", next)) return answer.ok ? location.assign(answer.url) : next;
    const target = new URL(answer.url), top = scrollY;
    for (const name of ["done", "undo", "undo_on"]) target.searchParams.delete(name);
    const opened = queryAll("main details").map((details) => details.open && query("summary", details).textContent);
    document.title = next.title;
    query("main").replaceWith(query("main", next));
    for (const details of queryAll("main details")) {
      if (opened.includes(query("summary", details).textContent)) details.open = true;
    }
    const check = query(".check-bar"), hash = check ? `#${encodeURIComponent(check.dataset.id)}` : location.hash;
    history.replaceState(null, "", target.pathname + target.search + hash);
    load();
    if (highlighted) highlight(highlighted);
    if (hash) location.replace(hash); // makes the new element the target, and moves scroll and focus a moment later
    await new Promise((resolve) => setTimeout(resolve));
    if (!check) scrollTo({ top, behavior: "instant" });
    const note = notes.get(currentId());
    if (note) query(".open", note).focus({ preventScroll: true });
    return null;
  };

  // Corrections in place: one part of the form, in a dialog.
  const formOf = async (link) => {
    const form = query("form.form", await parsed(await fetch(link.href)));
    const check = query(".check-bar");
    if (check && !form.elements.next.value && form.action.includes(`/${check.dataset.id}`)) {
      form.elements.next.value = check.elements.next.value;
    }
    return document.adoptNode(form);
  };
  const show = (form, part, anchor) => {
    const dialog = query(".in-place"), box = (anchor || article).getBoundingClientRect();
    form.dataset.part = part;
    dialog.replaceChildren(form);
    dialog.showModal();
    const select = query(".part-act select", form);
    if (part === "act") select.size = select.options.length;
    dialog.style.left = `${Math.max(8, Math.min(box.left, innerWidth - dialog.offsetWidth - 8))}px`;
    dialog.style.top = `${Math.max(8, Math.min(box.bottom + 6, innerHeight - dialog.offsetHeight - 8))}px`;
    const first = form.elements.by.value ? { who: query("[name=speaker]", form), act: select }[part] : form.elements.by;
    if (first) first.focus();
  };
  const edit = async (link) => {
    const part = link.dataset.edit, note = link.closest(".note");
    if (["source", "cue", "content"].includes(part) && startHandles(note.id, part, link)) return;
    show(await formOf(link), part, link);
  };
  const editGroup = async (group) => {
    const [id, ...others] = queryAll(".note", group).map((note) => note.id);
    const link = query(".edit", notes.get(id)) || query(".open", notes.get(id));
    const address = new URL(link.href);
    address.pathname = `${location.pathname}/correct/${encodeURIComponent(id)}`;
    for (const name of others) address.searchParams.append("also", name);
    show(await formOf({ href: address.href }), "who", query(".who", group));
  };
  const send = async (form, submitter) => {
    const body = new URLSearchParams(new FormData(form, submitter));
    const problem = await swap(form.action, { method: "POST", body });
    if (!problem) return;
    const alert = query(".alert", problem);
    if (!alert) return report([".what", ".hint"].map((name) => query(name, problem)?.textContent).join(" ").trim() || article.dataset.failed);
    const next = form.closest("dialog[open]") ? form : document.adoptNode(query("form.form", problem) || form);
    query(".alert", next)?.remove();
    if (next !== form) show(next, form.dataset.part || "by");
    next.prepend(alert);
  };
  document.addEventListener("submit", (event) => {
    if (!event.target.matches(".in-place form, .check-bar, .undo")) return;
    event.preventDefault();
    if (event.target.matches(".undo") && !event.target.elements.by.value) location.assign(event.target.action);
    else once(() => send(event.target, event.submitter));
  });
  const choose = (radio) => {
    if (!radio.value) return;
    if (radio.defaultChecked) return query(".in-place").close();
    radio.checked = true;
    radio.form.requestSubmit(query("[value=keep]", radio.form));
  };
  document.addEventListener("click", (event) => {
    const radio = event.detail && event.target.matches(".in-place [name=speaker]") ? event.target : null;
    if (radio) choose(radio);
    else if (event.target.matches(".in-place[open]")) event.target.close(); // the backdrop
    else if (event.target.matches(".in-place .part-act option")) event.target.closest("form").requestSubmit(query(".in-place [value=keep]"));
  });
  document.addEventListener("input", (event) => {
    if (event.target.matches(".in-place [name=name], .in-place [name=kind]")) query(".in-place [name=speaker][value='']").checked = true;
  });
  document.addEventListener("keydown", (event) => {
    const dialog = event.target.closest(".in-place");
    if (!dialog) return;
    const number = Number(event.key);
    if (number && event.target.matches("[type=radio]")) choose(queryAll("[name=speaker]", dialog)[number - 1] || event.target);
    else if (event.key === "Enter" && event.target.matches("[type=radio], select, input")) {
      event.preventDefault();
      if (event.target.matches("[type=radio]")) choose(event.target);
      else query("form", dialog).requestSubmit(query("[value=keep]", dialog));
    }
  });

  // The ends of a span: handles in the text, to drag or to move by key. Offsets count code points, as in the record.
  const walker = (row) => document.createTreeWalker(row, NodeFilter.SHOW_TEXT, (node) => (node.parentElement.closest(".ref, .flag") ? 2 : 1));
  const length = (string) => [...string].length;
  const offsetAt = (node, index) => {
    const row = node.parentElement.closest(".text[data-start]");
    if (!row || node.nodeType !== Node.TEXT_NODE) return null;
    const walk = walker(row);
    let at = Number(row.dataset.start);
    while (walk.nextNode()) {
      if (walk.currentNode === node) return at + length(node.data.slice(0, index));
      at += length(walk.currentNode.data);
    }
    return null;
  };
  const placeAt = (offset, end) => {
    for (const row of queryAll(".text[data-start]", article)) {
      const walk = walker(row);
      let at = Number(row.dataset.start);
      while (walk.nextNode()) {
        const size = length(walk.currentNode.data);
        if (offset < at + size || (end && offset === at + size && offset > at)) {
          return offset < at ? null : [walk.currentNode, [...walk.currentNode.data].slice(0, offset - at).join("").length];
        }
        at += size;
      }
    }
    return null;
  };
  const rangeOf = ([from, to]) => {
    const first = placeAt(from), last = placeAt(to, true), range = document.createRange();
    range.setStart(...first);
    range.setEnd(...last);
    return range;
  };
  // The range of a span, in parts: one for each text node, without the margin notes and numbers between them.
  const partsOf = ([from, to]) => queryAll(".text[data-start]", article).flatMap((row) => {
    const parts = [];
    let at = Number(row.dataset.start);
    for (const walk = walker(row); walk.nextNode();) {
      const letters = [...walk.currentNode.data], start = Math.max(from - at, 0), end = Math.min(to - at, letters.length);
      if (start < end) {
        const range = document.createRange();
        range.setStart(walk.currentNode, letters.slice(0, start).join("").length);
        range.setEnd(walk.currentNode, letters.slice(0, end).join("").length);
        parts.push(range);
      }
      at += letters.length;
    }
    return parts;
  });
  const positions = (spans) => spans.map((span) => span.join("-")).join(", ");
  let stopHandles = () => {};
  const startHandles = (id, role, link) => {
    const letter = { source: "s", cue: "c", content: "t" }[role];
    const spans = [];
    for (const mark of marks.filter((part) => (part.dataset[letter] || "").split(" ").includes(id))) {
      const walk = walker(mark);
      while (walk.nextNode()) {
        const from = offsetAt(walk.currentNode, 0), to = from + length(walk.currentNode.data);
        if (from === null) return false;
        if (spans.length && spans.at(-1)[1] === from) spans.at(-1)[1] = to;
        else spans.push([from, to]);
      }
    }
    if (!spans.length) return false;
    stopHandles();
    const labels = article.dataset.handles.replaceAll("{role}", role).split("|");
    const handles = labels.map((label, n) => {
      const handle = document.createElement("button");
      handle.className = `handle ${n ? "end" : "start"}`;
      handle.setAttribute("aria-label", label);
      article.append(handle);
      return handle;
    });
    const draw = () => {
      const ranges = spans.map(rangeOf), area = article.getBoundingClientRect();
      CSS.highlights?.set("editing", new Highlight(...spans.flatMap(partsOf)));
      handles.forEach((handle, n) => {
        const boxes = ranges.at(n ? -1 : 0).getClientRects(), box = boxes[n ? boxes.length - 1 : 0];
        handle.style.left = `${(n ? box.right : box.left) - area.left}px`;
        handle.style.top = `${box.top - area.top}px`;
        handle.style.height = `${box.height}px`;
      });
    };
    const move = (n, offset) => {
      const kept = spans.map(([from, to]) => (n ? [from, Math.min(to, offset)] : [Math.max(from, offset), to])).filter(([from, to]) => from < to);
      if (!kept.length || offset === null || !placeAt(offset, n)) return;
      if (n) kept.at(-1)[1] = offset;
      else kept[0][0] = offset;
      spans.splice(0, spans.length, ...kept);
      draw();
    };
    const step = (n, by, letterwise) => {
      const at = n ? spans.at(-1)[1] : spans[0][0], place = placeAt(at, n);
      const row = place[0].parentElement.closest(".text"), start = Number(row.dataset.start);
      let text = "";
      for (const walk = walker(row); walk.nextNode();) text += walk.currentNode.data;
      const letters = [...text];
      let next = at - start + by;
      const isEdge = (i) => (n ? letters[i - 1]?.trim() && !letters[i]?.trim() : !letters[i - 1]?.trim() && letters[i]?.trim());
      while (!letterwise && next > 0 && next < letters.length && !isEdge(next)) next += by;
      if (next >= 0 && next <= letters.length) move(n, start + next);
    };
    const before = positions(spans);
    const save = () => {
      stopHandles();
      if (positions(spans) === before) return;
      once(async () => {
        const form = await formOf(link);
        form.elements[role].value = positions(spans);
        if (form.elements.by.value) {
          form.dataset.part = "spans";
          query(".in-place").replaceChildren(form); // FormData needs a connected form for its submitter
          await send(form, query("[value=keep]", form));
        } else show(form, "by", link);
      });
    };
    stopHandles = () => {
      for (const handle of handles) handle.remove();
      CSS.highlights?.delete("editing");
      stopHandles = () => {};
    };
    handles.forEach((handle, n) => {
      handle.addEventListener("pointerdown", (event) => { handle.setPointerCapture(event.pointerId); event.preventDefault(); handle.focus(); });
      handle.addEventListener("pointermove", (event) => {
        if (!handle.hasPointerCapture(event.pointerId)) return;
        handle.style.pointerEvents = "none";
        const caret = document.caretPositionFromPoint?.(event.clientX, event.clientY);
        const range = caret ? null : document.caretRangeFromPoint?.(event.clientX, event.clientY);
        handle.style.pointerEvents = "";
        const [node, index] = caret ? [caret.offsetNode, caret.offset] : [range?.startContainer, range?.startOffset];
        if (node && node.nodeType === Node.TEXT_NODE && !node.parentElement.closest(".ref, .flag")) move(n, offsetAt(node, index));
      });
      handle.addEventListener("pointerup", save);
      handle.addEventListener("keydown", (event) => {
        const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
        if (by) step(n, by, event.shiftKey);
        else if (event.key === "Enter") save();
        else if (event.key === "Escape") stopHandles();
        else return;
        event.preventDefault();
        event.stopPropagation();
      });
    });
    draw();
    handles[1].focus({ preventScroll: true });
    return true;
  };

  // Highlight a speaker.
  const reachable = () => [...notes.values()].filter((note) => !note.classList.contains("off") && (!highlighted || note.dataset.speaker === highlighted));
  const step = (by) => {
    const list = reachable();
    if (!list.length) return;
    const at = list.findIndex((note) => note.id === currentId());
    const next = list[at < 0 ? (by > 0 ? 0 : list.length - 1) : (at + by + list.length) % list.length];
    open(next.id);
    query(".open", next).focus({ preventScroll: true });
  };
  const highlight = (speaker) => {
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
    const bar = query(".speaker-bar");
    bar.hidden = !speaker;
    const name = speaker && query(`.voices [data-speaker="${CSS.escape(speaker)}"] bdi`);
    if (name) query(".status", bar).textContent = `${theirs.size} · ${name.textContent.trim()}`;
  };

  document.addEventListener("click", (event) => {
    const target = event.target, plain = !event.ctrlKey && !event.metaKey && !event.shiftKey;
    const link = target.closest("main a, main button");
    const act = link && plain && [
      ["[data-edit]", () => once(() => edit(link))],
      [".beside .voice", () => once(() => editGroup(link.closest(".beside")))],
      ["[data-speaker]", () => {
        highlight(highlighted === link.dataset.speaker ? null : link.dataset.speaker);
        if (highlighted && link.closest("svg")) article.scrollIntoView();
      }],
      [".steps a, .skip-check, .stop-check", () => once(() => swap(link.href).then(() => link.matches(".stop-check") && markOpen()))],
      ["body:not(.huge) .note > .open", () => open(link.closest(".note").id)],
      [".speaker-bar .next", () => step(1)],
      [".speaker-bar .prev", () => step(-1)],
      [".speaker-bar .clear", () => highlight(null)],
    ].find(([selector]) => link.matches(selector));
    if (act) {
      event.preventDefault();
      act[1]();
      return;
    }
    const mark = target.closest(".text .m");
    if (mark && !link && getSelection().isCollapsed) {
      const roles = [...mark.classList].filter((name) => "sct".includes(name));
      const marked = roles.flatMap((role) => mark.dataset[role].split(" "));
      const list = marked.filter((id) => notes.has(id) && !notes.get(id).classList.contains("off"));
      const at = list.indexOf(currentId());
      if (list.length) open(list[(at + 1) % list.length]);
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.target.closest("input, textarea, select, dialog, .handle") || event.ctrlKey || event.metaKey || event.altKey) return;
    const check = query(`.check-bar [data-key="${CSS.escape(event.key)}"]`), note = query(".note:target");
    const part = { s: "who", c: "act", w: "content" }[event.key];
    if (check) check.click();
    else if (event.key === "u") query(".undo button")?.click();
    else if (part && note) query(`[data-edit=${part}]`, note)?.click();
    else if (event.key === "j" || event.key === "n") step(1);
    else if (event.key === "k" || event.key === "p") step(-1);
    else if (event.key === "Escape") {
      const close = note && query(".close", note);
      if (close) {
        const ref = refs.get(currentId());
        location.hash = close.hash;
        if (ref) ref.focus({ preventScroll: true });
      } else if (highlighted) highlight(null);
      return;
    } else return;
    event.preventDefault();
  });
  addEventListener("hashchange", () => { stopHandles(); markOpen(); });

  // Selected words can become a new statement; the numbers and flags between them are removed.
  document.addEventListener("mousedown", (event) => { if (event.target.closest(".add-selection")) event.preventDefault(); });
  document.addEventListener("selectionchange", () => {
    const selection = getSelection(), addForm = query(".add-selection"), words = addForm.elements.words;
    const inArticle = selection.rangeCount && !selection.isCollapsed && article.contains(selection.anchorNode);
    if (inArticle) {
      const fragment = selection.getRangeAt(0).cloneContents();
      for (const extra of queryAll(".ref, .flag, .notes", fragment)) extra.remove();
      words.value = fragment.textContent.trim();
    }
    addForm.hidden = !inArticle || !words.value || words.value.length > 1500;
  });

  // Filters act in place.
  document.addEventListener("change", (event) => {
    const form = event.target.closest("#choose");
    if (!form) return;
    const checked = (name) => new Set(queryAll(`input[name=${name}]:checked`, form).map((box) => box.value));
    const kinds = checked("kind"), acts = checked("act"), matching = new Set();
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
    const chosen = new URLSearchParams(new FormData(form));
    history.replaceState(null, "", `${location.pathname}${chosen.size ? `?${chosen}` : ""}${location.hash}`);
  });
  load();
})();
