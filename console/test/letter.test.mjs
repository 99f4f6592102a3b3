// The letters that a person gets: what they say, in both languages, and what they never say.
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import test from "node:test";
import { build } from "esbuild";

const built = await build({
  stdin: {
    contents: `export * from "./letter/letter"; export { sayIn } from "./i18n";`,
    resolveDir: fileURLToPath(new URL("../src", import.meta.url)),
    loader: "ts",
  },
  bundle: true,
  format: "esm",
  write: false,
});
const { extendedDue, makeLetter, monthAfter, sayIn } = await import(
  `data:text/javascript,${encodeURIComponent(built.outputFiles[0].text)}`
);

const site = {
  id: "ameli.fr",
  name: "ameli.fr",
  time_zone: "Europe/Paris",
  services: [
    { id: "vimeo", name: "Vimeo" },
    { id: "piano", name: "Piano Analytics" },
  ],
};
const published = {
  controller: { name: "Caisse nationale" },
  cookie: { choice: "pcid" },
  rights: {
    contact: { fr: "Adressez-vous au délégué.", en: "Write to the officer." },
    email: "dpo@example.org",
    address: "1 rue du Test\n75000 Paris",
    complaint: { fr: "CNIL, 3 place de Fontenoy", en: "CNIL (authority)" },
  },
};
const row = (index, more) => ({
  index,
  reference: `${index}-XX`,
  state: "kept",
  event: "given",
  given_at: "2026-03-01T23:30:00Z",
  ...more,
});
const consent = {
  row: row(7, { erased_after: "2028-05-01T12:00:00Z" }),
  situation: { fr: "valable jusqu’au 1er avril 2027", en: "valid until 1 April 2027" },
  record: {
    controller: "Caisse nationale",
    event: "partial",
    given_at: "2026-03-01T23:30:00Z",
    decisions: { vimeo: true, piano: false },
    basis: { vimeo: "consent", piano: "exempt-with-opt-out" },
  },
  line: [row(3, { event: "refused" }), row(7)],
};
const asked = {
  name: "Marie Exemple",
  address: "12 rue des Lilas\n75020 Paris",
  request: "Quel choix ai-je fait ?",
  number: "2026-117",
  received: "2026-01-31",
  reason: "Contrôle en cours de l’autorité.",
  ground: "obligation",
  place: "Paris",
  function: "Directeur général",
  signatory: "Jean Exemple",
};
const facts = {
  site,
  published,
  reference: "7-XX",
  shown: "token",
  today: "2026-02-10",
  consent,
  erased: { count: 2, at: "2026-02-09T23:30:00Z", scheduled: false },
  held: { review: "2027-06-30" },
};
const kKinds = [
  "access",
  "proof",
  "erased",
  "refused",
  "withdrawal",
  "limited",
  "lifted",
  "extended",
];

const letterOf = (kind, language = "fr", more = {}) =>
  makeLetter(kind, { ...facts, ...more }, asked, sayIn(language, site.time_zone));
const textOf = (letter) => JSON.stringify(letter).replaceAll("\u00a0", " ");

test("every letter has a letterhead, an addressee, its dates, remedies and a signature", () => {
  for (const kind of kKinds) {
    for (const language of ["fr", "en"]) {
      const letter = letterOf(kind, language);
      const text = textOf(letter);
      assert.equal(letter.language, language);
      assert.deepEqual(letter.sender.slice(0, 1), ["Caisse nationale"]);
      assert.deepEqual(letter.recipient, ["Marie Exemple", "12 rue des Lilas", "75020 Paris"]);
      assert.match(text, language === "fr" ? /CNIL, 3 place/ : /CNIL \(authority\)/);
      assert.match(
        text,
        language === "fr" ? /droits : adressez-vous au délégué/ : /rights: write to the officer/,
      );
      const due =
        kind === "extended" ? /30 avril 2026|30 April 2026/ : /28 février 2026|28 February 2026/;
      assert.match(text, due, `${kind}: due`);
      assert.match(text, /2026-117/);
      assert.ok(letter.signature.includes("Directeur général"), kind);
      assert.match(text, /article|Article/);
      assert.doesNotMatch(text, /undefined|catalog\/|\.json|purposes\/|[0-9a-f]{16}/, kind);
    }
  }
});

test("an access letter is about the browser, by the site's clocks", () => {
  const text = textOf(letterOf("access"));
  assert.match(text, /d’autres personnes ont pu l’utiliser/);
  assert.match(text, /Le 2 mars 2026 à 0 h 30, sur/, "23:30 UTC is the next day in Paris");
  assert.match(text, /effacée au plus tard le 1er mai 2028/);
  assert.match(text, /cookies et autres traceurs d’ameli\.fr/);
  assert.match(text, /Europe\/Paris/);
  assert.match(text, /"Vimeo","accepté"/);
  assert.match(text, /"Piano Analytics","opposition"/);
  assert.match(text, /3-XX/, "the choices before");
  assert.match(text, /valable jusqu’au 1er avril 2027/);
});

test("a bare reference is answered by asking for what the browser holds", () => {
  const text = textOf(letterOf("proof", "fr", { shown: null }));
  assert.match(text, /cookie « pcid »/);
  assert.match(text, /Ne nous envoyez pas de pièce d’identité/);
  assert.doesNotMatch(text, /3-XX|Vimeo|2 mars 2026/, "nothing of the choice is told");
});

test("withdrawing and erasing are told apart", () => {
  const erased = textOf(letterOf("erased"));
  assert.match(erased, /Ce qui ne peut plus être prouvé/);
  assert.match(erased, /Effacer la preuve n’est pas retirer le consentement/);
  assert.match(erased, /10 février 2026/);
  assert.match(textOf(letterOf("withdrawal")), /Le retrait vaut pour l’avenir/);
  const scheduled = { ...facts.erased, scheduled: true };
  assert.match(textOf(letterOf("erased", "fr", { erased: scheduled })), /seront effacées/);
});

test("a limitation is confirmed, and its end announced before", () => {
  const limited = textOf(letterOf("limited"));
  assert.match(limited, /RGPD, article 18/);
  assert.match(limited, /avant de lever cette limitation/);
  const lifted = textOf(letterOf("lifted"));
  assert.match(lifted, /va être levée/);
  assert.match(lifted, /Contrôle en cours de l’autorité/, "why");
  assert.match(lifted, /recours juridictionnel/);
});

test("a choice whose processing is limited is said to be neither erased nor told", () => {
  const limited_since = "2026-02-01T12:00:00Z";
  const withheld = { index: 3, reference: "3-XX", state: "kept", limited_since };
  const text = textOf(
    letterOf("access", "fr", { consent: { ...consent, line: [withheld, row(7)] } }),
  );
  assert.match(text, /"3-XX","[^"]*","traitement limité"/);
  assert.doesNotMatch(text, /contenu effacé/);
  const own = { ...consent, row: row(7, { limited_since, erased_after: "2028-05-01T12:00:00Z" }) };
  const said = textOf(letterOf("access", "fr", { consent: own }));
  assert.match(said, /ni utilisée ni effacée tant que dure cette limitation/);
  assert.doesNotMatch(said, /effacée au plus tard/);
});

test("a refusal gives its reason, its review and the remedies", () => {
  const text = textOf(letterOf("refused"));
  assert.match(text, /article 17, paragraphe 3/);
  assert.match(text, /Contrôle en cours de l’autorité/);
  assert.match(text, /30 juin 2027/);
  assert.match(text, /article 77/);
  assert.match(text, /article 79/);
});

test("an extension gives its reason, the new day and the remedies", () => {
  const text = textOf(letterOf("extended", "fr", { shown: null }));
  assert.match(text, /article 12, paragraphe 3/);
  assert.match(text, /31 janvier 2026.*30 avril 2026/);
  assert.match(text, /Contrôle en cours de l’autorité/);
  assert.match(text, /article 77/);
  assert.match(text, /article 79/);
  assert.doesNotMatch(text, /Vimeo|2 mars 2026/, "nothing of the choice is told");
});

test("a month ends on the same day, or on the month's last", () => {
  assert.equal(monthAfter("2026-01-31"), "2026-02-28");
  assert.equal(monthAfter("2028-01-31"), "2028-02-29");
  assert.equal(monthAfter("2026-12-15"), "2027-01-15");
  assert.equal(monthAfter("2026-03-31"), "2026-04-30");
  assert.equal(extendedDue("2026-11-30"), "2027-02-28");
  assert.equal(
    extendedDue("2026-01-31"),
    "2026-04-30",
    "of the day it came, not of the month's end",
  );
});

test("French is never broken inside its quotation marks or before its double signs", () => {
  const pair = ["Effacement : « Tout refuser » ; certain ?", "Erasure: “Refuse all”; sure?"];
  assert.equal(
    sayIn("fr", "UTC")(pair),
    "Effacement\u00a0: «\u00a0Tout refuser\u00a0»\u00a0; certain\u00a0?",
  );
  assert.equal(sayIn("en", "UTC")(pair), pair[1]);
});
