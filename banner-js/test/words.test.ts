import assert from "node:assert/strict";
import test from "node:test";
import { words as choice } from "../src/chunks/choice/words";
import { words as placeholder } from "../src/chunks/placeholder/words";
import { words as preferences } from "../src/chunks/preferences/words";
import { kWords } from "../src/ui/i18n";

const core: Record<string, Record<string, string>> = {
  fr: Object.fromEntries(kWords.map(([key, fr]) => [key, fr])),
  en: Object.fromEntries(kWords.map(([key, , en]) => [key, en])),
};

for (const [name, words] of Object.entries({ core, choice, placeholder, preferences })) {
  test(`${name}: every word stands in French and in English, with the same blanks`, () => {
    assert.deepEqual(Object.keys(words.fr!).sort(), Object.keys(words.en!).sort());
    for (const key of Object.keys(words.fr!)) {
      const blanks = (text: string): string[] => (text.match(/\{\w+\}/g) || []).sort();
      assert.deepEqual(blanks(words.fr![key]!), blanks(words.en![key]!), key);
    }
  });

  test(`${name}: French typography`, () => {
    for (const text of Object.values(words.fr!)) {
      assert.doesNotMatch(text, /'/, text);
      assert.doesNotMatch(text, /[^\u00a0\u202f][:;?!»](\s|$)/, text);
    }
  });
}
