/**
 * Google Consent Mode v2: everything denied before any tag, then what the visitor allows. The
 * advertising signals follow the services of Google's advertising domains, the analytics signal
 * those of its analytics domain; a site without such a service leaves its signal denied.
 */
import { type Make, servicesAt } from "../plugin";

type Signals = Record<string, string>;

export const make: Make = ({ config }) => {
  const page = window as unknown as { dataLayer: unknown[]; gtag?: (...call: unknown[]) => void };
  page.dataLayer = page.dataLayer || [];
  // Google's tag tells commands from data by the `arguments` object: an array would be ignored.
  const gtag = (page.gtag =
    page.gtag ||
    function () {
      // eslint-disable-next-line prefer-rest-params
      page.dataLayer.push(arguments);
    });
  const advertising = servicesAt(config, /(^|\.)(doubleclick\.net|googleadservices\.com|googlesyndication\.com)$/);
  const analytics = servicesAt(config, /(^|\.)google-analytics\.com$/);
  const signals = (ads: boolean, measure: boolean): Signals => {
    const word = (yes: boolean): string => (yes ? "granted" : "denied");
    return {
      ad_storage: word(ads),
      ad_user_data: word(ads),
      ad_personalization: word(ads),
      analytics_storage: word(measure),
    };
  };
  gtag("consent", "default", { ...signals(false, false), wait_for_update: 500 });
  let last = JSON.stringify(signals(false, false));
  return {
    update(allowed) {
      const every = (ids: string[]): boolean => ids.length > 0 && ids.every(allowed);
      const now = signals(every(advertising), every(analytics));
      if (JSON.stringify(now) === last) return;
      last = JSON.stringify(now);
      gtag("consent", "update", now);
    },
  };
};
