// A small app of React, rendered on a server and taken over in a page: run by package.test.mjs.
import { createElement as h } from "react";
import { renderToString } from "react-dom/server";
import { ConsentGate, useConsent } from "temoin-banner/react";

const Status = () => h("p", null, useConsent()?.status ?? "…");
const App = () =>
  h(
    "main",
    null,
    h(Status),
    h(
      ConsentGate,
      {
        name: "vimeo",
        fallback: (accept) => h("button", { type: "button", onClick: accept }, "Autoriser"),
      },
      h("iframe", { title: "Film", src: "about:blank" }),
    ),
  );

export const render = async () => renderToString(h(App));

export async function hydrate(root, errors) {
  const { hydrateRoot } = await import("react-dom/client");
  hydrateRoot(root, h(App), { onRecoverableError: (error) => errors.push(error.message) });
}
