/**
 * Under a Content-Security-Policy that follows the visitor's answer, a page that was sent before
 * the answer goes on refusing what it allowed. The visitor is told so once, with a button to
 * reload.
 */
import { hostsOf, isBelow } from "../../domain/hosts";
import type { Kit } from "../../lazy/kit";

const words: Record<string, Record<string, string>> = {
  fr: {
    nextPage: "Votre choix est enregistré. Il prendra effet à la page suivante\u00a0: {names}.",
  },
  en: { nextPage: "Your choice is saved. It takes effect on the next page: {names}." },
};

export function tellNextPage(kit: Kit): void {
  let chosen = false;
  let told = false;
  document.addEventListener("temoin:choice", () => (chosen = true));
  document.addEventListener("securitypolicyviolation", ({ blockedURI, disposition }) => {
    if (!chosen || told || disposition !== "enforce" || !/^(https?|wss?):/.test(blockedURI)) return;
    const { config, language } = kit.get();
    const host = new URL(blockedURI).hostname;
    const names = config.purposes
      .flatMap(({ services }) => services)
      .filter(
        (service) =>
          kit.mayCome(service.id) &&
          hostsOf(service, config.site, location.hostname).some((each) => isBelow(host, each)),
      )
      .map(({ name }) => name);
    if (!names.length) return;
    told = true;
    kit.tell(kit.say("nextPage", { names: names.join(", ") }, words[language] || words.en), true);
  });
}
