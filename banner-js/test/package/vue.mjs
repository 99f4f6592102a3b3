// The same small app of Vue: run by package.test.mjs.
import { createSSRApp, h } from "vue";
import { renderToString } from "vue/server-renderer";
import { ConsentGate, useConsent } from "temoin-banner/vue";

const Status = {
  setup() {
    const state = useConsent();
    return () => h("p", state.value?.status ?? "…");
  },
};
const App = () =>
  h("main", [
    h(Status),
    h(
      ConsentGate,
      { name: "vimeo" },
      {
        default: () => h("iframe", { title: "Film", src: "about:blank" }),
        fallback: ({ accept }) => h("button", { type: "button", onClick: accept }, "Autoriser"),
      },
    ),
  ]);

export const render = () => renderToString(createSSRApp(App));

export async function hydrate(root, errors) {
  const app = createSSRApp(App);
  app.config.warnHandler = (message) => errors.push(message);
  app.mount(root);
}
