/**
 * The second layer: every purpose, service and tracker with finalité and durée, necessary ones too,
 * and the answer in force. One rendering, shown as a dialog or put into a page.
 */
import type { Config, Purpose, Service, Tracker, Vendor } from "../../../types/temoin";
import type { Kit } from "../../lazy/kit";
import type { Preferences } from "../../lazy/parts";
import { use } from "../../lazy/use";
import {
  decision,
  each,
  mayRun,
  refusableIds,
  unanswered,
  type Decisions,
  type Entry,
} from "../../domain/decisions";
import { day, lifetime } from "../../domain/duration";
import extras from "../../lazy/extras.css";
import css from "./preferences.css";
import { words } from "./words";

type Child = HTMLElement | string | null | undefined | false;

function make(kit: Kit): Preferences {
  const { get, h, inLanguage, view } = kit;
  let draft: Decisions = {};
  let dialog: HTMLDialogElement | null = null;
  let back: Element | null = null;
  const mounted = new Set<HTMLElement>();

  const say = (key: string, values?: Record<string, string>): string =>
    kit.say(key, values, words[get().language] || words.en!);
  /** A value of the catalogue in words; one without words was not published. */
  const known = (key: string): string => (words.fr![key] ? say(key) : say("unknown"));
  const title = (): string =>
    inLanguage(get().config.texts?.preferences_title) || kit.say("manage");
  const country = (code: string): string => {
    try {
      return new Intl.DisplayNames(get().language, { type: "region" }).of(code) || code;
    } catch {
      return code;
    }
  };

  const entry = (purpose: Purpose, service: Service): Entry => ({
    service,
    purpose: purpose.id,
    basis: purpose.basis,
  });
  /** What the control shows: the draft, else the answer; nothing is ever ticked in advance. */
  const value = (purpose: Purpose, service: Service): boolean =>
    draft[service.id] ??
    get().unsent?.decisions[service.id] ??
    decision(view(), entry(purpose, service)) ??
    mayRun(view(), entry(purpose, service));

  function pair(
    legend: string,
    name: string,
    on: boolean | undefined,
    change: (yes: boolean) => void,
  ): HTMLElement {
    const radio = (yes: boolean) =>
      h(
        "label",
        {},
        h("input", {
          type: "radio",
          name,
          value: yes ? "1" : "0",
          checked: on === yes,
          change: () => change(yes),
        }),
        say(yes ? "allow" : "deny"),
      );
    return h("fieldset", {}, h("legend", { class: "v" }, legend), radio(true), radio(false));
  }

  /** Headings go down from the title, which is the page's own where the page has none. */
  let level = 2;
  const heading = (below: number, attributes: Record<string, string>, text: string): HTMLElement =>
    h("h" + (level + below), { class: "l" + below, ...attributes }, text);

  const fact = (name: string, ...content: Child[]): HTMLElement[] => [
    h("dt", {}, name),
    h("dd", {}, ...content),
  ];

  const conditional = (value: Tracker["lifetime"]): boolean =>
    !!value && typeof value === "object" && ("accepted" in value || "conditions" in value);

  function tracker(each: Tracker): HTMLElement {
    const odd = each.published;
    const note = odd ? inLanguage(odd.note) : "";
    const kind =
      each.kind && each.kind !== "cookie" ? say("kind." + each.kind.replace("_", "-")) : "";
    return h(
      "li",
      {},
      h("code", {}, each.name),
      h(
        "dl",
        {},
        ...fact(say("purpose"), inLanguage(each.purpose) || say("unknown")),
        ...fact(
          say("lifetime"),
          lifetime(each.lifetime, get().language, say, inLanguage),
          conditional(each.lifetime) && !note && h("div", { class: "s" }, say("conditionalNote")),
        ),
        ...(each.host !== undefined
          ? fact(
              say("host"),
              (each.host === "<site>" ? say("ownHost") : each.host || say("unknown")) +
                (kind && ` (${kind})`),
            )
          : []),
        ...(each.aliases?.length ? fact(say("aliases"), each.aliases.join(", ")) : []),
      ),
      odd && h("p", { class: "s" }, note || say("published", { text: odd.cell || "" })),
    );
  }

  function transfer({ transfer: given }: Vendor): string {
    const declared = (given?.to || [])
      .map((each) =>
        [each.country && country(each.country), inLanguage(each.text)].filter(Boolean).join(" : "),
      )
      .join(" ; ");
    const word = known("transfer." + given?.status);
    return declared || inLanguage(given?.text) || word;
  }

  /** What an acceptance tells Google's tags, in words. */
  function signals({ consent_mode: names }: Service): HTMLElement | null {
    if (!names?.length || !get().config.settings?.adapters?.includes("google-consent-mode"))
      return null;
    const said = names
      .map((name) => (words.fr!["signal." + name] ? say("signal." + name) : name))
      .join(", ");
    return h("p", { class: "s", part: "signals" }, say("signals", { names: said }));
  }

  function facts(service: Service): HTMLElement | null {
    const { vendor } = service;
    if (!vendor || !vendor.name) return null;
    const nationality = vendor.nationality ? ` (${country(vendor.nationality)})` : "";
    const place =
      inLanguage(vendor.location?.text) ||
      (vendor.location?.countries || []).map(country).join(", ");
    const list = [
      ...fact(say("vendor"), vendor.name + nationality),
      ...fact(say("role"), known("role." + vendor.role)),
    ];
    if (vendor.role !== "publisher")
      list.push(
        ...fact(say("location"), place || say("unknown")),
        ...fact(say("transfer"), transfer(vendor)),
      );
    if (vendor.policy_url && /^https:/.test(vendor.policy_url))
      list.push(
        ...fact(
          "",
          h(
            "a",
            { href: vendor.policy_url, target: "_blank", rel: "noopener noreferrer" },
            say("policy", { name: vendor.name }),
          ),
        ),
      );
    return h("dl", { class: "vd" }, ...list);
  }

  function serviceBox(purpose: Purpose, service: Service, changed: () => void): HTMLElement {
    const trackers = service.trackers || [];
    const count = trackers.length;
    const { cell } = service.published || {};
    const note = inLanguage(service.published?.note) || (cell && say("published", { text: cell }));
    return h(
      "div",
      { class: "sv", part: "service" },
      h(
        "div",
        { class: "sh" },
        h(
          "div",
          {},
          heading(2, {}, service.name),
          service.description && h("p", { class: "s" }, inLanguage(service.description)),
        ),
        purpose.basis === "exempt"
          ? h("span", { class: "k" }, say("always"))
          : pair(
              say("service", { name: service.name }),
              "s-" + service.id,
              value(purpose, service),
              (yes) => {
                draft[service.id] = yes;
                changed();
              },
            ),
      ),
      h(
        "details",
        {},
        h(
          "summary",
          {},
          count
            ? say("details", { count: say(count > 1 ? "trackers" : "tracker", { n: "" + count }) })
            : say("noTrackers"),
          h("span", { class: "v" }, " — " + service.name),
        ),
        count ? h("ul", {}, ...trackers.map(tracker)) : null,
        note && h("p", { class: "s" }, note),
        signals(service),
        facts(service),
      ),
    );
  }

  function purposeBox(purpose: Purpose): HTMLElement {
    const box = h("section", {
      class: "pu",
      part: "purpose",
      "aria-labelledby": "p-" + purpose.id,
    });
    const several = purpose.basis !== "exempt" && purpose.services.length > 1;
    const group = (): HTMLElement => {
      const values = purpose.services.map((service) => value(purpose, service));
      const on = values.every((yes) => yes) ? true : values.some((yes) => yes) ? undefined : false;
      return pair(say("all", { name: inLanguage(purpose.title) }), "p-" + purpose.id, on, (yes) => {
        for (const service of purpose.services) {
          draft[service.id] = yes;
          box.querySelector<HTMLInputElement>(
            `[name="s-${service.id}"][value="${+yes}"]`,
          )!.checked = true;
        }
      });
    };
    let all = several ? group() : null;
    const changed = () => {
      if (!all) return;
      const fresh = group();
      all.replaceWith(fresh);
      all = fresh;
    };
    const note = { exempt: "exempt", "exempt-with-opt-out": "optOut", consent: "" }[purpose.basis];
    box.append(
      h(
        "div",
        { class: "ph" },
        h(
          "div",
          {},
          heading(1, { id: "p-" + purpose.id }, inLanguage(purpose.title)),
          h("p", { class: "s" }, inLanguage(purpose.description)),
          note && h("p", { class: "s" }, say(note)),
        ),
        all || "",
      ),
      ...purpose.services.map((service) => serviceBox(purpose, service, changed)),
    );
    return box;
  }

  /** The proof is ready once the log is signed past it, a second or so after the choice. */
  async function download(button: HTMLElement, index: string): Promise<void> {
    try {
      // As the page that says it in words; the bare proof stands in it.
      const ask = () =>
        fetch(kit.api("consents/current/receipt"), {
          credentials: "include",
          headers: { Accept: "text/html" },
        });
      let answer = await ask();
      for (let turn = 0; answer.status === 503 && turn < 5; ++turn) {
        await new Promise((done) => setTimeout(done, 1000));
        answer = await ask();
      }
      if (!answer.ok) throw answer;
      const href = URL.createObjectURL(await answer.blob());
      h("a", { href, download: `preuve-${get().config.site}-${index}.html` }).click();
    } catch {
      if (!button.nextElementSibling)
        button.after(h("span", { class: "s", role: "status" }, say("receiptWait")));
    }
  }

  /** What the service knows of the choice of this browser; nothing when it cannot be asked. */
  async function current(): Promise<Record<string, unknown>> {
    try {
      const answer = await fetch(kit.api("consents/current"), { credentials: "include" });
      return answer.ok ? Object(await answer.json()) : {};
    } catch {
      return {};
    }
  }

  const date = (time: number): string => day(time, get().language);

  /** The answer in force, its two dates, and what can be done with it. */
  function now(layer: string): HTMLElement {
    const { status, givenAt, validUntil } = kit.picture();
    const box = h("div", { class: "now", part: "current" });
    if (status !== "valid") {
      box.append(h("p", {}, say(status === "pending" ? "pending" : "noChoice")));
      return box;
    }
    const reference = h("p", { class: "s", part: "reference" });
    let index = "";
    const receipt = h(
      "button",
      {
        type: "button",
        class: "q",
        part: "receipt",
        hidden: true,
        click: () => void download(receipt, index),
      },
      say("receipt"),
    );
    box.append(
      h("p", {}, say("choice", { from: date(givenAt!), until: date(validUntil!) })),
      reference,
      h(
        "div",
        {},
        h(
          "button",
          {
            type: "button",
            class: "q",
            click: () => kit.choose(each(refusableIds(get().config), false), layer, "withdraw"),
          },
          say("withdraw"),
        ),
        receipt,
      ),
    );
    void current().then((answer) => {
      if (answer.index == null) return;
      index = String(answer.index);
      receipt.hidden = get().config.settings?.receipts === false;
      reference.textContent = say("reference", { reference: String(answer.reference ?? index) });
    });
    return box;
  }

  function content(layer: string, close?: () => void): HTMLElement {
    const { config } = get();
    level = close || document.querySelector("h1") ? 2 : 1;
    const refusable = config.purposes.filter((purpose) => purpose.basis !== "exempt");
    const every = (yes: boolean): Decisions =>
      Object.fromEntries(
        refusable.flatMap((purpose) => purpose.services.map((service) => [service.id, yes])),
      );
    // What is saved is what stands on this screen: the draft is also that of a dialog that was
    // closed.
    const ticked = (id: string): boolean =>
      all.querySelector<HTMLInputElement>(`[name="s-${id}"][value="1"]`)!.checked;
    const shown = (): Decisions =>
      Object.fromEntries(
        refusable.flatMap((purpose) =>
          purpose.services.map((service) => [service.id, ticked(service.id)]),
        ),
      );
    const button = (part: string, word: string, decide: () => Decisions) =>
      h(
        "button",
        { type: "button", part: "button " + part, click: () => kit.choose(decide(), layer) },
        say(word),
      );
    const all = h(
      "div",
      { class: close ? "w" : "w pg", part: "preferences" },
      h(
        "div",
        {
          class: "hd",
          ...(close && {
            tabindex: "-1",
            role: "group",
            "aria-labelledby": "h",
            "aria-describedby": "d",
          }),
        },
        heading(0, { id: "h", part: "title", ...(!close && { tabindex: "-1" }) }, title()),
        close &&
          h("button", { type: "button", class: "q", part: "close", click: close }, say("close")),
      ),
      h(
        "div",
        {
          class: "bd",
          tabindex: close ? "0" : null,
          role: close ? "group" : null,
          "aria-labelledby": close ? "h" : null,
        },
        h("p", { id: "d" }, inLanguage(config.texts?.preferences_text) || say("intro")),
        now(layer),
        ...config.purposes.map(purposeBox),
      ),
      refusable.length > 0 &&
        h(
          "div",
          { class: "ft", part: "buttons" },
          button("accept", "accept", () => every(true)),
          button("refuse", "refuse", () => every(false)),
          button("save", "save", shown),
        ),
    );
    return all;
  }

  let asked: Promise<void> | null = null;

  /** The page starts with an excerpt; the revision, named by its own hash, has everything. */
  function whole(): Promise<void> {
    const { config, base } = get();
    asked =
      asked ||
      fetch(base + "/v1/revisions/" + config.revision, { credentials: "omit" })
        .then((answer) => (answer.ok ? (answer.json() as Promise<Config>) : Promise.reject()))
        .then(({ purposes, texts, controller }) => {
          if (get().config === config)
            kit.update({ config: { ...config, purposes, texts, controller, excerpt: false } });
        })
        // The next one is asked anew: of another revision, or after a failure.
        .finally(() => (asked = null));
    return asked;
  }

  /** At once where everything is there; once more where another revision came meanwhile. */
  function withWhole(then: () => void): void {
    if (get().config.excerpt) whole().then(() => withWhole(then), kit.sorry);
    else then();
  }

  /**
   * The head has the focus, as a group with name and description: Orca passes over the first
   * heading of a dialog in silence, and of the dialog itself it reads all there is, in one go.
   */
  const focusHead = (shown: HTMLElement): void => shown.querySelector<HTMLElement>(".hd")!.focus();

  function close(): void {
    if (!dialog) return;
    const gone = dialog;
    dialog = null;
    // Closed, so that the page can have the focus again; and taken away when it has: a screen
    // reader that loses the place it was at says nothing of the next.
    gone.close();
    if (back instanceof HTMLElement && back.isConnected) back.focus();
    gone.remove();
    back = null;
  }

  function open(from: Element | null): void {
    if (dialog) return;
    draft = {};
    back = from;
    const place = kit.home();
    kit.dressHome(extras + css);
    dialog = h(
      "dialog",
      {
        part: "dialog",
        "aria-labelledby": "h",
        cancel: (event) => {
          event.preventDefault();
          close();
        },
      },
      content("preferences", close),
    ) as HTMLDialogElement;
    place.append(dialog);
    dialog.showModal();
    focusHead(dialog);
    kit.emit("shown", { layer: "preferences", unanswered: unanswered(view()) });
  }

  function mount(where: HTMLElement): void {
    mounted.add(where);
    // The buttons stay at the foot of the page: messages keep away from them.
    const status = kit.home().querySelector<HTMLElement>("[part=status]");
    if (status) status.style.insetBlock = "1em auto";
    kit.shade(where, extras + css).append(content("page"));
  }

  // Ahead of its use; what fails here is said when it is needed.
  if (get().config.excerpt) whole().catch(() => {});

  return {
    open: (from) => withWhole(() => open(from)),
    close,
    mount: (where) => withWhole(() => mount(where)),
    update() {
      if (dialog) {
        dialog.replaceChildren(content("preferences", close));
        focusHead(dialog);
      }
      draft = {};
      mounted.forEach((where) => {
        const at = where.shadowRoot!.activeElement;
        const part = at && at.getAttribute("part");
        if (where.isConnected) mount(where);
        if (at)
          where.shadowRoot!.querySelector<HTMLElement>(part ? `[part="${part}"]` : "#h")!.focus();
      });
    },
  };
}

use("preferences", make);
