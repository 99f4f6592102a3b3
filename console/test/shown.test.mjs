import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { transform } from "esbuild";

const read = (path) => readFileSync(new URL(path, import.meta.url), "utf8");
const { code } = await transform(read("../src/shown.ts"), { loader: "ts" });
const { indicesOf, readShown, referenceOf } = await import(
  `data:text/javascript,${encodeURIComponent(code)}`
);

const receipt = `${read("../../tests/fuzz/corpus/tlog_proof/receipt").trimEnd()}\n`;
const token = "AAAAAAAADaQ0123456789-_abcdefghi";
// Its letters are those of consent/reference.h.
const reference = "1048576-FP";

/** As a mail program breaks long lines and begins each with `prefix`. */
const wrapped = (text, width, prefix) =>
  text
    .split("\n")
    .flatMap((line) => line.match(new RegExp(`.{1,${width}}`, "g")) ?? [""])
    .map((line) => prefix + line)
    .join("\n");

test("a receipt is found in every copy of it", () => {
  for (const copy of [
    receipt,
    receipt.replaceAll("\n", "\r\n"),
    receipt.replaceAll("\n", "\r"),
    receipt.replaceAll("\n", "\n\n"),
    receipt.replaceAll("\n\n", "\n"),
    receipt.replaceAll("\n", " "),
    wrapped(receipt, 1000, "> "),
    wrapped(receipt, 1000, ">>"),
    wrapped(receipt, 1000, "\t"),
    wrapped(receipt, 1000, "\u00a0\u00a0"),
    wrapped(receipt, 60, "> "),
    wrapped(receipt, 72, "    "),
    `\ufeff${receipt}`,
    `Bonjour,\nvoici mon reçu :\n\n« ${receipt} »\n\nCordialement`,
    `${receipt}-- \nMarie Exemple, ${reference}\n`,
    receipt.replaceAll("\u2014", "--"),
    receipt.replaceAll("\u2014", "\u2013"),
    `<html><p>Reçu</p><pre>${receipt.trimEnd()}</pre></html>`,
  ]) {
    assert.deepEqual(readShown(copy), { kind: "receipt", text: receipt }, copy);
  }
});

test("a token is found with or without the name of its cookie", () => {
  for (const copy of [
    token,
    ` ${token}\n`,
    `pcid=${token}`,
    `pcid: ${token}`,
    `Cookie: a=b; pcid=${token}; pctx=1.2`,
    `"pcid": "${token}"`,
    `Set-Cookie: pcid=${token}; Domain=ameli.fr; Path=/`,
    `pcid\t${token}\t.ameli.fr\t/\t2027-12-01`,
    `« ${token} »`,
    `${token} ${token}`,
    `${token}, référence ${reference}`,
  ]) {
    assert.deepEqual(readShown(copy), { kind: "token", text: token }, copy);
  }
});

test("what is named as the cookie and is no token is a false one", () => {
  for (const copy of ["pcid=abc", "pcid: ", "PCID=...."]) {
    assert.deepEqual(readShown(copy), { kind: "token", text: "" }, copy);
  }
});

test("a reference is found in a sentence", () => {
  for (const copy of [
    reference,
    "1048576-fp",
    ` ${reference}\r\n`,
    `Référence : ${reference}.`,
    `« ${reference} »`,
    "1 048 576-FP",
    "1\u202f048\u202f576 - FP",
    "1048576\u2011FP",
    "1048576\u2013FP",
    "1048576 FP",
    `> ma référence est ${reference}, merci`,
    `(${reference})`,
    `le 12 au matin, ${reference}`,
  ]) {
    assert.deepEqual(readShown(copy), { kind: "reference", text: reference }, copy);
  }
});

test("the rest is left to the service, and several choices are none", () => {
  assert.deepEqual(readShown(" 12345. "), { kind: "other", text: "12345" });
  assert.deepEqual(readShown("1048576-ZZ"), { kind: "other", text: "1048576-ZZ" });
  assert.equal(readShown(`${token} ${token.replace("0", "1")}`), "several");
});

test("an index is told and read by its reference alone", () => {
  assert.equal(referenceOf(1048576), reference);
  assert.deepEqual(indicesOf(""), []);
  assert.deepEqual(
    indicesOf(`${reference}, 1 048 576-fp ; ${referenceOf(20)}`),
    [1048576, 1048576, 20],
  );
  for (const none of ["20", "1048576-FA", `${reference} 21`, "FP", `${reference}, oui`])
    assert.equal(indicesOf(none), null, none);
});
