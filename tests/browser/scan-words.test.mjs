// What the scanner says, in both languages: nothing that it words is missing in French.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { kWords, Notes } from "../../scanner/notes.mjs";
import { kFrench, languageOf, speak, worded } from "../../scanner/words.mjs";
import { kRepository } from "./lib/service.mjs";

const kScanner = join(kRepository, "scanner");

const holes = (text) => text.split("{}").length - 1;

/** The sentences that the code words. */
function sentences() {
  const text = readdirSync(kScanner)
    .filter((name) => name.endsWith(".mjs") && name !== "words.mjs")
    .map((name) => readFileSync(join(kScanner, name), "utf8"))
    .join("");
  const said = [...text.matchAll(/\bworded\(\s*("(?:[^"\\]|\\.)*"|'[^']*')/g)].map(([, each]) =>
    each.startsWith("'") ? each.slice(1, -1) : JSON.parse(each),
  );
  return new Set([...said, ...Object.values(kWords)]);
}

test("each sentence has its French, with as many places, and none is left over", () => {
  assert.deepEqual([...sentences()].sort(), Object.keys(kFrench).sort());
  for (const [english, french] of Object.entries(kFrench))
    assert.equal(holes(french), holes(english), english);
});

test("the language is what is asked for, else the environment's", () => {
  for (const [given, environment, expected] of [
    ["fr", { LANG: "en_GB.UTF-8" }, "fr"],
    ["en", { LC_ALL: "fr_FR.UTF-8" }, "en"],
    [undefined, { LC_MESSAGES: "fr_FR.UTF-8", LANG: "C" }, "fr"],
    [undefined, { LC_ALL: "C", LANG: "fr_FR.UTF-8" }, "en"],
    [undefined, { LANG: "fr" }, "fr"],
    [undefined, { LANG: "fro" }, "en"],
    [undefined, {}, "en"],
  ])
    assert.equal(languageOf(given, environment), expected, JSON.stringify([given, environment]));
});

test("what a page did out of bounds is told in the language that is spoken", () => {
  const notes = new Notes();
  notes.page = "https://www.example/";
  notes.add("private-address", "10.0.0.1");
  notes.add("private-address", "10.0.0.1");
  speak("fr");
  const [line] = notes.text();
  speak("en");
  assert.equal(
    line,
    "https://www.example/ : a demandé une adresse qui n’est pas publique, ce qui a été refusé : 10.0.0.1, 2 fois",
  );
  assert.equal(worded("{} names no origin", "a.json"), "a.json names no origin");
});

/** What a program says of these arguments, with these variables of its environment. */
function run(program, words, environment = {}) {
  const ran = spawnSync(process.execPath, [join(kScanner, program), ...words], {
    encoding: "utf8",
    env: { PATH: process.env.PATH, ...environment },
  });
  return { code: ran.status, out: ran.stdout, error: ran.stderr };
}
const said = (...words) => run("scan.mjs", words);

test("help and wrong arguments, in French", () => {
  const help = said("--help", "--lang", "fr");
  assert.equal(help.code, 0);
  assert.match(help.out, /^Usage : .*\n(.*\n)+Visite chaque URL/);
  for (const option of said("--help").out.match(/--[a-z-]+/g)) assert.ok(help.out.includes(option));
  for (const [words, expected] of [
    [[], "il faut une adresse et --out"],
    [["--nonsense"], "il n’y a pas d’option --nonsense"],
    [["--out"], "--out n’est pas donné comme il le faut"],
    [["--lang=de"], "--lang"],
    [["a", "--out", "x"], "a n’est pas l’adresse d’une page"],
    [["https://u:p@a.example/", "--out", "x"], "mot de passe"],
    [["https://a.example/", "--out", "x", "--phases", "every"], "pas de phase every"],
    [["https://a.example/", "--out", "x", "--crawl", "0"], "--crawl est un nombre de 1 à 200"],
    [["https://a.example/", "https://b.example/", "--out", "x"], "sur l’ordre de qui"],
    [["https://a.example/", "--out", "x", "--site", "nowhere"], "est illisible"],
    [["https://a.example/", "--out", "x", "--browser", "/nowhere"], "aucun navigateur ne répond"],
  ]) {
    const ran = said(...words, ...(words[0] === "--lang=de" ? [] : ["--lang=fr"]));
    assert.equal(ran.code, 2, words.join(" "));
    assert.ok(ran.error.includes(expected), `${words.join(" ")}: ${ran.error}`);
  }
});

test("what takes pictures speaks French, too", () => {
  const picture = (...words) => run("picture.mjs", words, { LC_MESSAGES: "fr_FR.UTF-8" });
  const help = picture("--help");
  assert.equal(help.code, 0);
  assert.match(help.out, /^Usage : .*\n(.*\n)+Ouvre le bandeau/);
  const english = run("picture.mjs", ["--help"]);
  assert.match(english.out, /^Usage: .*\n(.*\n)+Opens the banner/);
  for (const option of english.out.match(/--[a-z-]+/g)) assert.ok(help.out.includes(option));
  const url = ["--url", "http://127.0.0.1:9/"];
  const asked = [...url, "--site", "s.example"];
  for (const [words, expected] of [
    [[], "il manque --url"],
    [["--nonsense"], "il n’y a pas d’option --nonsense"],
    [["one"], "one n’est pas donné comme il le faut"],
    [asked, "il manque --out"],
    [[...asked, "--out", "x", "--revision", "12"], "64 chiffres hexadécimaux"],
    [[...asked, "--out", "x", "--timeout", "0"], "--timeout est un nombre de 1 à 600"],
    [[...asked.slice(2), "--out", "x", "--url", "ftp://x"], "--url est une adresse http"],
    [[...asked, "--out", kScanner], "n’est pas vide"],
    [[...url, "--staff", "nowhere", "--token-file", "x"], "--staff est une adresse http"],
    [[...url, "--staff", "http://127.0.0.1:9", "--token-file", "/dev/null"], "pas de jeton"],
    [[...url, "--staff", "http://127.0.0.1:9", "--token-file", "/nowhere"], "est illisible"],
    [[...asked, "--staff", "http://127.0.0.1:9", "--token-file", "x"], "le site et la version"],
    [
      [...asked, "--out", mkdtempSync(join(tmpdir(), "temoin-")), "--browser", "/nowhere"],
      "aucun navigateur ne répond",
    ],
  ]) {
    const ran = picture(...words);
    assert.equal(ran.code, 2, words.join(" "));
    assert.ok(ran.error.includes(expected), `${words.join(" ")}: ${ran.error}`);
  }
});
