// Runs test files one after the other, each in a process group of its own with a limit of time:
//
//   node run.mjs [--seconds N] [FILE]...   default: every *.test.mjs of this folder, 600 seconds
//
// A file that is not over by then fails with a sentence that names it, and is ended with the
// service and the browser that it started. A file that failed is run once more, by itself, when the
// others are over: of some hundred browsers one draws nothing for a minute, or never gets ready.
// Ends with what failed first and what failed twice, file by file, and the counts of all files
// together; with code 1 when a file failed twice, 2 when it was called wrongly.
import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { constants } from "node:os";
import { dirname } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const kCounts = ["tests", "pass", "fail", "cancelled", "skipped", "todo"];
const kCount = /^ℹ (\w+) ([\d.]+)$/;
const kFailing = "✖ failing tests:"; // above what the reporter says of them once more

let running; // the file's process

function end(signal) {
  try {
    process.kill(-running.pid, signal);
  } catch (error) {
    if (error.code !== "ESRCH") throw error; // it is over
  }
}

/**
 * Runs a file: what it printed of its counts, `{tests, pass, fail, …}`, and the lines that say how
 * it failed. A file that broke off has failed.
 */
async function run(file, seconds) {
  const counts = {};
  const failures = [];
  let failing = false;
  let last = "";
  running = spawn(process.execPath, ["--test-reporter=spec", file], {
    detached: true,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const over = new Promise((done, fail) => {
    running.on("error", fail);
    running.on("exit", done);
  });
  let late = false;
  const limit = setTimeout(() => {
    late = true;
    end("SIGKILL");
  }, seconds * 1000);
  for await (const line of createInterface({ input: running.stdout })) {
    const [, name, count] = kCount.exec(line) ?? [];
    if (name) counts[name] = Number(count);
    else if (line === kFailing) failing = true;
    else if (failing) failures.push(line);
    else {
      console.log(line);
      if (/^[✔✖]/.test(line)) last = line;
    }
  }
  const code = await over;
  clearTimeout(limit);
  if (late)
    failures.push(
      `✖ ${file} was not over after ${seconds} s, and was ended; its last word: ${last}`,
    );
  if ((late || code !== 0) && !counts.fail && !counts.cancelled) {
    counts.fail = 1;
    if (!late) failures.push(`✖ ${file} ended with ${code ?? "a signal"}`);
  }
  return { counts, failures };
}

const files = process.argv.slice(2);
let seconds = 600;
if (files[0] === "--seconds") seconds = Number(files.splice(0, 2)[1]);
if (!(seconds > 0 && seconds <= 86400) || files.some((file) => file.startsWith("-"))) {
  console.error("Usage: node run.mjs [--seconds N] [FILE]...");
  process.exit(2);
}
if (files.length === 0) {
  process.chdir(dirname(fileURLToPath(import.meta.url)));
  files.push(...readdirSync(".").filter((name) => name.endsWith(".test.mjs")));
}
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.on(signal, () => {
    end("SIGKILL");
    process.exit(128 + constants.signals[signal]);
  });
}
const total = Object.fromEntries(kCounts.map((name) => [name, 0]));
const isGood = ({ counts }) => !counts.fail && !counts.cancelled;
const runs = new Map();
for (const file of files) runs.set(file, await run(file, seconds));
const again = files.filter((file) => !isGood(runs.get(file)));
for (const file of again) {
  console.log(`\n✖ of ${file}, which is run once more:`);
  for (const line of runs.get(file).failures) console.log(line);
  runs.set(file, await run(file, seconds));
}
for (const { counts } of runs.values())
  for (const name of kCounts) total[name] += counts[name] ?? 0;
for (const file of again) {
  if (isGood(runs.get(file))) console.log(`\n${file} failed at first, and not the second time`);
  else for (const line of [`\n✖ of ${file}:`, ...runs.get(file).failures]) console.log(line);
}
for (const name of kCounts) console.log(`ℹ ${name} ${total[name]}`);
process.exitCode = total.fail + total.cancelled > 0 ? 1 : 0;
