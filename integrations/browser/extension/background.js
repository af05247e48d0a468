// Sends the page at hand to sayso serve, and opens it in the reader. The token never leaves for another server.
"use strict";
const api = globalThis.browser ?? globalThis.chrome;
const DEFAULTS = {server: "http://127.0.0.1:7296", token: ""};
const SECONDS = 150;

// Runs in the page: a copy without programs, styles and form fields, whose content could be private.
function capturePage() {
  const copy = document.documentElement.cloneNode(true);
  const omitted = "script:not([type='application/ld+json']), style, noscript, template, iframe, canvas, svg, input, textarea, select";
  for (const element of copy.querySelectorAll(omitted)) element.remove();
  for (const image of copy.querySelectorAll("[src^='data:'], [srcset]")) {
    image.removeAttribute("src");
    image.removeAttribute("srcset");
  }
  return {url: location.href, html: "<!doctype html>" + copy.outerHTML};
}

async function capture(tab) {
  try {
    const [{result}] = await api.scripting.executeScript({target: {tabId: tab.id}, func: capturePage});
    return result;
  } catch {
    throw new Error("The browser does not let extensions read this page. Save it, and open the file in sayso.");
  }
}

async function send(page, {server, token}) {
  let response;
  try {
    response = await fetch(`${server}/api/v1/attribute`, {
      method: "POST",
      headers: {"content-type": "application/json", authorization: `Bearer ${token}`},
      body: JSON.stringify({page: page.html, url: page.url, format: "html", keep: true}),
      credentials: "omit",
      redirect: "error",
      signal: AbortSignal.timeout(SECONDS * 1000),
    });
  } catch {
    throw new Error(`No sayso server answers at ${server}. Start it with: sayso serve --token TOKEN`);
  }
  if (!response.ok) {
    const problem = await response.json().catch(() => ({}));
    throw new Error(`${problem.detail ?? `The server answered ${response.status}`}. ${problem.hint ?? ""}`);
  }
  const screen = /<(\/pages\/p\d+)>/.exec(response.headers.get("link") ?? "");
  if (!screen) throw new Error("The page is not stored: it was forgotten on request.");
  return screen[1];
}

async function readTab(tab) {
  const settings = await api.storage.local.get(DEFAULTS);
  await api.action.setBadgeText({tabId: tab.id, text: "…"});
  try {
    if (!settings.token) throw new Error("Enter the token of your server.");
    const path = await send(await capture(tab), settings);
    await api.action.setBadgeText({tabId: tab.id, text: ""});
    return await api.tabs.create({url: `${settings.server}${path}?token=${encodeURIComponent(settings.token)}`});
  } catch (error) {
    await api.action.setBadgeText({tabId: tab.id, text: "!"}).catch(() => {});
    await api.storage.session.set({problem: error.message});
    return await api.tabs.create({url: api.runtime.getURL("options.html")});
  }
}

api.action.onClicked.addListener(readTab);
