// Chromium over its debugging pipe, with no domain switched on but those that are asked for. A
// client like playwright-core switches on a dozen, and they are felt: with them, the first reading
// of document.cookie collects a stack trace, which parses every script on the stack again.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export class Chromium {
  #profile = mkdtempSync(join(tmpdir(), "temoin-bench-"));
  #process;
  #next = 0;
  #waiting = new Map();
  #listeners = new Map();

  constructor(executable = process.env.CHROMIUM || "/usr/bin/chromium") {
    this.#process = spawn(
      executable,
      [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--window-size=1280,900",
        "--remote-debugging-pipe",
        `--user-data-dir=${this.#profile}`,
      ],
      { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] },
    );
    const ended = new Error("Chromium ended");
    this.#process.on("exit", () => this.#waiting.forEach(({ fail }) => fail(ended)));
    let rest = "";
    this.#process.stdio[4].setEncoding("utf8").on("data", (text) => {
      const messages = (rest + text).split("\0");
      rest = messages.pop();
      for (const message of messages) {
        const { id, result, error, method, params } = JSON.parse(message);
        if (method) this.#listeners.get(method)?.(params);
        const call = this.#waiting.get(id);
        this.#waiting.delete(id);
        if (error) call?.fail(new Error(error.message));
        else call?.done(result);
      }
    });
  }

  send(method, params = {}, sessionId = undefined) {
    const id = ++this.#next;
    return new Promise((done, fail) => {
      this.#waiting.set(id, { done, fail });
      this.#process.stdio[3].write(JSON.stringify({ id, method, params, sessionId }) + "\0");
    });
  }

  /** What runs meanwhile, as a trace: its events. */
  async trace(act) {
    const events = [];
    this.#listeners.set("Tracing.dataCollected", ({ value }) => events.push(...value));
    const complete = new Promise((done) => this.#listeners.set("Tracing.tracingComplete", done));
    const includedCategories = ["toplevel", "devtools.timeline", "v8", "__metadata"];
    await this.send("Tracing.start", {
      transferMode: "ReportEvents",
      traceConfig: { includedCategories, excludedCategories: ["*"] },
    });
    await act();
    await this.send("Tracing.end");
    await complete;
    return events;
  }

  /** A page of a profile of its own: `send` for it alone, and `close`. */
  async open() {
    const { browserContextId } = await this.send("Target.createBrowserContext");
    const { targetId } = await this.send("Target.createTarget", {
      url: "about:blank",
      browserContextId,
      width: 1280,
      height: 900,
    });
    const { sessionId } = await this.send("Target.attachToTarget", { targetId, flatten: true });
    return {
      send: (method, params) => this.send(method, params, sessionId),
      close: () => this.send("Target.disposeBrowserContext", { browserContextId }),
    };
  }

  async close() {
    const gone = new Promise((done) => this.#process.on("exit", done));
    await this.send("Browser.close").catch(() => undefined);
    await gone;
    rmSync(this.#profile, { recursive: true, force: true });
  }
}
