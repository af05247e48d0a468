// Progressive enhancement of all screens: file drop, progress, help, search by key, the correction form.
"use strict";
(() => {
  const root = document.documentElement;
  root.classList.add("scripted");
  const queryAll = (selector, from = document) => [...from.querySelectorAll(selector)];
  const query = (selector, from = document) => from.querySelector(selector);

  // Keys of every screen: ? opens the help, / goes to the search.
  const showHelp = async () => {
    const help = new DOMParser().parseFromString(await (await fetch("/help")).text(), "text/html");
    const dialog = document.createElement("dialog");
    dialog.className = "help-box";
    dialog.append(query(".help", help));
    dialog.addEventListener("close", () => dialog.remove());
    dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
    document.body.append(dialog);
    dialog.setAttribute("aria-label", query("h1", dialog).textContent);
    dialog.tabIndex = -1;
    dialog.showModal();
    dialog.focus();
  };
  document.addEventListener("keydown", (event) => {
    if (event.target.closest("input, textarea, select, dialog") || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "?") showHelp();
    else if (event.key === "/") {
      const field = query("input[type=search]");
      if (field) field.focus();
      else location.assign("/search");
    } else return;
    event.preventDefault();
  });

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
