// What a version of a site's banner is called: by its number and the days on which it was in force,
// and not by its hash.

import type { Publication } from "./api";
import type { Say } from "./i18n";
import * as words from "./words";

/** Of a site's publications, newest first: the one at this place. */
export function publicationWords(say: Say, publications: Publication[], at: number): string {
  const { generation, published_at } = publications[at] as Publication;
  const next = publications[at - 1];
  return next
    ? say(words.versionFromTo(generation, say.date(published_at), say.date(next.published_at)))
    : say(words.versionSince(generation, say.date(published_at)));
}

/** As it was published last; the hash where nobody knows of it (not yet, or of another site). */
export function versionWords(say: Say, publications: Publication[], hash: string): string {
  const at = publications.findIndex((publication) => publication.hash === hash);
  return at < 0 ? `${hash.slice(0, 12)}…` : publicationWords(say, publications, at);
}
