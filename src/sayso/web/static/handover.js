// What leaves the reader: print, copy, upload of several files. Without this script links and forms do the same.
"use strict";
(() => {
  document.documentElement.classList.add("scripted");
  for (const button of document.querySelectorAll("[data-print]")) button.addEventListener("click", () => print());
})();
