// A document in Markdown as the content of a page; its headings have the anchors that GitHub gives.
import { existsSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import GithubSlugger from "github-slugger";
import MarkdownIt from "markdown-it";

export const escapeHtml = MarkdownIt().utils.escapeHtml;

const kLanguage = /^<!-- lang: ([a-z]{2}) -->\n/;

/** From the page `file` to another path of the site. */
export const relativeTo = (file, path) => posix.relative(posix.dirname(file), path) || ".";

/** Where a link of `source` leads: `{href}` on the site or outside, `{words}` where the target is
    a file of the source tree without a page, `{dead}` where there is no such file. */
function follow(target, source, files, root) {
  if (/^(https?|mailto):/.test(target) || target.startsWith("#")) return { href: target };
  const [path, anchor] = target.split("#");
  const wanted = posix.normalize(posix.join(posix.dirname(source), decodeURI(path)));
  const folder = wanted.endsWith("/") ? `${wanted}README.md` : wanted;
  const file = files.get(wanted) || files.get(folder);
  if (file) {
    const href = relativeTo(files.get(source), file);
    return { href: anchor ? `${href}#${anchor}` : href };
  }
  if (wanted.startsWith("..") || !existsSync(`${root}/${wanted}`)) return { dead: target };
  return { words: wanted };
}

/** Width and height of a PNG, which its first chunk says; of any other file nothing. */
function sizeOf(path) {
  const bytes = path.endsWith(".png") && existsSync(path) ? readFileSync(path) : Buffer.alloc(0);
  if (bytes.length < 24 || bytes.toString("latin1", 12, 16) !== "IHDR") return [];
  return [
    ["width", String(bytes.readUInt32BE(16))],
    ["height", String(bytes.readUInt32BE(20))],
  ];
}

function textOf(token) {
  return token.children
    .filter(({ type }) => ["text", "code_inline", "softbreak"].includes(type))
    .map(({ type, content }) => (type === "softbreak" ? " " : content))
    .join("");
}

/** Reads one document. `files`: every page's file by its source. */
export function readPage(text, source, files, root) {
  const lang = kLanguage.exec(text)?.[1] || "en";
  const md = MarkdownIt({ html: false, linkify: false });
  const slugger = new GithubSlugger();
  const headings = [];
  const sections = [];
  const dead = [];
  const { rules } = md.renderer;
  const render = (tokens, index, options, _env, self) => self.renderToken(tokens, index, options);

  rules.heading_open = (tokens, index, ...rest) => {
    const words = textOf(tokens[index + 1]);
    const id = slugger.slug(words);
    const level = Number(tokens[index].tag.slice(1));
    tokens[index].attrSet("id", id);
    headings.push({ id, level, words });
    return render(tokens, index, ...rest);
  };
  rules.heading_close = (tokens, index) => {
    const { id, level, words } = headings.at(-1);
    if (level === 1) return "</h1>\n";
    const label = escapeHtml(words);
    return ` <a class="anchor" href="#${id}" aria-label="§ ${label}">§</a></h${tokens[index].tag[1]}>\n`;
  };
  rules.link_open = (tokens, index, ...rest) => {
    const token = tokens[index];
    const { href, words, dead: lost } = follow(token.attrGet("href"), source, files, root);
    if (lost) dead.push(lost);
    if (href) token.attrSet("href", href);
    else {
      // A file of the source tree: named, and no link.
      token.tag = "span";
      token.attrs = [["class", "file"]];
      if (words) token.attrPush(["title", words]);
      let close = index;
      while (tokens[close].type !== "link_close") close += 1;
      tokens[close].tag = "span";
    }
    return render(tokens, index, ...rest);
  };
  // What scrolls is reached by keyboard, and says where it stands.
  const scroller = () => {
    const label = escapeHtml(headings.at(-1)?.words || source);
    return `role="group" tabindex="0" aria-label="${label}"`;
  };
  rules.table_open = () => `<div class="table" ${scroller()}><table>\n`;
  rules.fence = (tokens, index) =>
    `<pre ${scroller()}><code>${escapeHtml(tokens[index].content)}</code></pre>\n`;
  rules.table_close = () => "</table></div>\n";
  const { image } = rules;
  rules.image = (tokens, index, ...rest) => {
    const src = tokens[index].attrGet("src");
    const path = `${root}/${posix.join(posix.dirname(source), src)}`;
    if (!existsSync(path)) dead.push(src);
    // Its place is known before it is there: an anchor below it stays where it was come to.
    for (const [name, value] of sizeOf(path)) tokens[index].attrSet(name, value);
    return image(tokens, index, ...rest);
  };

  const tokens = md.parse(text.replace(kLanguage, ""), {});
  const html = md.renderer.render(tokens, md.options, {});
  let at = -1;
  for (const token of tokens) {
    if (token.type === "heading_open") {
      at += 1;
      sections.push({ id: headings[at].id, words: [] });
    } else if (["inline", "fence", "code_block"].includes(token.type) && at >= 0) {
      sections[at].words.push(token.type === "inline" ? textOf(token) : token.content);
    }
  }
  const title = headings[0]?.words || source;
  return { lang, title, html, headings, sections, dead };
}
