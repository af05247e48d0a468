// Unpacks the page that the bookmark or the extension put into the fragment of the address, and shows what it is.
"use strict";
(async () => {
  const LIMIT = 12_000_000;
  const form = document.querySelector("form.receive");
  const fragment = location.hash.slice(1);
  if (!fragment) return;
  history.replaceState(null, "", location.pathname);
  const show = (name) => { document.querySelector(`[data-state=${name}]`).hidden = false; };
  document.querySelector("[data-state=none]").hidden = true;
  try {
    const bytes = Uint8Array.from(atob(fragment.replaceAll("-", "+").replaceAll("_", "/")), (char) => char.charCodeAt(0));
    const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader();
    const parts = [];
    let size = 0;
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      size += part.value.length;
      if (size > LIMIT) throw new RangeError("too large");
      parts.push(part.value);
    }
    const page = JSON.parse(await new Blob(parts).text());
    for (const name of ["url", "title", "html"]) {
      if (typeof page[name] !== "string") throw new TypeError(name);
    }
    form.elements.html.value = page.html;
    form.elements.url.value = page.url;
    form.querySelector(".title").textContent = page.title || page.url;
    form.querySelector(".address").textContent = page.url;
    show("page");
    if (!(await fetch("/")).ok) show("login");
    form.querySelector("button").focus();
  } catch {
    show("broken");
  }
})();
