// A small mutuelle's site on loopback, without a banner: Matomo, GA4, the Meta pixel, YouTube, a
// map, a captcha, a chat, and somebody whom no library knows. Each vendor is a stand-in under
// .localhost; standInLibrary() is the library under the same names.
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createServer, request } from "node:http";
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

const write = (name, days = 365) =>
  `document.cookie = "${name}=1; Path=/; Max-Age=${days * 86_400}";`;

/** What each stand-in answers, by host and path: `[type, body, cookies]`. */
const kAnswers = {
  "www.mutuelle /matomo/matomo.js": [
    "text/javascript",
    write("_pk_id.1.1fff") + write("_pk_ses.1.1fff", 1 / 48),
  ],
  "www.googletagmanager /gtag/js": ["text/javascript", write("_ga") + write("_ga_ABC123")],
  "connect.facebook /en_US/fbevents.js": ["text/javascript", write("_fbp", 90)],
  "www.youtube /embed/abc": ["text/html", "<p>vidéo", ["YSC=1; Path=/; Secure; SameSite=None"]],
  "www.google /maps/embed": ["text/html", "<p>plan"],
  "js.hcaptcha /1/api.js": ["text/javascript", ""],
  "client.crisp /l.js": ["text/javascript", write("crisp-client%2Fsession%2F1", 180)],
  "cdn.inconnu /w.js": ["text/javascript", ""],
};

/** What an editor does to each tag, after docs/guide-webmestre.md: before and after. */
export const kTags = [
  [
    '<script src="/matomo',
    '<script type="text/plain" data-service="matomo" data-temoin-src="/matomo',
  ],
  [
    '<script async src="',
    '<script async type="text/plain" data-service="google-analytics" data-temoin-src="',
  ],
  ["<script>(function (d)", '<script type="text/plain" data-service="meta-pixel">(function (d)'],
  ['<iframe title="v" src="', '<iframe title="v" data-service="youtube" data-temoin-src="'],
  ['<iframe title="p" src="', '<iframe title="p" data-service="google-maps" data-temoin-src="'],
  [
    /<script src="(?=[^"]*hcaptcha)/,
    '<script type="text/plain" data-service="hcaptcha" data-temoin-src="',
  ],
  [
    /<script src="(?=[^"]*crisp)/,
    '<script type="text/plain" data-service="crisp" data-temoin-src="',
  ],
  [/<script src="[^"]*inconnu[^]*?<\/script>/, ""], // nobody knows what it is for
];

/** The page with the banner's script, its tags held back, and a way back. */
function taggedPage(page, script) {
  let out = page;
  for (const [before, after] of kTags) out = out.replace(before, after);
  const back = script.replace(/banner\.js$/, "preferences");
  return out
    .replace("<title>", `<script src="${script}" data-cfasync="false"></script><title>`)
    .replace("<body>", "<body><div data-temoin-host></div>")
    .replace(
      "</body>",
      `<a href="${back}" data-temoin="preferences">Gestion des cookies</a></body>`,
    );
}

function pagesAt(port, script) {
  const at = (host, path) => `http://${host}.localhost:${port}${path}`;
  const page = (...body) => {
    const plain = `<!doctype html><html lang="fr"><head><title>Mutuelle</title>
<script src="/matomo/matomo.js"></script>
<script async src="${at("www.googletagmanager", "/gtag/js?id=G-ABC123")}"></script>
<script>(function (d) { const s = d.createElement("script");
  s.src = "${at("connect.facebook", "/en_US/fbevents.js")}"; d.head.append(s); })(document);</script>
</head><body><h1>Mutuelle</h1>${body.join("\n")}</body></html>`;
    return script ? taggedPage(plain, script) : plain;
  };
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
  // The independent count: who was really asked, and which cookies were set by what was answered.
  const hosts = new Set();
  const cookies = new Set();
  let script = ""; // the banner's, once an editor has put it in
  let service = 0; // its port, once the site's server hands /consentement/ over
  const server = createServer((asked, answer) => {
    const url = new URL(asked.url, `http://${asked.headers.host}`);
    const name = url.hostname.replace(/\.localhost$/, "");
    const pages = pagesAt(server.address().port, script);
    if (service && name === "www.mutuelle" && url.pathname.startsWith("/consentement/")) {
      const { method, headers } = asked;
      const onward = { host: "127.0.0.1", port: service, path: asked.url, method, headers };
      const call = request(onward, (given) => {
        answer.writeHead(given.statusCode, given.headers);
        given.pipe(answer);
      });
      call.on("error", () => answer.writeHead(502).end());
      return asked.pipe(call);
    }
    if (!name.startsWith("www.mutuelle")) hosts.add(url.hostname);
    const found = kAnswers[`${name} ${url.pathname}`];
    if (found) {
      const [type, body, set = []] = found;
      for (const [, cookie] of body.matchAll(/document\.cookie = "([^=]+)=/g)) cookies.add(cookie);
      for (const each of set) cookies.add(each.split("=")[0]);
      answer.writeHead(200, { "Content-Type": `${type}; charset=utf-8`, "Set-Cookie": set });
      return answer.end(body);
    }
    if (name === "www.mutuelle" && url.pathname === "/sitemap.xml") {
      const rows = Object.keys(pages).map((path) => `<url><loc>${url.origin}${path}</loc></url>`);
      answer.writeHead(200, { "Content-Type": "text/xml" });
      return answer.end(`<urlset>${rows.join("")}</urlset>`);
    }
    const page = name === "www.mutuelle" && pages[url.pathname];
    if (page) cookies.add("PHPSESSID");
    answer.writeHead(page ? 200 : 404, {
      "Content-Type": "text/html; charset=utf-8",
      ...(page ? { "Set-Cookie": "PHPSESSID=1; Path=/; HttpOnly" } : {}),
    });
    return answer.end(page || "absent");
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return {
    hosts,
    cookies,
    port: server.address().port,
    handOver: (port) => (service = port),
    tag: (address) => (script = address),
    url: `http://www.mutuelle.localhost:${server.address().port}/`,
    close: () => new Promise((done) => (server.close(done), server.closeAllConnections())),
  };
}
