// Which pages of a site are visited: those of its sitemaps, or else those that its first page links
// to. Only addresses of the site's own hosts; bounded in files, bytes, depth and time.
import { request as plain } from "node:http";
import { request as secure } from "node:https";
import { gunzipSync } from "node:zlib";
import { isOwn } from "./addresses.mjs";
import { worded } from "./words.mjs";

export const kBounds = { files: 20, bytes: 10 * 1024 * 1024, addresses: 50_000, redirects: 5 };
const kWait = 20_000;

// A person is signed out by these, or gets a file.
const kFiles =
  "pdf|zip|docx?|xlsx?|odt|ods|pptx?|mp[34]|png|jpe?g|svg|gif|webp|ics|xml|json|css|js";
const kLeave = new RegExp(
  `logout|log-out|signout|sign-out|deconnexion|d%C3%A9connexion|\\.(${kFiles})$`,
  "i",
);

const kEntities = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };
const unescaped = (text) =>
  text.replace(/&(amp|lt|gt|quot|apos|#\d{1,6});/g, (_, name) =>
    name[0] === "#" ? String.fromCodePoint(Number(name.slice(1)) % 0x110000) : kEntities[name],
  );

/** What stands in a sitemap, at most `most` addresses: `{index, addresses}`. */
export function readSitemap(text, most = kBounds.addresses) {
  const addresses = [];
  const place = /<loc\b[^>]{0,200}>\s*(?:<!\[CDATA\[)?\s*([^<\]]{1,2048})/g;
  for (let found; addresses.length < most && (found = place.exec(text)); )
    addresses.push(unescaped(found[1].trim()));
  return { index: /<sitemapindex[\s>]/.test(text.slice(0, 4096)), addresses };
}

/** The sitemaps that robots.txt names. */
export const readRobots = (text) =>
  [...text.slice(0, 512 * 1024).matchAll(/^[ \t]*sitemap[ \t]*:[ \t]*(\S{1,2048})/gim)].map(
    ([, address]) => address,
  );

/**
 * At most `most` of the addresses, each once and without its fragment, the given ones first; the
 * others one of each first folder in turn, so that a thousand news do not hide the forms.
 */
export function choosePages(given, found, bases, most) {
  const chosen = new Set();
  for (const address of given) if (chosen.size < most) chosen.add(new URL(address).href);
  const folders = new Map();
  for (const address of found) {
    let url;
    try {
      url = new URL(address);
    } catch {
      continue;
    }
    url.hash = "";
    if (!/^https?:$/.test(url.protocol) || !isOwn(url.hostname, bases)) continue;
    if (kLeave.test(url.pathname) || chosen.has(url.href)) continue;
    const folder = url.pathname.split("/", 2).join("/");
    if (!folders.has(folder)) folders.set(folder, new Set());
    folders.get(folder).add(url.href);
  }
  const rows = [...folders.values()].map((each) => [...each].sort());
  for (let at = 0; chosen.size < most && rows.some((row) => at < row.length); ++at) {
    for (const row of rows) if (at < row.length && chosen.size < most) chosen.add(row[at]);
  }
  return [...chosen];
}

/** The text at an address of the site's own hosts, or null. `judge`: gate.mjs. */
export async function fetchOwn(address, { judge, bases, userAgent }, hops = kBounds.redirects) {
  const url = new URL(address);
  if (!/^https?:$/.test(url.protocol) || !isOwn(url.hostname, bases)) return null;
  const to = await judge(url.hostname);
  if (!to) return null;
  const response = await new Promise((done) => {
    const call = (url.protocol === "https:" ? secure : plain)(
      url,
      {
        headers: { "User-Agent": userAgent, Accept: "*/*" },
        timeout: kWait,
        lookup: (_host, options, found) =>
          options.all
            ? found(null, [{ address: to, family: to.includes(":") ? 6 : 4 }])
            : found(null, to, to.includes(":") ? 6 : 4),
      },
      (got) => {
        const parts = [];
        let size = 0;
        const end = setTimeout(() => call.destroy(), kWait);
        got.on("data", (part) => {
          size += part.length;
          if (size > kBounds.bytes) call.destroy();
          else parts.push(part);
        });
        got.on("close", () => {
          clearTimeout(end);
          const whole = got.complete && size <= kBounds.bytes;
          done(whole ? { got, body: Buffer.concat(parts) } : null);
        });
      },
    );
    call.on("timeout", () => call.destroy());
    call.on("error", () => done(null));
    call.end();
  });
  if (!response) return null;
  const { got, body } = response;
  if (got.statusCode >= 300 && got.statusCode < 400 && got.headers.location && hops > 0) {
    try {
      const next = new URL(got.headers.location, url).href;
      return fetchOwn(next, { judge, bases, userAgent }, hops - 1);
    } catch {
      return null;
    }
  }
  if (got.statusCode !== 200) return null;
  try {
    const packed = body[0] === 0x1f && body[1] === 0x8b;
    return (packed ? gunzipSync(body, { maxOutputLength: kBounds.bytes }) : body).toString();
  } catch {
    return null;
  }
}

/** Every address of the site's sitemaps, and how many files were read. */
export async function crawlSitemaps(start, ways, tell = () => {}) {
  const from = (path) => new URL(path, start).href;
  const robots = await fetchOwn(from("/robots.txt"), ways);
  const named = robots ? readRobots(robots) : [];
  const waiting = named.length ? named : [from("/sitemap.xml"), from("/sitemap_index.xml")];
  const seen = new Set();
  const addresses = [];
  let files = 0;
  while (waiting.length && files < kBounds.files && addresses.length < kBounds.addresses) {
    const next = waiting.shift();
    if (seen.has(next)) continue;
    seen.add(next);
    let text = null;
    try {
      text = await fetchOwn(next, ways);
    } catch {
      continue; // no address
    }
    if (text === null) continue;
    ++files;
    const sitemap = readSitemap(text, kBounds.addresses - addresses.length);
    tell(worded("sitemap {}: {} addresses", next, sitemap.addresses.length));
    if (sitemap.index) waiting.push(...sitemap.addresses.slice(0, kBounds.files));
    else addresses.push(...sitemap.addresses);
  }
  return { addresses, files };
}
