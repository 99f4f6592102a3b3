// A small mutuelle's site on loopback, without a banner: Matomo, GA4, the Meta pixel, YouTube, a
// map, a captcha, a chat, and somebody whom no library knows. Each vendor is a stand-in under
// .localhost; standInLibrary() is the library under the same names.
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";

const kVendors =
  /(google|googletagmanager|google-analytics|facebook|youtube|hcaptcha|crisp)\.[a-z]+(?=[/]|$)/;
const standIn = (host) => host.replace(kVendors, "$1.localhost");

/** Hosts of the library's services changed to those of the stand-ins. */
export function standInLibrary(from, folder) {
  mkdirSync(folder, { recursive: true });
  for (const file of readdirSync(from)) {
    const service = JSON.parse(readFileSync(join(from, file), "utf8"));
    for (const row of service.hosts ?? []) row.host = standIn(row.host);
    const first = (row, at, all) => all.findIndex((each) => each.host === row.host) === at;
    if (service.hosts) service.hosts = service.hosts.filter(first); // facebook.com, facebook.net
    for (const row of service.loads ?? []) row.address = standIn(row.address);
    for (const row of service.trackers?.value ?? []) if (row.host) row.host = standIn(row.host);
    writeFileSync(join(folder, file), JSON.stringify(service));
  }
  return folder;
}

const kYear = "Path=/; Max-Age=31536000";
const write = (name, domain = "") =>
  `document.cookie = "${name}=1; ${kYear}${domain && `; Domain=${domain}`}";`;

/** What each stand-in answers, by host and path: `[type, body, cookies]`. */
const kAnswers = {
  "www.mutuelle /matomo/matomo.js": [
    "text/javascript",
    write("_pk_id.1.1fff") + write("_pk_ses.1.1fff"),
  ],
  "www.googletagmanager /gtag/js": ["text/javascript", write("_ga") + write("_ga_ABC123")],
  "connect.facebook /en_US/fbevents.js": ["text/javascript", write("_fbp")],
  "www.youtube /embed/abc": ["text/html", "<p>vidéo", ["YSC=1; Path=/; Secure; SameSite=None"]],
  "www.google /maps/embed": ["text/html", "<p>plan"],
  "js.hcaptcha /1/api.js": ["text/javascript", ""],
  "client.crisp /l.js": ["text/javascript", write("crisp-client%2Fsession%2F1")],
  "cdn.inconnu /w.js": ["text/javascript", ""],
};

function pagesAt(port) {
  const at = (host, path) => `http://${host}.localhost:${port}${path}`;
  const page = (...body) =>
    `<!doctype html><html lang="fr"><head><title>Mutuelle</title>
<script src="/matomo/matomo.js"></script>
<script async src="${at("www.googletagmanager", "/gtag/js?id=G-ABC123")}"></script>
<script>(function (d) { const s = d.createElement("script");
  s.src = "${at("connect.facebook", "/en_US/fbevents.js")}"; d.head.append(s); })(document);</script>
</head><body><h1>Mutuelle</h1>${body.join("\n")}</body></html>`;
  return {
    "/": page(),
    "/video": page(`<iframe title="v" src="${at("www.youtube", "/embed/abc")}"></iframe>`),
    "/agences/plan": page(
      `<iframe title="p" src="${at("www.google", "/maps/embed?pb=1")}"></iframe>`,
    ),
    "/contact": page(
      `<script src="${at("js.hcaptcha", "/1/api.js")}"></script>`,
      `<script src="${at("client.crisp", "/l.js")}"></script>`,
      `<script src="${at("cdn.inconnu", "/w.js")}"></script>`,
    ),
  };
}

export async function mutuelleSite() {
  const hosts = new Set(); // the independent count: who was really asked
  const server = createServer((asked, answer) => {
    const url = new URL(asked.url, `http://${asked.headers.host}`);
    const name = url.hostname.replace(/\.localhost$/, "");
    const pages = pagesAt(server.address().port);
    if (!name.startsWith("www.mutuelle")) hosts.add(url.hostname);
    const found = kAnswers[`${name} ${url.pathname}`];
    if (found) {
      const [type, body, cookies = []] = found;
      answer.writeHead(200, { "Content-Type": `${type}; charset=utf-8`, "Set-Cookie": cookies });
      return answer.end(body);
    }
    if (name === "www.mutuelle" && url.pathname === "/sitemap.xml") {
      const rows = Object.keys(pages).map((path) => `<url><loc>${url.origin}${path}</loc></url>`);
      answer.writeHead(200, { "Content-Type": "text/xml" });
      return answer.end(`<urlset>${rows.join("")}</urlset>`);
    }
    const page = name === "www.mutuelle" && pages[url.pathname];
    answer.writeHead(page ? 200 : 404, {
      "Content-Type": "text/html; charset=utf-8",
      ...(page ? { "Set-Cookie": "PHPSESSID=1; Path=/; HttpOnly" } : {}),
    });
    return answer.end(page || "absent");
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return {
    hosts,
    url: `http://www.mutuelle.localhost:${server.address().port}/`,
    close: () => new Promise((done) => (server.close(done), server.closeAllConnections())),
  };
}
