// The scanner's pure parts: addresses, sitemaps, trails.
import assert from "node:assert/strict";
import { createServer, request } from "node:http";
import { connect } from "node:net";
import { test } from "node:test";
import { baseOf, isOwn, kindOf } from "../../scanner/addresses.mjs";
import { Gate } from "../../scanner/gate.mjs";
import { choosePages, readRobots, readSitemap } from "../../scanner/sitemap.mjs";
import { plain } from "../../scanner/terminal.mjs";
import { Trail, shortAddress } from "../../scanner/trail.mjs";

test("what a terminal obeys is written out, and the same to JSON", () => {
  assert.equal(
    plain("a\u001b[2J\u0007\u009b31m\r\u007f"),
    "a\\u001b[2J\\u0007\\u009b31m\\u000d\\u007f",
  );
  assert.equal(plain("é\n\tb"), "é\n\tb");
  const hostile = { name: "\u009b\u007f\u001b" };
  assert.deepEqual(JSON.parse(plain(JSON.stringify(hostile, null, 1))), hostile);
});

test("an address is public, loopback, private or reserved, in every spelling", () => {
  for (const [kind, addresses] of Object.entries({
    public: ["93.184.216.34", "2606:2800:220:1::1", "::ffff:93.184.216.34"],
    loopback: ["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1", "::ffff:7f00:1"],
    private: [
      "10.0.0.1",
      "172.31.255.255",
      "192.168.0.1",
      "100.64.0.1",
      "fd12::1",
      "::ffff:a01:203",
    ],
    reserved: [
      "169.254.169.254",
      "0.0.0.0",
      "::",
      "fe80::1",
      "255.255.255.255",
      "64:ff9b::a01:203",
      "",
    ],
  }))
    for (const address of addresses) assert.equal(kindOf(address), kind, address);
});

test("a site's hosts are its base and what lies below", () => {
  const bases = [baseOf("WWW.mutuelle.example.")];
  assert.deepEqual(bases, ["mutuelle.example"]);
  for (const host of ["mutuelle.example", "www.mutuelle.example", "stats.mutuelle.example."])
    assert.ok(isOwn(host, bases), host);
  for (const host of ["example", "autremutuelle.example", "mutuelle.example.evil.test"])
    assert.ok(!isOwn(host, bases), host);
  assert.ok(!isOwn("1.127.0.0.1", ["127.0.0.1"]));
});

test("sitemaps and robots.txt are read within bounds", () => {
  const text = `<?xml version="1.0"?><urlset><url><loc> https://a.example/?x=1&amp;y=2 </loc></url>
    <url><loc><![CDATA[https://a.example/b]]></loc></url><url><loc>${"x".repeat(5000)}</loc></url></urlset>`;
  const read = readSitemap(text);
  assert.equal(read.index, false);
  assert.deepEqual(read.addresses.slice(0, 2), [
    "https://a.example/?x=1&y=2",
    "https://a.example/b",
  ]);
  assert.equal(read.addresses[2].length, 2048);
  assert.equal(readSitemap(text, 1).addresses.length, 1);
  assert.equal(
    readSitemap("<sitemapindex><sitemap><loc>x</loc></sitemap></sitemapindex>").index,
    true,
  );
  assert.deepEqual(readRobots("User-agent: *\r\nSITEMAP : https://a.example/s.xml\r\n"), [
    "https://a.example/s.xml",
  ]);
});

test("of many pages one of each folder is taken in turn, and none twice", () => {
  const news = Array.from({ length: 500 }, (_, at) => `https://a.example/news/${at}`);
  const chosen = choosePages(
    ["https://www.a.example/"],
    [
      ...news,
      "https://a.example/form/1#top",
      "https://a.example/form/1",
      "nonsense",
      "https://b.example/",
      "https://a.example/compte/deconnexion",
      "javascript:alert(1)",
    ],
    ["a.example"],
    4,
  );
  assert.deepEqual(chosen, [
    "https://www.a.example/",
    "https://a.example/news/0",
    "https://a.example/form/1",
    "https://a.example/news/1",
  ]);
});

test("a trail ends whatever the causes, and an address says nothing of a person", () => {
  const trail = new Trail();
  const cause = (url, from) => ({
    request: { url },
    type: "Script",
    documentURL: "https://a.example/",
    initiator: { type: "script", stack: { callFrames: [{ url: from, lineNumber: 0 }] } },
  });
  trail.note(cause("https://b.example/1.js", "https://b.example/2.js"));
  trail.note(cause("https://b.example/2.js", "https://b.example/1.js"));
  assert.deepEqual(trail.ofRequest("https://b.example/1.js"), [
    { script: "b.example/2.js" },
    { script: "b.example/1.js" },
  ]);
  assert.equal(
    shortAddress("https://u:p@b.example/tr/1234567/0f1e2d3c4b5a69788796a5b4c3d2e1f0/x?uid=7#z"),
    "b.example/tr/*/*/x",
  );
  assert.equal(shortAddress("data:text/plain,x"), null);
});

test("the gate lets out what was judged, and no more bytes than a page may load", async () => {
  const server = createServer((_asked, answer) => answer.end(Buffer.alloc(1 << 20)));
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address();
  const refused = [];
  const gate = new Gate({
    bases: ["a.localhost"],
    refused: (host, reason) => refused.push(`${reason} ${host}`),
    mostBytes: 3 << 20,
  });
  const proxy = await gate.open();
  /** How many bytes came, by a plain request; -1: none was let out. */
  const plain = (url) =>
    new Promise((done) => {
      const call = request({ host: "127.0.0.1", port: proxy, path: url }, (got) => {
        let bytes = 0;
        got.on("data", (part) => (bytes += part.length));
        got.on("close", () => done(bytes));
      });
      call.on("error", () => done(-1));
      call.end();
    });
  /** What a tunnel is answered. */
  const tunnel = (target) =>
    new Promise((done) => {
      const socket = connect(proxy, "127.0.0.1", () =>
        socket.write(`CONNECT ${target} HTTP/1.1\r\nHost: x\r\n\r\n`),
      );
      socket.once("data", (text) => (socket.destroy(), done(Number(String(text).split(" ")[1]))));
      socket.on("error", () => done(0));
    });
  const url = (host) => `http://${host}:${port}/`;
  assert.equal(await plain(url("a.localhost")), 1 << 20);
  assert.equal(await plain(url("b.localhost")), 1 << 20); // others, on a bench on loopback
  assert.equal(await tunnel(`b.localhost:${port}`), 200);
  for (const host of ["169.254.169.254", "10.1.2.3", "[fd00::1]"]) {
    assert.equal(await plain(url(host)), -1, host);
    assert.equal(await tunnel(`${host}:443`), 403, host);
  }
  assert.deepEqual(
    [...new Set(refused)],
    ["private-address 169.254.169.254", "private-address 10.1.2.3", "private-address fd00::1"],
  );
  for (const target of ["a.localhost", "a.localhost:x", "a/b:443", "user@a.localhost:443"])
    assert.equal(await tunnel(target), 403, target);
  gate.others = false;
  assert.equal(await plain(url("b.localhost")), -1);
  assert.equal(await plain(url("a.localhost")), 1 << 20);
  refused.length = 0;
  await plain(url("a.localhost"));
  assert.deepEqual(refused, ["too-many-bytes a.localhost"]);
  gate.nextPage();
  assert.equal(await plain(url("a.localhost")), 1 << 20);
  await gate.shut();
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
});
