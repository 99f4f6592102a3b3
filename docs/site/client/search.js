// The search: an index made in the page, of data that is fetched at its first use. No third party.
(() => {
  const kAtMost = 12;
  const kExcerpt = 140;
  const root = document.body.dataset.root;
  const form = document.querySelector(".search");
  const input = form.querySelector("input");
  const list = form.querySelector("ol");
  const status = form.querySelector("[role=status]");
  let index;

  // Without its accents, so that "temoin" finds "témoin".
  const plain = (term) => term.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

  const load = (name) =>
    new Promise((done, failed) => {
      const script = document.createElement("script");
      script.src = `${root}assets/${name}`;
      script.onload = done;
      script.onerror = failed;
      document.head.append(script);
    });

  const ready = () => {
    index ||= Promise.all([load("minisearch.js"), load("search-data.js")]).then(() => {
      const made = new globalThis.MiniSearch({
        fields: ["title", "page", "text"],
        storeFields: ["title", "page", "text", "lang"],
        processTerm: plain,
        searchOptions: {
          prefix: true,
          fuzzy: (term) => (term.length > 4 ? 0.2 : false),
          combineWith: "AND",
          boost: { title: 4, page: 2 },
        },
      });
      made.addAll(globalThis.temoinSearch);
      return made;
    });
    return index;
  };

  function excerpt({ text, terms }) {
    const found = terms.map((term) => plain(text).indexOf(term)).filter((at) => at >= 0);
    const from = Math.max(0, Math.min(...found, text.length) - 40);
    const start = found.length ? from : 0;
    const piece = text.slice(start, start + kExcerpt);
    return `${start ? "…" : ""}${piece}${start + kExcerpt < text.length ? "…" : ""}`;
  }

  function element(name, text, lang) {
    const made = document.createElement(name);
    made.textContent = text;
    if (lang) made.lang = lang;
    return made;
  }

  function draw(hits) {
    list.replaceChildren(
      ...hits.map((hit) => {
        const link = document.createElement("a");
        link.href = root + hit.id;
        link.append(
          element("strong", hit.title, hit.lang),
          element("em", hit.page === hit.title ? "" : hit.page, hit.lang),
          element("span", excerpt(hit), hit.lang),
        );
        link.addEventListener("click", close);
        const item = document.createElement("li");
        item.append(link);
        return item;
      }),
    );
    if (!hits.length) list.append(element("li", form.dataset.none));
    list.hidden = false;
    status.textContent = hits.length ? `${hits.length} ${form.dataset.hits}` : form.dataset.none;
  }

  function close() {
    list.hidden = true;
    status.textContent = "";
  }

  async function search() {
    const words = input.value.trim();
    if (words.length < 2) return close();
    const made = await ready();
    if (input.value.trim() === words) draw(made.search(words).slice(0, kAtMost));
  }

  function move(event) {
    const links = [...list.querySelectorAll("a")];
    const at = links.indexOf(document.activeElement);
    if (event.key === "Escape" && !list.hidden) {
      close();
      input.focus();
    } else if (event.key === "ArrowDown" && !list.hidden && links.length) {
      links[Math.min(at + 1, links.length - 1)].focus();
    } else if (event.key === "ArrowUp" && at >= 0) {
      (links[at - 1] || input).focus();
    } else {
      return;
    }
    event.preventDefault();
  }

  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    list.querySelector("a")?.click();
  });
  form.addEventListener("keydown", move);
  form.addEventListener("focusout", (event) => {
    if (!form.contains(event.relatedTarget) && event.relatedTarget) close();
  });
  input.addEventListener("focus", ready);
  input.addEventListener("input", search);
  document.addEventListener("pointerdown", (event) => {
    if (!form.contains(event.target)) close();
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    input.focus();
  });
})();
