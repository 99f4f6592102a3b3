// Follows every link and every source of the pages as they are written. Pages are read as they
// came out, so that a link that the template writes is judged like one of a document.
import { existsSync, readFileSync } from "node:fs";
import { posix } from "node:path";

const idsOf = (html) => new Set([...html.matchAll(/\sid="([^"]+)"/g)].map((found) => found[1]));
const linksOf = (html) => [...html.matchAll(/\s(?:href|src)="([^"]*)"/g)].map((found) => found[1]);

/** One line for each link that leads nowhere. */
export function brokenLinks(pages, out) {
  const written = new Map(
    pages.map((page) => {
      const html = readFileSync(`${out}/${page.file}`, "utf8");
      return [page.file, { html, ids: idsOf(html) }];
    }),
  );
  const broken = [];
  for (const page of pages) {
    const say = (link, why) => broken.push(`${page.source}: "${link}" ${why}`);
    for (const link of page.dead || []) say(link, "leads to no file");
    for (const link of linksOf(written.get(page.file).html)) {
      if (/^(https?|mailto):/.test(link)) continue;
      const [path, anchor] = link.split("#");
      const target = path ? posix.join(posix.dirname(page.file), path) : page.file;
      if (!existsSync(`${out}/${target}`)) say(link, "leads to no page");
      else if (anchor && !written.get(target)?.ids.has(decodeURIComponent(anchor))) {
        say(link, "has an anchor that its page does not have");
      }
    }
  }
  return broken;
}
