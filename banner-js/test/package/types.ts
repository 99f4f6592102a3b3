// What a site's own code says of the package, under each way of resolving it. Only its types count.
import { start, type Boot, type Call, type State } from "temoin-banner";
import { ConsentGate, useConsent } from "temoin-banner/react";
import { ConsentGate as Gate, useConsent as useState } from "temoin-banner/vue";
import { createElement, type ReactElement } from "react";
import { h } from "vue";

const boot: Boot = { config: await (await fetch("/config.json")).json(), base: "/consentement" };
const api = start(boot);
api.onChange((state: State) => void state.services.vimeo);
document.addEventListener("temoin:withdrawn", ({ detail }) => void detail.reload.length);
document.addEventListener("temoin:choice", ({ detail }) => void detail.status);
window.temoin.accept("vimeo");
// As the guide has it.
(window.temoin = "push" in Object(window.temoin) ? window.temoin : ([] as Call[])).push([
  "onChange",
  (state) => {
    if (state.services.vimeo) temoin.allowed("vimeo");
  },
]);

export const react = (): ReactElement =>
  createElement(
    ConsentGate,
    {
      name: "vimeo",
      fallback: (accept: () => void) =>
        createElement("button", { type: "button", onClick: accept }),
    },
    useConsent()?.status,
  );
export const vue = () =>
  h(
    Gate,
    { name: "vimeo" },
    {
      fallback: ({ accept }: { accept: () => void }) =>
        h("button", { type: "button", onClick: accept }),
    },
  );
export const status: string | undefined = useState().value?.status;
// @ts-expect-error no service is a number
createElement(ConsentGate, { name: 1 });
