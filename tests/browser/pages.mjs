// Opens pages in a headless Chromium and looks at them as a browser does: no error on the console, no request that leaves the page,
// nothing wider than a phone, light and dark, a way through by keyboard, and a printed form. A paper (`form print --format html`) is paper
// in the dark too and has no stops, but its fonts must be those that its style names.
//
//   bangfu site -o season && node tests/browser/pages.mjs season
//
// Says so and ends well where there is no Chromium (name one with CHROMIUM=…).

import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const folder = resolve(process.argv[2] ?? ".");
const names = [process.env.CHROMIUM, "chromium", "chromium-browser", "google-chrome"].filter(Boolean);
const browser = names.find((name) => spawnSync(name, ["--version"]).status === 0);
if (!browser) {
  console.log("no Chromium here: skipped");
  process.exit(0);
}

const profile = mkdtempSync(join(tmpdir(), "pages-"));
const flags = ["--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe", `--user-data-dir=${profile}`, "about:blank"];
const child = spawn(browser, flags, { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] });
const waiting = new Map();
let listeners = [];
let number = 0;
let rest = "";
child.stdio[4].on("data", (bytes) => {
  const parts = (rest + bytes.toString("utf8")).split("\0");
  rest = parts.pop();
  for (const part of parts) {
    const message = JSON.parse(part);
    if (message.id) {
      const [fine, wrong] = waiting.get(message.id);
      waiting.delete(message.id);
      message.error ? wrong(new Error(message.error.message)) : fine(message.result);
    } else {
      listeners.forEach((listener) => listener(message));
    }
  }
});

function send(method, params = {}, sessionId) {
  number += 1;
  child.stdio[3].write(JSON.stringify({ id: number, method, params, sessionId }) + "\0");
  return new Promise((fine, wrong) => waiting.set(number, [fine, wrong]));
}

const faults = [];
let checks = 0;
function expect(holds, what) {
  checks += 1;
  if (!holds) faults.push(what);
}

async function look(file) {
  const { targetId } = await send("Target.createTarget", { url: "about:blank" });
  const { sessionId } = await send("Target.attachToTarget", { targetId, flatten: true });
  const ask = (method, params) => send(method, params, sessionId);
  const value = async (expression) => (await ask("Runtime.evaluate", { expression, returnByValue: true })).result.value;
  const seen = { errors: [], requests: [], loaded: false };
  const listener = ({ method, params, sessionId: of }) => {
    if (of !== sessionId) return;
    if (method === "Runtime.exceptionThrown" || method === "Runtime.consoleAPICalled") seen.errors.push(method);
    if (method === "Log.entryAdded") seen.errors.push(params.entry.text);
    if (method === "Network.requestWillBeSent") seen.requests.push(params.request.url);
    if (method === "Page.loadEventFired") seen.loaded = true;
  };
  listeners.push(listener);
  for (const domain of ["Runtime", "Log", "Network", "Page"]) await ask(`${domain}.enable`);
  await ask("Emulation.setDeviceMetricsOverride", { width: 360, height: 740, deviceScaleFactor: 1, mobile: true });
  const url = pathToFileURL(join(folder, file)).href;
  await ask("Page.navigate", { url });
  for (let n = 0; n < 200 && !seen.loaded; n += 1) await new Promise((done) => setTimeout(done, 25));
  expect(seen.loaded, `${file}: not loaded`);
  const width = await value("document.documentElement.scrollWidth");
  expect(width <= 360, `${file}: ${width} pixels wide on a phone of 360`);
  const paper = async (scheme) => {
    await ask("Emulation.setEmulatedMedia", { features: [{ name: "prefers-color-scheme", value: scheme }] });
    return value("getComputedStyle(document.body).backgroundColor");
  };
  if (await value("document.querySelector('.skip') === null")) {
    const fonts = await value("getComputedStyle(document.body).fontFamily + getComputedStyle(document.querySelector('h1') ?? document.body).fontFamily");
    expect(/SimSun|FangSong/.test(fonts), `${file}: a paper in the fonts ${fonts}`);
    expect((await value("getComputedStyle(document.querySelector('main')).backgroundColor")) === "rgb(255, 255, 255)", `${file}: no paper`);
  } else {
    const [light, dark] = [await paper("light"), await paper("dark")];
    expect(light === "rgb(255, 255, 255)" && dark !== light, `${file}: light ${light}, dark ${dark}`);
    await keyboard(file, ask, value);
  }
  const pdf = await ask("Page.printToPDF", { preferCSSPageSize: true });
  expect(pdf.data.length > 1000, `${file}: nothing printed`);
  const outside = seen.requests.filter((request) => request !== url && !request.startsWith("data:"));
  expect(outside.length === 0, `${file}: asks for ${outside}`);
  expect(seen.errors.length === 0, `${file}: console: ${seen.errors}`);
  listeners = listeners.filter((other) => other !== listener);
  await send("Target.closeTarget", { targetId });
}

async function keyboard(file, ask, value) {
  const press = async (key, code, text) => {
    const keyed = { key, windowsVirtualKeyCode: code, text };
    await ask("Input.dispatchKeyEvent", { type: "keyDown", ...keyed });
    await ask("Input.dispatchKeyEvent", { type: "keyUp", ...keyed });
  };
  const here = () => value("document.activeElement.className || document.activeElement.tagName");
  await press("Tab", 9);
  expect((await here()) === "skip", `${file}: the first stop is ${await here()}`);
  // What a closed chart's figures hold is no stop until they are opened.
  const all = "[...document.querySelectorAll('a, summary, [tabindex=\"0\"]')].filter((stop) => stop.tagName === 'SUMMARY' || !stop.closest('details'))";
  const stops = await value(`${all}.length`);
  const met = new Set();
  for (let n = 1; n < Math.min(stops, 120); n += 1) {
    await press("Tab", 9);
    met.add(await value(`${all}.indexOf(document.activeElement)`));
  }
  expect(!met.has(-1) && met.size === Math.min(stops, 120) - 1, `${file}: ${met.size} of ${stops} stops by keyboard`);
  if (await value("document.querySelector('summary') !== null")) {
    await value("document.querySelector('summary').focus()");
    await press("Enter", 13, "\r");
    expect(await value("document.querySelector('details').open"), `${file}: the figures of a chart do not open by Enter`);
  }
}

const files = readdirSync(folder).filter((file) => file.endsWith(".html")).sort();
try {
  for (const file of files) await look(file);
} finally {
  child.kill();
  await new Promise((done) => child.once("exit", done));
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
}
faults.forEach((fault) => console.log(fault));
console.log(`${checks - faults.length} passed, ${faults.length} failed`);
process.exit(faults.length === 0 && files.length > 0 ? 0 : 1);
