// Renders the app named on the command line without a page, then takes it over in one, with the
// real banner beside it: its own button lets the frame in, a withdrawal takes it away.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { JSDOM } from "jsdom";

const [, self, name, there] = process.argv;
if (there === "server") {
  const { render } = await import(`./${name}.mjs`);
  console.log(await render());
  process.exit(0);
}
const html = execFileSync(process.execPath, [self, name, "server"], { encoding: "utf8" }).trim();
assert.match(html, /<p>…<\/p>.*Autoriser/);
assert.doesNotMatch(html, /iframe/);

const { window: page } = new JSDOM(
  `<!doctype html><html lang="fr"><body><div data-temoin-host></div><div id="root">${html}</div></body></html>`,
  { url: "https://www.example.fr/", pretendToBeVisual: true },
);
for (const key of Object.getOwnPropertyNames(page))
  if (!(key in globalThis))
    Object.defineProperty(globalThis, key, {
      value: page[key],
      configurable: true,
      writable: true,
    });
for (const key of ["navigator", "Event", "CustomEvent", "MutationObserver"])
  Object.defineProperty(globalThis, key, { value: page[key], configurable: true });
Object.assign(globalThis, {
  window: globalThis,
  parent: globalThis,
  addEventListener: page.addEventListener.bind(page),
  removeEventListener: page.removeEventListener.bind(page),
  dispatchEvent: page.dispatchEvent.bind(page),
  CSS: { supports: () => true },
  ResizeObserver: class {
    observe() {}
    disconnect() {}
  },
});

const purpose = (id, basis, service) => ({
  id,
  basis,
  title: { fr: id },
  services: [{ id: service, name: service }],
});
const config = {
  schema: 1,
  site: "example.fr",
  revision: "ab".repeat(32),
  generation: 1,
  languages: ["fr"],
  purposes: [purpose("necessary", "exempt", "site"), purpose("films", "consent", "vimeo")],
};
// The service: it takes every choice, and writes its cookie.
globalThis.fetch = async (_, { body }) => {
  const { decisions, revision } = JSON.parse(body);
  const now = Math.floor(Date.now() / 1000);
  const list = Object.entries(decisions).map(([id, yes]) => `${id}:${+yes}`);
  document.cookie = `pctx=1~${revision}~${config.generation}~${now}~${now + 1e6}~${list.join("_")}`;
  const dates = { given_at: new Date(now * 1000), valid_until: new Date((now + 1e6) * 1000) };
  return new Response(JSON.stringify(dates), {
    status: 201,
    headers: { "content-type": "application/json" },
  });
};

/** Until `holds` does. */
async function until(what, holds) {
  for (let turn = 0; !holds(); ++turn) {
    assert.ok(
      turn < 400,
      `${what}: ${document.body.innerHTML} ${JSON.stringify(window.temoin?.state?.())} ${document.cookie}`,
    );
    await new Promise((done) => setTimeout(done, 25));
  }
}

const root = document.getElementById("root");
const main = root.querySelector("main");
const errors = [];
const { hydrate } = await import(`./${name}.mjs`);
await hydrate(root, errors);
const { start } = await import("temoin-banner");
start({ config, base: "/consentement" });
await until("the state is known", () => main.querySelector("p").textContent === "none");
main.querySelector("button").click();
await until("let in", () => main.querySelector("iframe") && !main.querySelector("button"));
await until("settled", () => main.querySelector("p").textContent === "valid");
window.temoin.withdraw();
await until("taken away", () => !main.querySelector("iframe") && main.querySelector("button"));
assert.equal(root.querySelector("main"), main, "what the server sent was taken over");
assert.deepEqual(errors, []);

// A part that the service does not have: it is of another version, and the console says so.
const said = [];
console.warn = (message) => said.push(message);
const part = document.createElement("script");
part.src = "/consentement/v1/banner/0.js";
document.head.append(part);
part.dispatchEvent(new Event("error"));
assert.match(said.join(), /package is of version \d.*Install the version of the service/);
process.exit(0);
