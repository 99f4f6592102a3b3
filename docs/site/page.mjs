// The page around a document: header with search, menu, contents of the page, next and previous.
import { escapeHtml, relativeTo } from "./markdown.mjs";

const kWords = {
  en: {
    skip: "Skip to the text",
    menu: "Menu",
    documents: "Documents",
    search: "Search",
    look: "Dark or light",
    contents: "On this page",
    before: "Before",
    after: "Next",
    hits: "results",
    none: "Nothing found",
  },
  fr: {
    skip: "Aller au texte",
    menu: "Menu",
    documents: "Documents",
    search: "Rechercher",
    look: "Sombre ou clair",
    contents: "Sur cette page",
    before: "Précédent",
    after: "Suivant",
    hits: "résultats",
    none: "Aucun résultat",
  },
};

function menuOf(page, site) {
  const titles = new Map(site.pages.map((each) => [each.file, each]));
  return site.chapters
    .map((chapter) => {
      const items = chapter.entries.map(({ file }) => {
        const { title, lang } = titles.get(file);
        const here = file === page.file ? ' aria-current="page"' : "";
        const language = lang === page.lang ? "" : ` lang="${lang}" hreflang="${lang}"`;
        const href = relativeTo(page.file, file);
        return `<li><a href="${href}"${here}${language}>${escapeHtml(title)}</a></li>`;
      });
      return `<section><h2>${chapter[page.lang]}</h2><ul>${items.join("")}</ul></section>`;
    })
    .join("\n");
}

function contentsOf(page) {
  const chapters = page.headings.filter(({ level }) => level === 2);
  const deepest = chapters.length < 4 ? 3 : 2; // a page of few chapters: what is in them, too
  return page.headings
    .filter(({ level }) => level > 1 && level <= deepest)
    .map(({ id, words }) => `<li><a href="#${id}">${escapeHtml(words)}</a></li>`)
    .join("");
}

function neighbour(page, other, rel, words) {
  if (!other) return "<span></span>";
  const language = other.lang === page.lang ? "" : ` lang="${other.lang}"`;
  return `<a rel="${rel}" href="${relativeTo(page.file, other.file)}">
<span>${words}</span><strong${language}>${escapeHtml(other.title)}</strong></a>`;
}

/** The whole page. It runs under `default-src 'self'`: no inline script or style, nothing remote. */
export function pageOf(page, site) {
  const words = kWords[page.lang];
  const at = site.pages.findIndex(({ file }) => file === page.file);
  const to = (path) => relativeTo(page.file, path);
  const menu = menuOf(page, site);
  const contents = contentsOf(page);
  const label = (text) => `aria-label="${text}"`;
  return `<!doctype html>
<html lang="${page.lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(page.title)}${page.file === "index.html" ? "" : " · Témoin"}</title>
<link rel="icon" href="${to("assets/icon.svg")}">
<link rel="stylesheet" href="${to("assets/site.css")}">
<script src="${to("assets/theme.js")}"></script>
<script src="${to("assets/search.js")}" defer></script>
</head>
<body data-root="${to("index.html").replace(/index\.html$/, "")}">
<a class="skip" href="#text">${words.skip}</a>
<header class="top">
<a class="brand" href="${to("index.html")}">Témoin <span>${site.version}</span></a>
<form class="search" role="search" hidden data-hits="${words.hits}" data-none="${words.none}">
<input type="search" ${label(words.search)} placeholder="${words.search}" aria-keyshortcuts="/" autocomplete="off"
 spellcheck="false" aria-controls="hits">
<p class="unseen" role="status"></p>
<ol id="hits" hidden></ol>
</form>
<button type="button" class="look" hidden ${label(words.look)}>◐</button>
<details class="menu"><summary>${words.menu}</summary>
<nav ${label(words.documents)}>${menu}</nav></details>
</header>
<div class="frame">
<nav class="side" ${label(words.documents)}>${menu}</nav>
<main id="text" tabindex="-1">
<article>
${page.html}</article>
<nav class="next" ${label(`${words.before}, ${words.after}`)}>
${neighbour(page, site.pages[at - 1], "prev", words.before)}
${neighbour(page, site.pages[at + 1], "next", words.after)}
</nav>
</main>
${contents ? `<nav class="contents" ${label(words.contents)}><h2>${words.contents}</h2><ul>${contents}</ul></nav>` : ""}
</div>
</body>
</html>
`;
}
