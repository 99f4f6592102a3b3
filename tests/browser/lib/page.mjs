// Pages of a test's own making on the site's host, with the real banner and service behind them.
import { readFileSync } from "node:fs";
import { createServer, request as forward } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { createRequire } from "node:module";
import assert from "node:assert/strict";
import { ask } from "./service.mjs";

const axeSource = readFileSync(
  createRequire(import.meta.url).resolve("axe-core/axe.min.js"),
  "utf8",
);

export const kSnippet = '<script src="/v1/sites/ameli.fr/banner.js" data-cfasync="false"></script>';

/** A small correct page around `body`; `head` comes after the banner's script. */
export const pageOf = (
  body,
  { head = "", host = true, lang = "fr" } = {},
) => `<!doctype html><html lang="${lang}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>Essai</title>${kSnippet}${head}</head>
<body>${host ? '<div id="temoin"></div>' : ""}<main><h1>Essai</h1>${body}</main>
<footer><button type="button" data-temoin="preferences">Gestion des cookies</button></footer></body></html>`;

/** Answers `/essai/NAME` on any host of the browser with this page. */
export function place(context, name, html, headers = {}) {
  return context.route(`**/essai/${name}`, (route) =>
    route.fulfill({
      body: html,
      headers: { "content-type": "text/html; charset=utf-8", ...headers },
    }),
  );
}

/**
 * A site of its own before the service, as a reverse proxy stands: `pages` by path, everything else
 * handed on. For what an intercepted page cannot show, such as the back/forward cache. With `tls`
 * (`{key, cert}`) over https; `other` answers for every other host. `posts` of what it returns: the
 * choices that were sent, as they came; the answer to one that `cut` says yes to is lost.
 */
export async function siteBefore(service, pages, { tls, other, cut } = {}) {
  const posts = [];
  const answer = (request, response) => {
    if (other && !/^www\.ameli\./.test(request.headers.host)) return other(request, response);
    if (pages[request.url]) {
      response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
      return response.end(pages[request.url]);
    }
    const headers = { ...request.headers, host: `www.ameli.localhost:${service.port}` };
    if (headers.origin) headers.origin = `http://${headers.host}`;
    const on = forward(
      { host: "127.0.0.1", port: service.port, path: request.url, method: request.method, headers },
      (answer) => {
        if (sent && cut?.(posts.length)) {
          answer.resume();
          return response.destroy();
        }
        response.writeHead(answer.statusCode, answer.headers);
        return answer.pipe(response);
      },
    );
    const sent = request.method === "POST" && request.url.endsWith("/consents");
    if (sent) {
      let text = "";
      request.on("data", (part) => (text += part));
      request.on("end", () => posts.push(JSON.parse(text)));
    }
    on.on("error", () => response.destroy());
    return request.pipe(on);
  };
  const server = tls ? createSecureServer(tls, answer) : createServer(answer);
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  server.unref(); // a test that failed before it closed this must not keep the runner waiting
  const { port } = server.address();
  return {
    port,
    posts,
    address: (path) => `http${tls ? "s" : ""}://www.ameli.localhost:${port}${path}`,
    close: () => (server.closeAllConnections(), new Promise((done) => server.close(done))),
  };
}

/**
 * Answers addresses that match with a script, an image or nothing, and notes that they were asked.
 */
export function standIn(context, pattern, body = "", type = "text/javascript") {
  const asked = [];
  return context
    .route(pattern, (route) => {
      asked.push(route.request().url());
      return route.fulfill({
        body,
        headers: { "content-type": type, "access-control-allow-origin": "*" },
      });
    })
    .then(() => asked);
}

/** Changes the boot data inside the served banner.js. */
export function tweak(context, change) {
  return context.route("**/v1/sites/*/banner.js", async (route) => {
    const { port, hostname, pathname } = new URL(route.request().url());
    const text = (await ask(+port, pathname, { host: hostname })).body;
    const at = text.lastIndexOf('})({"config":') + 3;
    const end = text.lastIndexOf(");");
    const boot = JSON.parse(text.slice(at, end));
    change(boot.config, boot);
    await route.fulfill({
      contentType: "text/javascript; charset=utf-8",
      body: text.slice(0, at) + JSON.stringify(boot) + text.slice(end),
    });
  });
}

/** axe-core on the whole page, shadow roots included: no violation of any rule. */
export async function assertAccessible(page, state) {
  await page.evaluate(axeSource);
  const { violations } = await page.evaluate(() =>
    window.axe.run(document, { resultTypes: ["violations"] }),
  );
  const told = violations.map(
    (each) =>
      `${each.id}: ${each.nodes.map((node) => node.target.flat().join(" ") + " " + (node.any[0]?.message || "")).join(" | ")}`,
  );
  assert.deepEqual(told, [], state);
}

/** Name of what has the focus, inside our shadow roots too. */
export const focused = (page) =>
  page.evaluate(() => {
    let at = document.activeElement;
    while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
    return at
      ? (at.getAttribute("aria-label") || at.title || at.textContent || at.tagName)
          .trim()
          .slice(0, 60)
      : "";
  });
