import { answer, find, kAll, kNone, parse, startWith } from "./page";
import assert from "node:assert/strict";
import test from "node:test";
import { equip, scan, stopped, noteRun, watch, type Way } from "../src/page/element-gate";
import { update } from "../src/state";

/** What the gate asked for, by id of the element. */
let ways: Record<string, Way> = {};
let covered: string[] = [];
let unknown: string[] = [];
const idsIn = (): string[] => Object.keys(ways).sort();
equip({
  letIn: (element, way) => (ways[element.id] = way),
  cover: (element, still) => still() && covered.push(element.id),
  unknown: (names) => (unknown = names),
});

function page(html: string, state: Parameters<typeof startWith>[0]): void {
  ways = {};
  covered = [];
  parse(html);
  startWith(state);
  scan(document);
}

const kTags = `
  <script id=a type="text/plain" data-service="adform" data-src="x"></script>
  <script id=b type="text/plain" data-category="campaigns">1</script>
  <img id=c data-service="vimeo" data-src="x">
  <template id=d data-service="adform"></template>
  <iframe id=e data-service="vimeo" data-src="x"></iframe>
  <script id=f type="text/plain" data-service="piano" data-src="x"></script>
  <script id=g type="text/plain" data-service="!adform" data-src="x"></script>
  <script id=h type="text/plain" data-service="nobody" data-src="x"></script>
  <p id=i data-service="vimeo"></p>
  <script id=j data-service="vimeo"></script>
  <script id=k type="text/plain" data-service="vimeo" data-category="campaigns" data-src="x"></script>`;

test("before an answer only what is exempt comes in, and frames are covered", () => {
  page(kTags, {});
  assert.deepEqual(idsIn(), ["f"]);
  assert.deepEqual(covered, ["e"]);
});

test("an acceptance lets in what is tagged with its service or purpose, and nothing that is not tagged", () => {
  page(kTags, { answer: answer({ ...kNone, adform: true }) });
  assert.deepEqual(idsIn(), ["a", "d"]);
  page(kTags, { answer: answer(kAll) });
  assert.deepEqual(idsIn(), ["a", "b", "c", "d", "e", "f", "k"]);
});

test("what waits for a refusal comes in with the refusal", () => {
  page(kTags, { answer: answer(kNone) });
  assert.deepEqual(idsIn(), ["g"]);
});

test("each element is let in once, and taken back with what it left", () => {
  page('<img id=c data-service="vimeo" data-src="x">', { answer: answer(kAll) });
  let undone = 0;
  ways.c!.undo(() => ++undone);
  const before = ways.c;
  scan(document);
  assert.equal(ways.c, before);
  update({ answer: answer(kNone) });
  scan(document);
  scan(document);
  assert.equal(undone, 1);
  update({ answer: answer(kAll) });
  scan(document);
  assert.notEqual(ways.c, before);
});

test("a permission that ends while the element is on its way closes the way", () => {
  page('<img id=c data-service="vimeo" data-src="x">', { answer: answer(kAll) });
  assert.ok(ways.c!.open());
  update({ answer: answer(kNone) });
  assert.ok(!ways.c!.open());
});

test("an element that left the page on its way may come again", () => {
  page('<img id=c data-service="vimeo" data-src="x">', { answer: answer(kAll) });
  const element = find("#c");
  const first = ways.c!;
  element.remove();
  assert.ok(!first.open());
  document.body.append(element);
  scan(document);
  assert.notEqual(ways.c, first);
});

test("what nothing could let in is tried at the next change", () => {
  page('<img id=c data-service="vimeo" data-src="x">', { answer: answer(kAll) });
  const first = ways.c!;
  first.fail();
  scan(document);
  assert.notEqual(ways.c, first);
});

test("elements added later are seen, also inside what is added", async () => {
  page("", { answer: answer(kAll) });
  let batches = 0;
  watch(() => ++batches);
  document.body.insertAdjacentHTML(
    "beforeend",
    '<div><img id=late data-service="vimeo" data-src="x"></div>',
  );
  await new Promise((done) => setTimeout(done));
  assert.deepEqual(idsIn(), ["late"]);
  // The second is the address that was put by under its other name.
  assert.equal(batches, 2);
});

test("names whose scripts ran and may no longer are told once", () => {
  startWith({ answer: answer(kAll) });
  for (const name of ["adform", "vimeo", "!adform"]) noteRun(name);
  assert.deepEqual(stopped(), []);
  update({ answer: answer({ ...kAll, adform: false }) });
  assert.deepEqual(stopped(), ["adform"]);
  assert.deepEqual(stopped(), []);
});

test("a held address is kept where no lazy loader looks for it, unless the names are none of ours", () => {
  page(
    '<img id=a data-service="vimeo" data-src="x"><img id=b data-category="books" data-src="y">',
    {},
  );
  assert.equal(find("#a").outerHTML, '<img id="a" data-service="vimeo" data-temoin-src="x">');
  assert.equal(find("#b").dataset.src, "y");
  assert.deepEqual(unknown, ["books"]);
});
