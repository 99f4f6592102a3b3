// Which texts that visitors read differ between two published versions, old and new side by side.
// Pure.

import type { RevisionDocument, Words } from "./api";
import type { Language } from "./i18n";

export interface TextChange {
  /** A member of `texts`, or a purpose's title or description. */
  what: string;
  /** Of a purpose: its title in the newer version that has it. */
  purpose?: Words;
  language: Language;
  before: string;
  after: string;
}

interface Entry {
  text: Words;
  what: string;
  purpose?: Words;
}

function textsOf(document: RevisionDocument): Map<string, Entry> {
  const out = new Map<string, Entry>();
  for (const [what, text] of Object.entries(document.texts)) out.set(what, { text, what });
  for (const purpose of document.purposes) {
    for (const what of ["title", "description"] as const) {
      const entry = { text: purpose[what], what: `purpose_${what}`, purpose: purpose.title };
      out.set(`${purpose.id} ${what}`, entry);
    }
  }
  return out;
}

export function textChanges(before: RevisionDocument, after: RevisionDocument): TextChange[] {
  const [old, now] = [textsOf(before), textsOf(after)];
  const out: TextChange[] = [];
  for (const key of new Set([...old.keys(), ...now.keys()])) {
    const entry = now.get(key) ?? old.get(key);
    if (!entry) continue;
    for (const language of ["fr", "en"] as const) {
      const [was, is] = [
        old.get(key)?.text?.[language] ?? "",
        now.get(key)?.text?.[language] ?? "",
      ];
      if (was === is) continue;
      const { what, purpose } = entry;
      out.push({ what, language, before: was, after: is, ...(purpose ? { purpose } : {}) });
    }
  }
  return out;
}
