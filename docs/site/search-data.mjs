// What is searched: one record a section, with its page's title. Loaded at the first use only.

/** A script that sets `temoinSearch`, so that a site opened from a folder can be searched, too. */
export function searchDataOf(pages) {
  const records = pages.flatMap((page) =>
    page.sections.map((section, index) => ({
      id: `${page.file}#${section.id}`,
      lang: page.lang,
      page: page.title,
      title: page.headings[index].words,
      text: section.words.join(" ").replace(/\s+/g, " "),
    })),
  );
  return `globalThis.temoinSearch = ${JSON.stringify(records)};\n`;
}
