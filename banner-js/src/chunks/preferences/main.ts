/**
 * The second layer: every purpose, service and tracker with finalité and durée, necessary ones too,
 * and the answer in force. One rendering, shown as a dialog or put into a page.
 */
import type { Config } from "../../../types/temoin";
import { comeIntoSight } from "../../lazy/in-sight";
import { keepKeys } from "../../lazy/keep-keys";
import type { Kit } from "../../lazy/kit";
import type { Preferences } from "../../lazy/parts";
import { use } from "../../lazy/use";
import { unanswered, type Decisions } from "../../domain/decisions";
import extras from "../../lazy/extras.css";
import { makeChoices, type Heading } from "./choices";
import { makeCurrent } from "./current";
import css from "./preferences.css";
import { makeSpeech } from "./speech";

function make(kit: Kit): Preferences {
  const { fetch, get, h, inLanguage, view } = kit;
  let dialog: HTMLDialogElement | null = null;
  let back: Element | null = null;
  const mounted = new Set<HTMLElement>();
  const speech = makeSpeech(kit);
  const { say } = speech;

  /** Headings go down from the title, which is the page's own where the page has none. */
  let level = 2;
  const heading: Heading = (below, attributes, text) =>
    h("h" + (level + below), { class: "l" + below, ...attributes }, text);

  const now = makeCurrent(kit, speech);
  const choices = makeChoices(kit, speech, heading);

  const title = (): string =>
    inLanguage(get().config.texts?.preferences_title) || kit.say("manage");

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
        { type: "button", part: "button " + part, press: () => kit.choose(decide(), layer) },
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
          h("button", { type: "button", class: "q", part: "close", press: close }, say("close")),
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
        ...config.purposes.map(choices.purposeBox),
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
        .then((response) => (response.ok ? (response.json() as Promise<Config>) : Promise.reject()))
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

  /** Where the visitor is in the dialog. */
  let at: HTMLElement | undefined;

  /** A browser that cannot tell is believed to show it. */
  function isModal(shown: HTMLDialogElement): boolean {
    try {
      return shown.matches(":modal");
    } catch {
      return true;
    }
  }

  /** The page stops drawing what is around the dialog, or swept it away: it is shown again. */
  function stay(): void {
    if (!dialog) return;
    if (!dialog.offsetHeight) comeIntoSight(kit);
    if (!dialog.isConnected || isModal(dialog)) return;
    const before = at;
    dialog.open = false;
    dialog.showModal();
    if (before?.isConnected) before.focus();
    else focusHead(dialog);
  }
  const sizes = new ResizeObserver(stay);
  const page = new MutationObserver(stay);

  function close(): void {
    if (!dialog) return;
    const gone = dialog;
    dialog = null;
    sizes.disconnect();
    page.disconnect();
    // Closed, so that the page can have the focus again; and taken away when it has: a screen
    // reader that loses the place it was at says nothing of the next.
    gone.close();
    if (back instanceof HTMLElement && back.isConnected) back.focus();
    gone.remove();
    back = null;
  }

  function open(from: Element | null): void {
    if (dialog) return;
    choices.forget();
    back = from;
    comeIntoSight(kit);
    const place = kit.home();
    kit.dressHome(extras + css);
    const all = content("preferences", close);
    const [head, ...below] = all.children;
    all.replaceChildren(head!);
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
      all,
    ) as HTMLDialogElement;
    dialog.addEventListener("focusin", ({ target }) => (at = target as HTMLElement));
    place.append(dialog);
    // With its head alone: a browser lays out there and then what it opens and gives the focus to.
    dialog.showModal();
    focusHead(dialog);
    all.append(...below);
    sizes.observe(dialog);
    page.observe(document, { childList: true, subtree: true });
    kit.emit("shown", { layer: "preferences", unanswered: unanswered(view()) });
  }

  function mount(where: HTMLElement): void {
    mounted.add(where);
    keepKeys(where);
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
      choices.forget();
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
