/**
 * Matomo's tracker: where the site asks for consent it is told to wait (`requireConsent`) and when
 * consent was given or taken back; where measurement is exempt, it is told of an opposition. Its
 * commands stand in `_paq` before the page's own, and a tracker that runs already obeys them.
 */
import { keepFirst, type Make, servicesAt } from "../plugin";

export const make: Make = ({ config }) => {
  const page = window as unknown as { _paq: { push(command: string[]): void } };
  const services = config.purposes.flatMap(({ basis, services }) =>
    services.map((service) => ({ basis, ...service })),
  );
  const hosted = servicesAt(config, /(^|\.)matomo\.cloud$/);
  // One that is hosted by the site itself is known by its name.
  const found = services.filter(
    ({ id, vendor }) => hosted.includes(id) || id === "matomo" || vendor?.id === "matomo",
  );
  const ids = found.map(({ id }) => id);
  const asks = found.some(({ basis }) => basis === "consent");
  page._paq = page._paq || [];
  const said: string[][] = [];
  const say = (command: string): void => {
    said.push([command]);
    page._paq.push([command]);
  };
  if (asks) say("requireConsent");
  const [on, off] = asks
    ? ["setConsentGiven", "forgetConsentGiven"]
    : ["forgetUserOptOut", "optUserOut"];
  keepFirst("_paq", said);
  let told: boolean | undefined;
  return {
    update(allowed) {
      const may = ids.every(allowed);
      if (!ids.length || may === told) return;
      told = may;
      say(may ? on : off);
    },
  };
};
