// Settings: the address of the server and its token. Loopback needs no permission, another address asks for one.
"use strict";
const api = globalThis.browser ?? globalThis.chrome;
const DEFAULTS = {server: "http://127.0.0.1:7296", token: ""};
const LOOPBACK = /^(127\.0\.0\.1|localhost)$/;
const field = (name) => document.getElementById(name);

async function show() {
  const settings = await api.storage.local.get(DEFAULTS);
  for (const name of Object.keys(DEFAULTS)) field(name).value = settings[name];
  const {problem} = await api.storage.session.get({problem: ""});
  await api.storage.session.remove("problem");
  field("problem").textContent = problem;
  field("problem").hidden = !problem;
}

async function save(event) {
  event.preventDefault();
  field("status").textContent = "";
  const address = new URL(field("server").value);
  if (!LOOPBACK.test(address.hostname)) {
    if (address.protocol !== "https:") {
      field("status").textContent = "A server on another machine needs https: the token would be readable on the way.";
      return;
    }
    if (!await api.permissions.request({origins: [`${address.origin}/*`]})) {
      field("status").textContent = "Not saved: the browser did not allow this server.";
      return;
    }
  }
  await api.storage.local.set({server: address.origin, token: field("token").value.trim()});
  field("status").textContent = "Saved.";
}

document.querySelector("form").addEventListener("submit", save);
show();
