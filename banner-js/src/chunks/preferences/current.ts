/** The answer in force, its two dates, and what can be done with it: taken back, taken along. */
import type { Lent } from "../../lazy/kit";
import { each, refusableIds } from "../../domain/decisions";
import { day } from "../../domain/duration";
import type { Speech } from "./speech";

export function makeCurrent(
  kit: Lent<"get" | "picture" | "api" | "fetch" | "h" | "choose">,
  { say }: Speech,
): (layer: string) => HTMLElement {
  const { fetch, get, h } = kit;

  /** The proof is ready once the log is signed past it, a second or so after the choice. */
  async function download(button: HTMLElement, index: string): Promise<void> {
    try {
      // As the page that says it in words; the bare proof stands in it.
      const ask = () =>
        fetch(kit.api("consents/current/receipt"), {
          credentials: "include",
          headers: { Accept: "text/html" },
        });
      let response = await ask();
      for (let turn = 0; response.status === 503 && turn < 5; ++turn) {
        await new Promise((done) => setTimeout(done, 1000));
        response = await ask();
      }
      if (!response.ok) throw response;
      const href = URL.createObjectURL(await response.blob());
      h("a", { href, download: `preuve-${get().config.site}-${index}.html` }).click();
    } catch {
      if (!button.nextElementSibling)
        button.after(h("span", { class: "s", role: "status" }, say("receiptWait")));
    }
  }

  /** What the service knows of the choice of this browser; nothing when it cannot be asked. */
  async function current(): Promise<Record<string, unknown>> {
    try {
      const response = await fetch(kit.api("consents/current"), { credentials: "include" });
      return response.ok ? Object(await response.json()) : {};
    } catch {
      return {};
    }
  }

  const date = (time: number): string => day(time, get().language);

  return (layer) => {
    const { status, givenAt, validUntil, services } = kit.picture();
    const refusable = refusableIds(get().config);
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
        press: () => void download(receipt, index),
      },
      say("receipt"),
    );
    box.append(
      h("p", {}, say("choice", { from: date(givenAt!), until: date(validUntil!) })),
      reference,
      h(
        "div",
        {},
        // Of a choice that lets nothing run there is nothing to take back.
        refusable.some((id) => services[id]) &&
          h(
            "button",
            {
              type: "button",
              class: "q",
              press: () => kit.choose(each(refusable, false), layer, "withdraw"),
            },
            say("withdraw"),
          ),
        receipt,
      ),
    );
    void current().then((record) => {
      if (record.index == null) return;
      index = String(record.index);
      receipt.hidden = get().config.settings?.receipts === false;
      reference.textContent = say("reference", { reference: String(record.reference ?? index) });
    });
    return box;
  };
}
