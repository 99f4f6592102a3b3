// The only way out of the scan's browser: a proxy on loopback through which every request goes,
// those of redirects, frames and workers included.
//
// A name is resolved here, once, and the connection is made to the very address that was judged. An
// address that is not public is reached only where the site itself has such a one: loopback for all
// (a test bench), a private network for the site's own hosts. Other hosts can be shut as a whole.
// Bounded: bytes of a page, connections at a time, time without a byte.
import { lookup } from "node:dns/promises";
import { createServer, request } from "node:http";
import { connect, isIP } from "node:net";
import { isOwn, kindOf, plainHost } from "./addresses.mjs";

export const kMostBytes = 64 * 1024 * 1024; // of one page, with all that it loads
const kMostConnections = 256;
const kSilence = 30_000;
const kHopHeaders = ["proxy-connection", "proxy-authorization", "connection", "keep-alive"];

export class Gate {
  #server;
  #known = new Map();
  #sockets = new Set();
  #bytes = 0;
  #loopback = false;

  /** `bases`: addresses.mjs; `refused(host, reason)` is told what did not get out. */
  constructor({ bases, refused, mostBytes = kMostBytes }) {
    this.bases = bases;
    this.refused = refused;
    this.mostBytes = mostBytes;
    this.others = true; // whether other hosts than the site's may be reached
    this.closed = false; // for the rest of a page that asks too much
  }

  async open() {
    for (const base of this.bases) {
      const address = await this.#resolve(base);
      if (address && kindOf(address) === "loopback") this.#loopback = true;
    }
    this.#server = createServer((asked, response) => this.#plain(asked, response));
    this.#server.on("connect", (asked, socket) => this.#tunnel(asked, socket));
    this.#server.on("clientError", (_error, socket) => socket.destroy());
    this.#server.on("connection", (socket) => this.#keep(socket));
    await new Promise((done) => this.#server.listen(0, "127.0.0.1", done));
    return this.#server.address().port;
  }

  async shut() {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((done) => this.#server.close(done));
  }

  /** The bytes of the page that follows are counted from nothing. */
  nextPage() {
    this.#bytes = 0;
    this.closed = false;
  }

  /** The address to connect to, or null; then `refused` has been told why. */
  async judge(host) {
    if (this.closed) return null;
    const plain = plainHost(host);
    const own = isOwn(plain, this.bases);
    if (!own && !this.others) return null; // recorded by the browser, and stopped
    const address = await this.#resolve(plain);
    if (!address) return null; // a name that has none; its requests are recorded as not answered
    const kind = kindOf(address);
    const passes =
      kind === "public" || (kind === "loopback" && this.#loopback) || (kind === "private" && own);
    if (passes) return address;
    this.refused(plain, "private-address");
    return null;
  }

  async #resolve(host) {
    if (isIP(host)) return host;
    if (host === "localhost" || host.endsWith(".localhost")) return "127.0.0.1";
    if (!this.#known.has(host)) {
      const found = await lookup(host).catch(() => null);
      this.#known.set(host, found && found.address);
    }
    return this.#known.get(host);
  }

  #keep(socket) {
    if (this.#sockets.size >= 2 * kMostConnections) return socket.destroy();
    this.#sockets.add(socket);
    socket.setTimeout(kSilence, () => socket.destroy());
    socket.on("error", () => socket.destroy());
    socket.on("close", () => this.#sockets.delete(socket));
  }

  /** Whether so many more bytes are within the page's bound. */
  #count(length, host) {
    const before = this.#bytes;
    this.#bytes += length;
    if (this.#bytes <= this.mostBytes) return true;
    if (before <= this.mostBytes) this.refused(plainHost(host), "too-many-bytes");
    return false;
  }

  async #tunnel(asked, socket) {
    const target = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+):(\d{1,5})$/i.exec(asked.url || "");
    const address = target && (await this.judge(target[1]));
    if (!address || socket.destroyed) return socket.end("HTTP/1.1 403 Refused\r\n\r\n");
    const there = connect(Number(target[2]), address);
    this.#keep(there);
    there.on("connect", () => socket.write("HTTP/1.1 200 Connected\r\n\r\n"));
    there.on("data", (bytes) => {
      if (!this.#count(bytes.length, target[1])) there.destroy();
    });
    there.pipe(socket);
    socket.pipe(there);
    there.on("close", () => socket.destroy());
    socket.on("close", () => there.destroy());
  }

  async #plain(asked, response) {
    const refuse = () => asked.socket.destroy(); // a response would look like the other host's
    let url;
    try {
      url = new URL(asked.url);
    } catch {
      return refuse();
    }
    const address = url.protocol === "http:" && (await this.judge(url.hostname));
    if (!address) return refuse();
    const headers = { ...asked.headers };
    for (const name of kHopHeaders) delete headers[name];
    const call = request(
      {
        host: address,
        port: url.port || 80,
        method: asked.method,
        path: url.pathname + url.search,
        headers,
        setHost: false,
      },
      (got) => {
        const out = [];
        for (let at = 0; at < got.rawHeaders.length; at += 2) {
          if (!kHopHeaders.includes(got.rawHeaders[at].toLowerCase()))
            out.push(got.rawHeaders[at], got.rawHeaders[at + 1]);
        }
        response.writeHead(got.statusCode, got.statusMessage, out);
        got.on("data", (bytes) => {
          if (!this.#count(bytes.length, url.hostname)) got.destroy();
        });
        got.on("close", () => (got.complete ? response.end() : response.destroy()));
        got.pipe(response);
      },
    );
    call.setTimeout(kSilence, () => call.destroy());
    call.on("error", refuse);
    response.on("close", () => call.destroy());
    asked.pipe(call);
  }
}
