// The runner itself: no file holds up the others for ever.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";

const kRunner = fileURLToPath(new URL("run.mjs", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "temoin-run-"));
after(() => rmSync(folder, { recursive: true }));

function file(name, body) {
  const path = join(folder, name);
  writeFileSync(path, `import { test } from "node:test";\n${body}\n`);
  return path;
}

function run(...args) {
  return spawnSync(process.execPath, [kRunner, ...args], { encoding: "utf8", timeout: 60_000 });
}

/** As the kernel names it: Z is over, and nobody has asked how it ended. */
function state(pid) {
  const path = `/proc/${pid}/stat`;
  return existsSync(path) ? /\) (\w)/.exec(readFileSync(path, "utf8"))[1] : "gone";
}

test("A file that hangs is ended and named, and the next one runs", () => {
  const hangs = file(
    "hangs.mjs",
    `import { spawn } from "node:child_process";
     const child = spawn("sleep", ["300"]);
     console.log("child", child.pid);
     test("is early", () => {});
     test("waits", () => new Promise(() => setInterval(() => {}, 1000)));`,
  );
  const good = file("good.mjs", `test("is good", () => {});`);
  const { status, stdout } = run("--seconds", "2", hangs, good);
  assert.equal(status, 1);
  assert.match(
    stdout,
    /✖ \S*hangs\.mjs was not over after 2 s, and was ended; its last word: ✔ is early/,
  );
  assert.match(stdout, /✔ is good/);
  assert.match(stdout, /ℹ pass 1\nℹ fail 1\n/);
  const child = Number(/child (\d+)/.exec(stdout)[1]);
  assert.match(state(child), /^(gone|Z)$/, "what it started is ended, too");
});

test("Failed, skipped and broken files are counted", () => {
  const mixed = file(
    "mixed.mjs",
    `test("is bad", () => { throw new Error("bad"); });
     test("is left out", { skip: true }, () => {});`,
  );
  const broken = file("broken.mjs", "process.exit(3);");
  const { status, stdout } = run(mixed, broken);
  assert.equal(status, 1);
  assert.match(stdout, /✖ \S*broken\.mjs ended with 3/);
  assert.match(stdout, /ℹ pass 0\nℹ fail 2\nℹ cancelled 0\nℹ skipped 1\n/);
});

test("What failed is said at the end, under its file", () => {
  const bad = file("bad.mjs", `test("is bad", () => { throw new Error("bad"); });`);
  const good = file("good.mjs", `test("is good", () => {});`);
  const { stdout } = run(bad, good);
  const end = stdout.slice(stdout.indexOf("✔ is good"));
  assert.match(end, /✖ of \S*bad\.mjs:\n[^]*✖ is bad[^]*Error: bad[^]*ℹ tests 2\n/);
});

test("A file that fails is run once more, by itself, and says so", () => {
  const mark = join(folder, "seen");
  const once = file(
    "once.mjs",
    `import { existsSync, writeFileSync } from "node:fs";
     test("fails at first", () => {
       const seen = existsSync(${JSON.stringify(mark)});
       writeFileSync(${JSON.stringify(mark)}, "");
       if (!seen) throw new Error("the first time");
     });`,
  );
  const { status, stdout } = run(once);
  assert.equal(status, 0);
  assert.match(stdout, /once\.mjs, which is run once more:[^]*Error: the first time/);
  assert.match(stdout, /once\.mjs failed at first, and not the second time\n/);
  assert.match(stdout, /ℹ tests 1\nℹ pass 1\nℹ fail 0\n/);
});

test("Files that pass end with 0, and an unknown option with 2", () => {
  assert.equal(run(file("passes.mjs", `test("passes", () => {});`)).status, 0);
  assert.equal(run("--minutes", "2").status, 2);
  assert.equal(run("--seconds", "never").status, 2);
});
