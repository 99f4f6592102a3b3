// The guide's ways of reading the context cookie on a server, each run where its program is there.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";

const guide = readFileSync(new URL("../../docs/integrate.md", import.meta.url), "utf8");
const section = guide.slice(guide.indexOf("### On the server"));
const block = (language) => new RegExp("```" + language + "\\n([^]*?)```").exec(section)[1];
const folder = mkdtempSync(join(tmpdir(), "temoin-reading-"));
process.on("exit", () => rmSync(folder, { recursive: true }));
const write = (name, text) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

const now = Math.floor(Date.now() / 1000);
const cookie = (list, end = now + 1e6) => `1~${"ab".repeat(32)}~3~${now - 9}~${end}~${list}`;
const kCases = [
  [cookie("vimeo:1"), true],
  [cookie("adform:0_vimeo:1_x:0"), true],
  [cookie("adform:1_vimeo:0"), false],
  [cookie("my-vimeo:1"), false],
  [cookie("vimeo:10"), false],
  [cookie("vimeo:1").replace(/^1/, "2"), false],
  [cookie("vimeo:1") + " ", false],
  ["", false],
];
const kOver = cookie("vimeo:1", now - 1);

test("in Node", async () => {
  const { allowed } = await import(write("reading.mjs", block("js")));
  for (const [value, may] of kCases)
    assert.equal(allowed(`a=b; pctx=${value}; c=d`, "vimeo"), may, value);
  assert.equal(allowed(`pctx=${kOver}`, "vimeo"), false);
  assert.equal(allowed("", "vimeo"), false);
});

const php = spawnSync("php", ["-v"]).status === 0;
test("in PHP", { skip: !php && "there is no php" }, () => {
  const script = block("php") + "\necho allowed($argv[1], 'vimeo') ? 'true' : 'false';";
  const file = write("reading.php", script);
  for (const [value, may] of [...kCases, [kOver, false]])
    assert.equal(spawnSync("php", [file, value], { encoding: "utf8" }).stdout, "" + may, value);
});

const nginx = ["/usr/sbin/nginx", "/usr/local/sbin/nginx"].find(existsSync);
test("in nginx", { skip: !nginx && "there is no nginx" }, async () => {
  const free = createServer();
  const port = await new Promise((done) =>
    free.listen(0, "127.0.0.1", () => done(free.address().port)),
  );
  await new Promise((done) => free.close(done));
  const file = write(
    "nginx.conf",
    `daemon off; master_process off; pid ${folder}/pid; error_log stderr crit; events {}
http { access_log off; client_body_temp_path ${folder}; proxy_temp_path ${folder};
fastcgi_temp_path ${folder}; uwsgi_temp_path ${folder}; scgi_temp_path ${folder};
${block("nginx")}
server { listen 127.0.0.1:${port}; location / { return 200 $vimeo_allowed; } } }`,
  );
  const server = spawn(nginx, ["-c", file, "-p", folder], { stdio: ["ignore", "ignore", "pipe"] });
  let complaint = "";
  server.stderr.on("data", (text) => (complaint += text));
  const ask = (value) =>
    new Promise((done, fail) => {
      const headers = { cookie: `pctx=${value}` };
      request({ host: "127.0.0.1", port, headers }, (answer) => answer.on("data", done))
        .on("error", fail)
        .end();
    });
  try {
    for (let turn = 0; ; ++turn)
      try {
        await ask("");
        break;
      } catch (error) {
        assert.ok(turn < 200 && server.exitCode === null, complaint || error.message);
        await new Promise((done) => setTimeout(done, 25));
      }
    for (const [value, may] of kCases.filter(([each]) => !each.endsWith(" ")))
      assert.equal(String(await ask(value)), may ? "1" : "0", value);
  } finally {
    server.kill();
  }
});
