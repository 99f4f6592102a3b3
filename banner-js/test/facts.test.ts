// What the preferences say of a tracker: every kind that a catalogue can name, its other names, and
// its lifetime as it was published, in both languages.
import assert from "node:assert/strict";
import test from "node:test";
import { makeFacts } from "../src/chunks/preferences/facts";
import { words } from "../src/chunks/preferences/words";
import type { Kit } from "../src/lazy/kit";
import type { Localized, Tracker } from "../types/temoin";
import { repositoryFile } from "./vectors";

type Language = "fr" | "en";

/** All that is said of it, with a line for each element. */
function said(tracker: Tracker, language: Language): string {
  const h = (_tag: string, _properties: object, ...children: unknown[]): string =>
    children.flat().filter(Boolean).join("") + "\n";
  const say = (key: string, values: Record<string, string> = {}): string => {
    const text = words[language]![key];
    assert.ok(text, `${language} ${key}`);
    return text.replace(/\{(\w+)\}/g, (_, name: string) => values[name]!);
  };
  const inLanguage = (text?: Localized): string => text?.[language] || text?.fr || "";
  const kit = { get: () => ({ language, config: {} }), h, inLanguage } as unknown as Kit;
  const facts = makeFacts(kit, { say, known: say, country: (code) => code });
  return String(facts.tracker(tracker)).replace(/\s+/g, " ");
}

const kinds = (
  JSON.parse(repositoryFile("catalog/schema/site.schema.json")) as {
    $defs: { tracker: { properties: { kind: { enum: NonNullable<Tracker["kind"]>[] } } } };
  }
).$defs.tracker.properties.kind.enum;

const kWords: Record<string, [fr: string, en: string]> = {
  "local-storage": ["stockage local", "local storage"],
  "session-storage": ["stockage de session", "session storage"],
  pixel: ["pixel", "pixel"],
  indexeddb: ["IndexedDB", "IndexedDB"],
  cache: ["cache du navigateur", "browser cache"],
  fingerprint: ["empreinte de l’appareil", "fingerprint of the device"],
  "email-pixel": ["pixel dans un courriel", "pixel in an e-mail"],
};

test("every kind of the schema is told in words", () => {
  assert.deepEqual(kinds.slice().sort(), ["cookie", ...Object.keys(kWords)].sort());
  // A host that is published, unpublished, the site's own, or that nobody speaks of.
  for (const kind of kinds)
    for (const [index, language] of (["fr", "en"] as const).entries())
      for (const host of ["a.example", null, "<site>", undefined]) {
        const text = said({ name: "t", kind, host, lifetime: "P1D" } as Tracker, language);
        const word = kWords[kind]?.[index];
        assert.equal(text.includes("("), !!word, `${kind} ${text}`);
        if (word) assert.ok(text.includes(word), `${kind} ${text}`);
      }
});

test("other names stand beside the name", () => {
  const tracker = { name: "SR<Id>", host: "a.example", aliases: ["SR_<Id>", "srx"] } as Tracker;
  assert.match(said(tracker, "fr"), /Observé aussi sous SR_<Id>, srx/);
  assert.match(said(tracker, "en"), /SR_<Id>, srx/);
});

test("lifetimes are told as they were published", () => {
  const of = (lifetime: Tracker["lifetime"], language: Language): string =>
    said({ name: "t", host: "a.example", lifetime } as Tracker, language);
  const both = (lifetime: Tracker["lifetime"], fr: string, en: string): void => {
    assert.ok(of(lifetime, "fr").includes(fr), of(lifetime, "fr"));
    assert.ok(of(lifetime, "en").includes(en), of(lifetime, "en"));
  };
  both(null, "durée non publiée", words.en!.unpublished!);
  both("session", "le temps de la session", words.en!.session!);
  both("until-deleted", "jusqu’à suppression", words.en!["until-deleted"]!);
  both("P1Y6M", "1 an 6 mois", "1 year 6 months");
  both({ duration: "P13M", rolling: true }, "renouvelée à chaque visite", "13 months");
  const inWords = { words: { fr: "le temps utile au traitement", en: "as long as it is needed" } };
  both(inWords, "le temps utile au traitement", "as long as it is needed");
  both({ accepted: "P60D", refused: "P10Y" }, "60 jours si le navigateur accepte", "10 years");
  // Published conditions are the service's, and are said to be.
  const conditions = {
    conditions: [
      { when: { fr: "connecté", en: "signed in" }, lifetime: "P1Y" },
      { when: { fr: "sinon", en: "otherwise" }, lifetime: inWords },
    ],
  };
  both(conditions, "1 an (connecté) ; le temps utile au traitement (sinon)", "1 year (signed in)");
  both(conditions, "Condition publiée par le service", words.en!.conditionalNote!.slice(0, 20));
});
