// What one revision changes against another, in sentences.

import type { Comparison, RevisionDocument, Site } from "../api";
import { type Say, useSay } from "../i18n";
import { type TextChange, textChanges } from "../texts";
import { Badge, Table, useLoad } from "../ui";
import * as words from "../words";

/** `site`: names the services; of another site they go by their ids. */
export function Changes({ data, site }: { data: Comparison; site: Site | undefined }) {
  const say = useSay();
  const names = data.services.map(
    (id) => site?.services.find((service) => service.id === id)?.name ?? id,
  );
  if (data.changes.length === 0) return <p>{say(words.nothingChanged)}</p>;
  return (
    <>
      <p>
        {data.material ? (
          <>
            <Badge tone="warn">{say(words.materialChange)}</Badge>{" "}
            {data.services.length > 0 && say(words.visitorsAreAskedAgainFor(names.join(", ")))}
          </>
        ) : (
          <>
            <Badge tone="calm">{say(words.editorialChange)}</Badge>{" "}
            {say(words.choicesGivenStayValid)}
          </>
        )}
      </p>
      <ul class="changes">
        {data.changes.map((change, i) => (
          <li key={`${change.code}-${i}`}>
            {change.material && <Badge tone="warn">{say(words.material)}</Badge>}{" "}
            {say.words(change.sentence)}
          </li>
        ))}
      </ul>
    </>
  );
}

// The texts that changed, old and new. Nothing while the versions load, or where one is not kept.
export function ChangedTexts({ from, to }: { from: string; to: string }) {
  const say = useSay();
  const before = useLoad<RevisionDocument>(`/v1/revisions/${from}`);
  const after = useLoad<RevisionDocument>(`/v1/revisions/${to}`);
  if (!before.data || !after.data) return null;
  const changes = textChanges(before.data, after.data);
  if (changes.length === 0) return null;
  const both = changes.some((change) => change.language === "en");
  return (
    <Table<TextChange>
      caption={say(words.changedTexts)}
      rows={changes}
      keyOf={(c) => `${c.what} ${c.purpose?.fr ?? ""} ${c.language}`}
      columns={[
        { title: say(words.text), cell: (c) => whatWords(say, c) },
        ...(both
          ? [{ title: say(words.language), cell: (c: TextChange) => languageWords(say, c) }]
          : []),
        {
          title: say(words.before),
          cell: (c) => (c.before ? <del lang={c.language}>{c.before}</del> : say(words.noText)),
        },
        {
          title: say(words.after),
          cell: (c) => (c.after ? <ins lang={c.language}>{c.after}</ins> : say(words.noText)),
        },
      ]}
    />
  );
}

const languageWords = (say: Say, change: TextChange): string =>
  say(change.language === "fr" ? words.french : words.english);

function whatWords(say: Say, change: TextChange): string {
  switch (change.what) {
    case "title":
      return say(words.bannersTitle);
    case "text":
      return say(words.bannersText);
    case "preferences_title":
      return say(words.preferencesTitle);
    case "preferences_text":
      return say(words.preferencesText);
    case "purpose_title":
      return say(words.titleOfThePurpose(say.words(change.purpose)));
    case "purpose_description":
      return say(words.descriptionOfThePurpose(say.words(change.purpose)));
    default:
      return change.what;
  }
}
