// A screen reader as a visitor has it, without a sound card: Orca over AT-SPI, a browser and a
// window manager on a screen and a session bus of their own. Keys go through the X server; what
// Orca says is read from its log. Everything lives in a folder that goes with it.
import { spawn, spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const kBus = "/usr/libexec/at-spi-bus-launcher";
const kPrograms = [
  "Xvfb",
  "dbus-daemon",
  "gdbus",
  "gsettings",
  "openbox",
  "orca",
  "speech-dispatcher",
  "xdotool",
];

/** Programs of this machine that are wanting: a campaign without them cannot run. */
export const wanting = () =>
  kPrograms
    .filter((name) => spawnSync("which", [name]).status !== 0)
    .concat(existsSync(kBus) ? [] : [kBus]);

/** Orca says the key as well. */
const kKeys = /^(tab|return|escape|space|left shift|left control|f5|l|down|up|left|right)$/;
/** Nothing new in Orca's log for so long: it has said what it has to say. */
const kStill = 2500;
const kLongest = 60_000;

const pause = (time) => new Promise((done) => setTimeout(done, time));

async function until(act, what, within = kLongest) {
  for (const end = Date.now() + within; Date.now() < end; await pause(100)) {
    const found = await act();
    if (found) return found;
  }
  throw new Error(what + ": not within " + within / 1000 + " s");
}

const kPreferences = {
  "accessibility.force_disabled": -1,
  "app.normandy.enabled": false,
  "browser.aboutwelcome.enabled": false,
  "browser.shell.checkDefaultBrowser": false,
  "browser.startup.homepage_override.mstone": "ignore",
  "browser.startup.page": 0,
  "datareporting.policy.dataSubmissionEnabled": false,
  "intl.accept_languages": "fr",
  "network.captive-portal-service.enabled": false,
  "network.cookie.cookieBehavior": 0,
  "toolkit.telemetry.reportingpolicy.firstRun": false,
  "trailhead.firstrun.didSeeAboutWelcome": true,
};

export const kBrowsers = {
  firefox: {
    program: process.env.FIREFOX || "/usr/bin/firefox-esr",
    flags: (folder) => ["--no-remote", "--profile", folder, "--new-window"],
    prepare: (folder) =>
      writeFileSync(
        join(folder, "user.js"),
        Object.entries(kPreferences)
          .map(([name, value]) => `user_pref("${name}", ${JSON.stringify(value)});\n`)
          .join(""),
      ),
  },
  chromium: {
    program: process.env.CHROMIUM || "/usr/bin/chromium",
    flags: (folder) => [
      "--no-sandbox",
      "--disable-gpu",
      "--force-renderer-accessibility",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--lang=fr",
      "--user-data-dir=" + folder,
    ],
    prepare() {},
  },
};

export class ScreenReader {
  #folder = mkdtempSync(join(tmpdir(), "temoin-speech-"));
  #started = [];
  #environment;
  #log;
  #heard = 0;

  #end = () => this.stop();

  constructor() {
    process.on("exit", this.#end);
  }

  /** The browser of that name at `address`, its page read and in front. */
  static async start(name, address) {
    const reader = new ScreenReader();
    try {
      await reader.#session();
      await reader.#browser(kBrowsers[name], name, address);
      return reader;
    } catch (error) {
      reader.stop();
      throw error;
    }
  }

  #path = (name) => join(this.#folder, name);

  #spawn(program, words, stdio = []) {
    const log = openSync(this.#path(program.split("/").pop() + ".log"), "a");
    const child = spawn(program, words, {
      stdio: ["ignore", stdio[0] ?? log, log],
      env: this.#environment,
      detached: true,
    });
    child.on("error", () => {});
    this.#started.push(child);
    return child;
  }

  async #said(child, what) {
    let text = "";
    child.stdout.on("data", (part) => (text += part));
    return until(() => /^(.+)\n/.exec(text)?.[1].trim(), what);
  }

  async #session() {
    for (const name of ["run", "home/.config/speech-dispatcher"])
      mkdirSync(this.#path(name), { recursive: true, mode: 0o700 });
    writeFileSync(
      this.#path("home/.config/speech-dispatcher/speechd.conf"),
      'AddModule "dummy" "sd_dummy" ""\nDefaultModule dummy\nAudioOutputMethod "libao"\n',
    );
    // Its log is written line by line, not when a buffer is full.
    mkdirSync(this.#path("home/.local/share/orca"), { recursive: true });
    writeFileSync(
      this.#path("home/.local/share/orca/orca-customizations.py"),
      "import orca.debug\norca.debug.debugFile.reconfigure(line_buffering=True)\n",
    );
    this.#environment = {
      PATH: process.env.PATH,
      HOME: this.#path("home"),
      XDG_RUNTIME_DIR: this.#path("run"),
      XDG_SESSION_TYPE: "x11",
      LANG: "C.UTF-8",
      LC_ALL: "C.UTF-8",
      GNOME_ACCESSIBILITY: "1",
      MOZ_ENABLE_ACCESSIBILITY: "1",
      LIBGL_ALWAYS_SOFTWARE: "1",
    };
    const screen = this.#spawn(
      "Xvfb",
      ["-displayfd", "1", "-screen", "0", "1280x1000x24", "-nolisten", "tcp"],
      ["pipe"],
    );
    this.#environment.DISPLAY = ":" + (await this.#said(screen, "a screen"));
    const bus = this.#spawn("dbus-daemon", ["--session", "--nofork", "--print-address"], ["pipe"]);
    this.#environment.DBUS_SESSION_BUS_ADDRESS = await this.#said(bus, "a session bus");
    this.#spawn("openbox", []);
    this.#spawn(kBus, ["--launch-immediately"]);
    const bus11y =
      "--dest org.a11y.Bus --object-path /org/a11y/bus --method org.a11y.Bus.GetAddress";
    await until(
      () => this.#run("gdbus", "call", "--session", ...bus11y.split(" ")).status === 0,
      "the accessibility bus",
    );
    for (const key of [
      "interface toolkit-accessibility",
      "a11y.applications screen-reader-enabled",
    ])
      this.#run("gsettings", "set", ...`org.gnome.desktop.${key} true`.split(" "));
    this.#log = this.#path("orca.debug");
    this.#spawn("orca", ["--debug-file=" + this.#log, "-e", "speech"]);
    const speaks = () => existsSync(this.#log) && this.#new().length > 0;
    await until(speaks, "Orca").catch((error) => {
      throw new Error(error.message + "\n" + readFileSync(this.#path("orca.log"), "utf8"));
    });
  }

  async #browser({ program, flags, prepare }, name, address) {
    const profile = this.#path("profile");
    mkdirSync(profile);
    prepare(profile);
    this.#spawn(program, [...flags(profile), address]);
    const search = () =>
      this.#xdotool("search", "--onlyvisible", "--class", name).split("\n").pop();
    const window = await until(search, "a window of " + name);
    this.#xdotool("windowactivate", window);
    this.#xdotool("windowfocus", window);
    await pause(3000);
    await this.#still();
  }

  #run(program, ...words) {
    return spawnSync(program, words, { env: this.#environment, encoding: "utf8" });
  }

  #xdotool = (...words) => this.#run("xdotool", ...words).stdout.trim();

  /** Until Orca's log has stopped growing. */
  async #still() {
    let size = -1;
    let since = Date.now();
    for (const end = Date.now() + kLongest; Date.now() < end; await pause(100)) {
      const now = statSync(this.#log).size;
      if (now !== size) [size, since] = [now, Date.now()];
      else if (Date.now() - since > kStill) return;
    }
  }

  /** What was said since the last time. */
  #new() {
    const log = readFileSync(this.#log, "utf8");
    const fresh = log.slice(this.#heard);
    this.#heard = log.length;
    return [...fresh.matchAll(/SPEECH OUTPUT: '(.*)'\s*\{/g)]
      .map(([, words]) => words.trim())
      .filter((words) => words && !kKeys.test(words));
  }

  /** Presses a key as xdotool names it, and returns what was said until it is quiet. */
  async press(key) {
    this.#new();
    this.#xdotool("key", key);
    await this.#still();
    return this.#new();
  }

  /** Ends what was started, each with all that it started itself. */
  stop() {
    process.removeListener("exit", this.#end);
    for (const { pid } of this.#started.splice(0).reverse())
      try {
        process.kill(-pid);
      } catch {
        /* Ended by itself, or never began. */
      }
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 300 });
  }
}
