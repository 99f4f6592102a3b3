/** Each purpose with its services, what they say of themselves, and the controls to decide. */
import type { Purpose, Service } from "../../../types/temoin";
import type { Lent } from "../../lazy/kit";
import { decision, mayRun, type Decisions, type Entry } from "../../domain/decisions";
import { makeFacts } from "./facts";
import type { Speech } from "./speech";

/** `below`: how many levels under the title. */
export type Heading = (
  below: number,
  attributes: Record<string, string>,
  text: string,
) => HTMLElement;

export interface Choices {
  purposeBox(purpose: Purpose): HTMLElement;
  /** What was ticked and not saved goes. */
  forget(): void;
}

/** What the browser does with a press is done when `act` is called, unless its page prevents it. */
const afterBrowser = (act: () => void): true => {
  setTimeout(act);
  return true;
};

export function makeChoices(
  kit: Lent<"get" | "view" | "h" | "idle" | "inLanguage">,
  speech: Speech,
  heading: Heading,
): Choices {
  const { get, h, idle, inLanguage, view } = kit;
  const { say } = speech;
  const facts = makeFacts(kit, speech);
  let draft: Decisions = {};

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
    const radio = (yes: boolean) => {
      const input = h("input", {
        type: "radio",
        name,
        value: yes ? "1" : "0",
        checked: on === yes,
        change: () => change(yes),
      }) as HTMLInputElement;
      const press = () =>
        afterBrowser(() => {
          if (input.checked) return;
          input.checked = true;
          change(yes);
        });
      return h("label", { press }, input, say(yes ? "allow" : "deny"));
    };
    return h("fieldset", {}, h("legend", { class: "v" }, legend), radio(true), radio(false));
  }

  /** What is folded away is made when the rest stands, or when it is unfolded before. */
  function details(service: Service): HTMLElement {
    const trackers = service.trackers || [];
    const count = trackers.length;
    const { cell } = service.published || {};
    const note = inLanguage(service.published?.note) || (cell && say("published", { text: cell }));
    let filled = false;
    const fill = (): void => {
      if (filled) return;
      filled = true;
      const parts = [
        count > 0 && h("ul", {}, ...trackers.map(facts.tracker)),
        note && h("p", { class: "s" }, note),
        facts.signals(service),
        facts.vendor(service),
      ];
      box.append(...parts.filter((each): each is HTMLElement => !!each));
    };
    const box = h(
      "details",
      { toggle: fill },
      h(
        "summary",
        {
          press() {
            const { open } = box;
            return afterBrowser(() => void (box.open === open && (box.open = !open)));
          },
        },
        count
          ? say("details", { count: say(count > 1 ? "trackers" : "tracker", { n: "" + count }) })
          : say("noTrackers"),
        h("span", { class: "v" }, " — " + service.name),
      ),
    ) as HTMLDetailsElement;
    idle(fill);
    return box;
  }

  function serviceBox(purpose: Purpose, service: Service, changed: () => void): HTMLElement {
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
      details(service),
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

  return {
    purposeBox,
    forget() {
      draft = {};
    },
  };
}
