// What enters and leaves the reader: several files at once, copies of links, quotations and tables, sorted columns, print.
"use strict";
(() => {
  const queryAll = (selector, from = document) => [...from.querySelectorAll(selector)];
  const query = (selector, from = document) => from.querySelector(selector);

  for (const button of queryAll("[data-print]")) button.addEventListener("click", () => print());

  // Copies. The clipboard needs a secure context (this machine, or https); elsewhere a hidden field is selected.
  const copy = async (text) => {
    if (navigator.clipboard && isSecureContext) return navigator.clipboard.writeText(text);
    const field = document.createElement("textarea");
    field.value = text;
    field.className = "over";
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
  };
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy], [data-copy-text]");
    if (!button) return;
    event.preventDefault();
    const label = button.textContent;
    try {
      await copy(button.dataset.copyText || await (await fetch(button.dataset.copy)).text());
      button.textContent = button.dataset.done;
    } catch {
      button.textContent = "✗";
    }
    setTimeout(() => { button.textContent = label; }, 1500);
  });
  // A statement with a link to the same words elsewhere gets buttons that copy its link and its words.
  const texts = document.body.dataset;
  const addCopies = (from) => {
    for (const link of queryAll("a[href^='/quotations/']", from)) {
      const id = decodeURIComponent(link.getAttribute("href").slice("/quotations/".length));
      if (link.dataset.copies || !/^\d+\.\w+$/.test(id)) continue;
      link.dataset.copies = "1";
      const make = (label) => Object.assign(document.createElement("button"), { type: "button", className: "plain copy", textContent: label });
      const address = make(texts.copyLink);
      address.dataset.copyText = new URL(`/statements/${id}`, location.href).href;
      const words = make(texts.copyQuotation);
      words.dataset.copy = `/statements/${id}/quotation`;
      for (const button of [address, words]) button.dataset.done = texts.copied;
      link.after(address, words);
    }
  };
  for (const part of queryAll(".hit, .single .record")) addCopies(part);
  document.addEventListener("card", (event) => addCopies(event.target)); // page.js shows a statement

  // Columns sort by a click on their header; numbers by value.
  for (const table of queryAll("table[data-sortable]")) {
    queryAll("thead th", table).forEach((header, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "plain sort";
      button.append(...header.childNodes);
      header.append(button);
      button.addEventListener("click", () => {
        const down = header.getAttribute("aria-sort") !== "descending";
        for (const other of queryAll("thead th", table)) other.removeAttribute("aria-sort");
        header.setAttribute("aria-sort", down ? "descending" : "ascending");
        const key = (row) => row.cells[column].dataset.value || row.cells[column].textContent.trim();
        const number = (text) => parseFloat(text.replace(/[,\s%]/g, ""));
        const body = table.tBodies[0];
        const rows = [...body.rows].sort((a, b) => {
          const [x, y] = [key(a), key(b)];
          const order = header.classList.contains("n") ? (number(x) || 0) - (number(y) || 0) : x.localeCompare(y);
          return down ? -order : order;
        });
        body.append(...rows);
      });
    });
  }

  // Files: chosen or dropped, also folders. One file is a form as without a script; several are read one by one.
  const form = query("form.reader .drop") && query("form.reader .drop").closest("form");
  if (!form) return;
  const single = query("input[name=file]", form);
  const folder = query("input.folder", form);
  const chosen = query(".chosen", form);
  const progress = query(".progress", form);
  const errors = query(".file-errors", form);
  const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

  const readAll = async (files) => {
    const pages = [];
    let failed = 0;
    errors.replaceChildren();
    progress.hidden = false;
    const bar = document.createElement("progress");
    bar.max = files.length;
    const words = document.createElement("span");
    progress.replaceChildren(words, bar);
    for (const [at, file] of files.entries()) {
      words.textContent = filled(form.dataset.progress, { at: at + 1, all: files.length, name: file.webkitRelativePath || file.name });
      bar.value = at;
      const data = new FormData();
      data.append("file", file);
      let result;
      try {
        const response = await fetch("/read-files", { method: "POST", body: data, headers: { accept: "application/json" } });
        result = response.ok ? (await response.json())[0] : { error: (await response.json()).detail };
      } catch (error) {
        result = { error: String(error.message || error) };
      }
      if (result && result.page) pages.push(result.page);
      else {
        failed += 1;
        const item = document.createElement("li");
        item.textContent = `${file.webkitRelativePath || file.name}: ${(result && result.error) || form.dataset.failed}`;
        errors.append(item);
        errors.hidden = false;
      }
    }
    bar.value = files.length;
    const address = `/set?${new URLSearchParams([...new Set(pages)].map((page) => ["page", page]))}`;
    if (pages.length && !failed) location.assign(address);
    else {
      progress.replaceChildren();
      if (pages.length) {
        const link = document.createElement("a");
        link.href = address;
        link.textContent = form.dataset.set;
        progress.append(link);
      }
      for (const button of queryAll("form.reader button")) button.disabled = false;
    }
  };
  const accept = (files) => {
    const usable = files.filter((file) => file.size && !file.name.startsWith("."));
    if (usable.length > 1) return readAll(usable);
    if (!usable.length) return undefined;
    const transfer = new DataTransfer();
    transfer.items.add(usable[0]);
    single.files = transfer.files;
    chosen.textContent = usable[0].name;
    return form.requestSubmit();
  };
  single.addEventListener("change", () => {
    const count = single.files.length;
    chosen.textContent = count > 1 ? filled(form.dataset.files, { n: count }) : count ? single.files[0].name : "";
  });
  folder.addEventListener("change", () => accept([...folder.files]));
  form.addEventListener("submit", (event) => {
    if (single.files.length > 1) {
      event.preventDefault();
      readAll([...single.files]);
    }
  });
  const filesOf = async (entry) => {
    if (entry.isFile) return [await new Promise((done, fail) => entry.file(done, fail))];
    const reader = entry.createReader();
    const entries = [];
    for (;;) { // a directory is read in parts of 100 entries
      const part = await new Promise((done, fail) => reader.readEntries(done, fail));
      if (!part.length) break;
      entries.push(...part);
    }
    entries.sort((a, b) => a.name.localeCompare(b.name));
    return (await Promise.all(entries.map(filesOf))).flat();
  };
  addEventListener("drop", async (event) => {
    if (!event.dataTransfer || ![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault();
    const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry && item.webkitGetAsEntry()).filter(Boolean);
    const plain = [...event.dataTransfer.files];
    accept(entries.length ? (await Promise.all(entries.map(filesOf))).flat() : plain);
  });
})();
