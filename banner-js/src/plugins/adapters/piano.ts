/**
 * Piano Analytics, consent management v2: `essential` (its exempt mode) while an exempt service
 * runs, `opt-in` where the site asks for consent, `opt-out` once the visitor opposes. A tag that
 * was already running sends nothing more after an opposition.
 */
import { type Make, servicesAt, whenReplaced } from "../plugin";

interface Piano {
  consent?: { setMode?(mode: string): void };
  [method: string]: unknown;
}

export const make: Make = ({ config }) => {
  const page = window as unknown as { pdl: Record<string, unknown>; pa?: Piano };
  const ids = servicesAt(
    config,
    /(^|\.)(piano\.io|atinternet-solutions\.com|at-internet\.com|pa-cd\.com)$/,
  );
  for (const purpose of config.purposes)
    for (const service of purpose.services)
      if (service.vendor?.id === "piano" && !ids.includes(service.id)) ids.push(service.id);
  const asks = config.purposes.some(
    (purpose) =>
      purpose.basis === "consent" && purpose.services.some((service) => ids.includes(service.id)),
  );
  const on = asks ? "opt-in" : "essential";
  let mode = on;
  function tell(): void {
    const consent = page.pdl.consent as object;
    page.pdl.requireConsent = "v2";
    page.pdl.consent = { ...consent, products: ["PA"], defaultPreset: { PA: mode } };
  }
  page.pdl = page.pdl || {};
  whenReplaced("pdl", tell);
  const muted: Record<string, unknown> = {};
  return {
    update(allowed) {
      const may = ids.every(allowed);
      mode = may ? on : "opt-out";
      tell();
      const { pa } = page;
      if (!pa) return;
      if (pa.consent?.setMode) pa.consent.setMode(mode);
      for (const method of ["sendEvent", "sendEvents"]) {
        if (!may && typeof pa[method] === "function" && !muted[method]) {
          muted[method] = pa[method];
          pa[method] = () => {};
        } else if (may && muted[method]) {
          pa[method] = muted[method];
          delete muted[method];
        }
      }
    },
  };
};
