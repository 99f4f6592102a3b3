// WebKit by plain WebDriver: Debian's WebKitWebDriver with its MiniBrowser, on a screen of its own.
import { spawn } from "node:child_process";
import { readdirSync, writeFileSync } from "node:fs";
import { freePort } from "./service.mjs";

const kElement = "element-6066-11e4-a52e-4f735466cecf";

/** Debian's MiniBrowser, wherever this machine's architecture has it. */
export function miniBrowser() {
  for (const folder of readdirSync("/usr/lib"))
    for (const api of ["4.1", "4.0"]) {
      const there = `/usr/lib/${folder}/webkit2gtk-${api}`;
      try {
        if (readdirSync(there).includes("MiniBrowser")) return there + "/MiniBrowser";
      } catch {
        /* Not this one. */
      }
    }
  return null;
}

async function until(act, within = 20_000) {
  for (const end = Date.now() + within; ; ) {
    try {
      return await act();
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((done) => setTimeout(done, 100));
    }
  }
}

/** A screen that Xvfb picks by itself: `{display, end}`. */
async function screen() {
  const child = spawn(
    "Xvfb",
    ["-displayfd", "1", "-screen", "0", "1280x1000x24", "-nolisten", "tcp"],
    {
      stdio: ["ignore", "pipe", "ignore"],
    },
  );
  const display = await new Promise((done, fail) => {
    child.stdout.once("data", (text) => done(":" + String(text).trim()));
    child.once("error", fail);
    child.once("exit", () => fail(new Error("Xvfb ended at once.")));
  });
  return { display, end: () => child.kill() };
}

export async function startWebKit() {
  const { display, end } = await screen();
  const port = await freePort();
  const driver = spawn("WebKitWebDriver", ["--port=" + port, "--host=127.0.0.1"], {
    stdio: "ignore",
    env: {
      ...process.env,
      DISPLAY: display,
      GDK_BACKEND: "x11",
      LIBGL_ALWAYS_SOFTWARE: "1",
      NO_AT_BRIDGE: "1",
      WEBKIT_DISABLE_COMPOSITING_MODE: "1",
    },
  });
  const call = async (method, path, body) => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      ...(body && { body: JSON.stringify(body) }),
    });
    const { value } = await answer.json();
    if (!answer.ok) throw new Error(`${value.error}: ${value.message}`);
    return value;
  };
  await until(() => call("GET", "/status"));
  return { call, close: () => (driver.kill(), end()) };
}

/** A fresh, private window; the driver has one at a time. */
export async function openWebKit({ call }) {
  const { sessionId } = await call("POST", "/session", {
    capabilities: {
      alwaysMatch: {
        acceptInsecureCerts: true,
        "webkitgtk:browserOptions": { binary: miniBrowser(), args: ["--automation"] },
      },
    },
  });
  const at = (path) => `/session/${sessionId}${path}`;
  const page = {
    go: (url) => call("POST", at("/url"), { url }),
    back: () => call("POST", at("/back"), {}),
    /** `act` runs in the page with these arguments; what it returns is awaited. */
    evaluate: (act, ...given) =>
      call("POST", at("/execute/async"), {
        script: `const done = arguments[arguments.length - 1]; const given = [...arguments].slice(0, -1);
          Promise.resolve().then(() => (${act})(...given)).then((value) => done({ value }), (error) => done({ error: String(error) }));`,
        args: given,
      }).then(({ value, error }) => {
        if (error) throw new Error(error);
        return value ?? undefined;
      }),
    /** A real click on what the function finds, or throws while it finds nothing. */
    click: (find, ...given) =>
      until(async () => {
        const element = await call("POST", at("/execute/sync"), {
          script: `return (${find})(...arguments)`,
          args: given,
        });
        if (!element) throw new Error(`Nothing to click: ${find}`);
        await call("POST", at(`/element/${element[kElement]}/click`), {});
      }),
    press: (key) =>
      call("POST", at("/actions"), {
        actions: [
          {
            type: "key",
            id: "keyboard",
            actions: ["keyDown", "keyUp"].map((type) => ({ type, value: key })),
          },
        ],
      }),
    picture: async (file) =>
      writeFileSync(file, Buffer.from(await call("GET", at("/screenshot")), "base64")),
    close: () => call("DELETE", at("")),
  };
  return page;
}
