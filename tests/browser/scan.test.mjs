// scripts/scan and `temoin audit` together, on the demonstration's stand-ins for third parties:
// what is in order is found to be, and each thing put wrong by hand is found.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer, request } from "node:http";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Service, copyCatalog, kBinary, kRepository } from "./lib/service.mjs";

let service;
let catalog;
before(async () => {
  catalog = localCatalog();
  service = await Service.start({ catalog });
});
after(async () => {
  await service?.stop();
  rmSync(catalog, { recursive: true, force: true });
});

/**
 * The real catalogue under the names of the stand-ins, with the one cookie that their player sets.
 */
function localCatalog() {
  const folder = copyCatalog();
  const names = [
    [/\badform\.net\b/g, "adform.localhost"],
    [/\bdoubleclick\.net\b/g, "doubleclick.localhost"],
  ];
  for (const file of readdirSync(join(folder, "sites"))) {
    const path = join(folder, "sites", file);
    let text = readFileSync(path, "utf8");
    for (const [from, to] of names) text = text.replace(from, to);
    const site = JSON.parse(text);
    for (const purpose of site.purposes) {
      for (const each of purpose.services) {
        if (each.id === "vimeo")
          each.trackers.push({
            name: "player",
            host: "vimeo.localhost",
            kind: "cookie",
            purpose: { fr: "lecteur", en: "player" },
            lifetime: "P1Y",
          });
        for (const tracker of each.trackers)
          if (tracker.host === "ameli.fr") tracker.host = "ameli.localhost";
      }
    }
    if (site.id === "ameli.fr") {
      site.cookie = { ...site.cookie, domain: "ameli.localhost" };
      site.origins = ["https://www.ameli.localhost"];
    }
    writeFileSync(path, JSON.stringify(site));
  }
  return folder;
}

/**
 * The demonstration behind a proxy that may put things wrong: `wrong(host, path)` gives `{body,
 * cookies}`, `head` goes into the page.
 */
async function behind({ head = () => "", wrong = () => null } = {}) {
  const server = createServer((asked, answer) => {
    const host = asked.headers.host.split(":")[0];
    const fault = wrong(host, asked.url.split("?")[0]);
    if (fault && fault.body !== undefined) {
      answer.writeHead(200, {
        "Content-Type": "text/javascript",
        "Set-Cookie": fault.cookies || [],
      });
      answer.end(fault.body);
      return;
    }
    const { "accept-encoding": _, ...headers } = asked.headers;
    const call = request(
      { host: "127.0.0.1", port: service.port, method: asked.method, path: asked.url, headers },
      (got) => {
        const parts = [];
        got.on("data", (part) => parts.push(part));
        got.on("end", () => {
          let body = Buffer.concat(parts);
          const out = { ...got.headers };
          if (asked.url === "/demo/") {
            body = Buffer.from(
              body.toString().replace("</head>", head(server.address().port) + "</head>"),
            );
            delete out["content-length"];
          }
          if (fault) out["set-cookie"] = [...(out["set-cookie"] || []), ...fault.cookies];
          answer.writeHead(got.statusCode, out);
          answer.end(body);
        });
      },
    );
    call.on("error", () => answer.destroy());
    asked.pipe(call);
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return {
    url: `http://www.ameli.localhost:${server.address().port}/demo/`,
    close: () => new Promise((done) => (server.close(done), server.closeAllConnections())),
  };
}

const run = (program, options) =>
  new Promise((done) =>
    execFile(program, options, { maxBuffer: 1 << 24 }, (error, stdout, stderr) =>
      done({ code: error ? error.code : 0, stdout, stderr }),
    ),
  );

/** The findings of a scan of that page, as "code name phase,phase", and its whole report. */
async function audited(url, phases, others = "load") {
  const file = join(service.data, `scan-${Date.now()}.json`);
  const scanned = await run(join(kRepository, "scripts/scan"), [
    url,
    "--out",
    file,
    "--timeout",
    "90",
    "--third-parties",
    others,
    ...(phases ? ["--phases", phases] : []),
  ]);
  assert.equal(scanned.code, 0, scanned.stderr);
  const text = readFileSync(file, "utf8");
  assert.ok(!/AHWqTUm|4242424242/.test(text), "a recording holds no values");
  const ran = await run(kBinary, [
    "audit",
    file,
    "--site",
    "ameli.fr",
    "--catalog",
    catalog,
    "--format",
    "json",
  ]);
  assert.ok(ran.code === 0 || ran.code === 1, ran.stderr);
  const report = JSON.parse(ran.stdout);
  const findings = report.findings
    .filter((each) => !each.notice)
    .map((each) => `${each.code} ${each.name} ${each.phases.join(",")}`);
  return { report, findings, code: ran.code, recording: JSON.parse(text) };
}

test("the demonstration as it is: every phase is recorded and nothing is found", async () => {
  const page = await behind();
  const { report, findings, code, recording } = await audited(page.url);
  await page.close();
  assert.deepEqual(findings, []);
  assert.equal(code, 0);
  assert.equal(report.result, "clean");
  assert.deepEqual(
    report.visits.map((visit) => visit.phase),
    ["none", "refused", "some", "some", "some", "some", "accepted", "withdrawn"],
  );
  // That nothing was found means something only if there was something to see.
  const accepted = recording.phases.find((each) => each.phase === "accepted");
  for (const name of ["IDE", "uid", "SR123", "_gcl_au", "player", "pcid"]) {
    assert.ok(
      accepted.cookies.some((cookie) => cookie.name === name),
      name,
    );
  }
  const pcid = accepted.cookies.find((cookie) => cookie.name === "pcid");
  assert.ok(pcid.seconds > 380 * 86400, "13 months");
});

test("a tag added by hand, one that fires before consent, a cookie of 400 days, one that a withdrawal leaves", async () => {
  const page = await behind({
    head: (port) => `<script src="http://etiquette.localhost:${port}/tag.js"></script>
      <script src="http://doubleclick.localhost:${port}/activity.js"></script>
      <script type="text/plain" data-category="campaigns" data-service="campaign-manager" data-src="/essai/reste.js"></script>`,
    wrong: (host, path) => {
      if (host === "etiquette.localhost")
        return { body: "", cookies: ["_main=1; Path=/; Secure; SameSite=None"] };
      if (path === "/serving/trackpoint.gif")
        return { cookies: [`CM=1; Path=/; Secure; SameSite=None; Max-Age=${400 * 86400}`] };
      if (path === "/essai/reste.js")
        return { body: "", cookies: ["_gcl_dc=1; Path=/; HttpOnly; Max-Age=7776000"] };
      return null;
    },
  });
  const { findings, code } = await audited(page.url, "none,accepted,withdrawn");
  await page.close();
  assert.equal(code, 1);
  assert.ok(findings.includes("undeclared _main none,accepted,withdrawn"), findings.join("\n"));
  assert.ok(findings.includes("set-without-consent test_cookie none"), findings.join("\n"));
  assert.ok(
    findings.some((each) => each.startsWith("over-13-months CM ")),
    findings.join("\n"),
  );
  assert.ok(
    findings.some((each) => each.startsWith("lifetime-over-declared CM ")),
    findings.join("\n"),
  );
  assert.ok(findings.includes("not-cleared _gcl_dc withdrawn"), findings.join("\n"));
});

test("a page that fails, or does not run the banner, is not recorded as clean", async () => {
  const page = await behind({ wrong: (_host, path) => (path === "/nu" ? { body: "" } : null) });
  for (const path of ["/nothing-here", "/nu"]) {
    const ran = await run(join(kRepository, "scripts/scan"), [
      new URL(path, page.url).href,
      "--out",
      "-",
      "--timeout",
      "10",
    ]);
    assert.equal(ran.code, 2, ran.stderr);
    assert.match(ran.stderr, /^temoin scan: /m);
  }
  await page.close();
});

test("from consent on, requests to other hosts are written down and not let out, unless asked", async () => {
  const asked = new Set();
  const page = await behind({ wrong: (host) => (asked.add(host), null) });
  const { report, recording } = await audited(page.url, "accepted", "abort");
  await page.close();
  const [accepted] = recording.phases;
  assert.equal(accepted.third_parties, "aborted");
  const other = accepted.requests.filter((each) => /adform|doubleclick|vimeo/.test(each.host));
  assert.ok(other.length > 1, JSON.stringify(accepted.requests));
  for (const each of other) assert.equal(each.aborted, each.count, each.address);
  assert.deepEqual(
    [...asked].filter((host) => !host.endsWith("ameli.localhost")),
    [],
  );
  // What these hosts would have set was not seen: that is no clean bill.
  assert.equal(report.inconclusive, true);
  assert.ok(report.open.some((each) => each.code === "third-parties"));
  // Which records the scan made.
  assert.ok(recording.choices.length > 0);
  for (const { index } of recording.choices) assert.ok(Number.isSafeInteger(index));
  // They say so themselves, and are in no rate: nobody else has visited this site.
  const words = ["report", "statistics", "--data", service.data, "--site", "ameli.fr"];
  const made = await run(kBinary, [...words, "--format", "json"]);
  const said = JSON.parse(made.stdout);
  assert.ok(said.scans >= recording.choices.length, JSON.stringify(said.scans));
  assert.equal(said.total.answers, 0);
});
