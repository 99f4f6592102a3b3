// One server for all that is measured: pages, peers from their npm packages, our banner and what it
// fetches from the service behind, by brotli, after the same latency for everyone.
import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";
import { ask, catalogWith, Service } from "../../browser/lib/service.mjs";
import { probe } from "./pages.mjs";
import { kBefore, kBeforeName, kVariants, peers } from "./peers.mjs";

const modules = join(dirname(fileURLToPath(import.meta.url)), "node_modules");
const kSite = "/v1/sites/ameli.fr";
const kTypes = {
  ".js": "text/javascript",
  ".css": "text/css",
  ".html": "text/html; charset=utf-8",
};
const compressed = new Map();

function squeeze(body) {
  const key = createHash("sha1").update(body).digest("hex");
  if (!compressed.has(key)) compressed.set(key, brotliCompressSync(body));
  return compressed.get(key);
}

const pageOf = ({ head = "", first = "", body = "", shown }) =>
  `<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Banc</title><link rel="icon" href="data:,"><script>(${probe})(${shown})</script>${head}</head><body>${first}<main><h1>Page</h1><p>…</p></main>${body}</body></html>`;

export class BenchServer {
  /** Milliseconds before each answer. */
  latency = 0;
  bytes = 0;
  requests = 0;
  /** Answered with an error: a figure beside these is worth nothing. */
  failed = [];
  /** Called with what a page reports. */
  report = () => {};
  #services = [];
  #folders = [];
  #server;

  /** `names`: of the rows that are measured; of ours, only what they need is started. */
  async start(names) {
    for (const [at, [name, settings]] of Object.entries(kVariants).entries()) {
      if (at && !names.includes(name)) continue;
      if (name === kBeforeName) {
        this.#services[at] = await Service.start(kBefore);
        continue;
      }
      const catalog = catalogWith(settings);
      this.#folders.push(catalog);
      this.#services[at] = await Service.start({ catalog });
    }
    this.#server = createServer((request, response) => {
      const path = decodeURIComponent(new URL(request.url, "http://x").pathname).slice(1);
      if (path === "report") return this.#reported(request, response);
      return setTimeout(() => this.#answer(request, response, path), this.latency);
    });
    await new Promise((done) => this.#server.listen(0, "127.0.0.1", done));
    return this.#server.address().port;
  }

  async stop() {
    this.#server.closeAllConnections();
    this.#server.close();
    await Promise.all(this.#services.map((service) => service.stop()));
    for (const folder of this.#folders) rmSync(folder, { recursive: true, force: true });
  }

  /** Our script as variant `at` has it; it finds its service under a path of its own. */
  async banner(at) {
    const { body } = await ask(this.#services[at].port, `${kSite}/banner.js`);
    return body.replace('"base":""', `"base":"/temoin/${at}"`);
  }

  #reported(request, response) {
    let text = "";
    request.setEncoding("utf8").on("data", (part) => (text += part));
    request.on("end", () => (response.writeHead(204).end(), this.report(JSON.parse(text))));
  }

  /** `{status, type, body}` of a page, a peer's file, our script or what the service answers. */
  async #find(request, path) {
    const ok = (body, type) => ({ status: 200, type, body });
    if (path.startsWith("page/")) return ok(pageOf(peers[path.slice(5)]), kTypes[".html"]);
    const [, at, rest] = /^temoin\/(\d+)\/(.*)$/.exec(path) ?? [];
    if (rest === "banner.js") return ok(await this.banner(at), kTypes[".js"]);
    if (rest) {
      const { port } = this.#services[at];
      const headers = { origin: `http://www.ameli.localhost:${port}` };
      for (const name of ["content-type", "cookie"])
        if (request.headers[name]) headers[name] = request.headers[name];
      let sent = "";
      for await (const part of request.setEncoding("utf8")) sent += part;
      const options = { host: "www.ameli.localhost", method: request.method, headers, body: sent };
      const answer = await ask(port, "/" + rest, options);
      return { ...ok(answer.body, answer.headers["content-type"]), status: answer.status };
    }
    const file = join(modules, path);
    if (extname(path) && existsSync(file)) return ok(readFileSync(file), kTypes[extname(path)]);
    return { status: 404, type: "text/plain", body: "" };
  }

  async #answer(request, response, path) {
    const { status, type, body } = await this.#find(request, path);
    if (status >= 400) this.failed.push(`${status} ${path}`);
    const sent = squeeze(Buffer.from(body));
    ++this.requests;
    this.bytes += sent.length;
    response.writeHead(status, {
      "content-type": type || "text/plain",
      "content-encoding": "br",
      "cache-control": "no-store",
    });
    response.end(sent);
  }
}
