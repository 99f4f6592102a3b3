import assert from "node:assert/strict";
import test from "node:test";
import { duration, lifetime } from "../src/domain/duration";

const plain = (text: string): string => text.replace(/[\u00a0\u202f]/g, " ");
const text = (of: Record<string, string | undefined>): string => of.fr!;
const say = (key: string, values: Record<string, string> = {}): string =>
  [key, ...Object.values(values)].join("|");

test("durations read as a visitor says them", () => {
  const cases: [string, string, string][] = [
    ["P13M", "13 mois", "13 months"],
    ["P30D", "30 jours", "30 days"],
    ["P1D", "1 jour", "1 day"],
    ["PT30M", "30 minutes", "30 minutes"],
    ["PT1H", "1 heure", "1 hour"],
    ["P10Y", "10 ans", "10 years"],
    ["P1Y6M", "1 an 6 mois", "1 year 6 months"],
    ["rubbish", "rubbish", "rubbish"],
  ];
  for (const [iso, french, english] of cases) {
    assert.equal(plain(duration(iso, "fr")), french);
    assert.equal(plain(duration(iso, "en")), english);
  }
});

test("session, unpublished and conditional lifetimes keep their nature", () => {
  assert.equal(lifetime("session", "fr", say, text), "session");
  assert.equal(lifetime(null, "fr", say, text), "unpublished");
  assert.equal(
    plain(lifetime({ accepted: "P60D", refused: "P10Y" }, "fr", say, text)),
    "conditional|60 jours|10 ans",
  );
});

test("what policies say beyond a duration is said as they do", () => {
  const words = { words: { fr: "tant que le compte est ouvert" } };
  const french = (value: Parameters<typeof lifetime>[0]): string =>
    plain(lifetime(value, "fr", say, text));
  assert.equal(french("until-deleted"), "until-deleted");
  assert.equal(french({ duration: "P13M", rolling: true }), "rolling|13 mois");
  assert.equal(french({ duration: "P13M", rolling: false }), "13 mois");
  assert.equal(french(words), "tant que le compte est ouvert");
  const conditions = [
    { when: { fr: "connecté" }, lifetime: words },
    { when: { fr: "sinon" }, lifetime: "P1D" },
  ];
  assert.equal(french({ conditions }), "tant que le compte est ouvert (connecté) ; 1 jour (sinon)");
});
