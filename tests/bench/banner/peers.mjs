// The banners that are measured, each with four purposes and ameli.fr's seven refusable services.
// The functions run in the page.
const kServices = [
  "adform",
  "campaign-manager",
  "piano-analytics",
  "vimeo",
  "facebook",
  "x",
  "linkedin",
];
const script = (path) => `<script src="/${path}"></script>`;
const sheet = (path) => `<link rel="stylesheet" href="/${path}">`;

const kAdapters = [
  "google-consent-mode",
  "piano",
  "matomo",
  "data-layer",
  "vimeo-dnt",
  "adform",
  "campaign-manager",
];

/** An older version beside this one, when it is named: its binary and its catalogue. */
export const kBefore = {
  binary: process.env.TEMOIN_BEFORE,
  catalog: process.env.TEMOIN_BEFORE_CATALOG,
};
export const kBeforeName = "temoin, before";

/** Ours as ameli.fr has it, and with less of it: the guard and each adapter have a price. */
export const kVariants = {
  temoin: {},
  ...(kBefore.binary ? { [kBeforeName]: {} } : {}),
  "temoin, no guard": { guard: false },
  "temoin, no adapters": { adapters: [] },
  "temoin, core alone": { guard: false, adapters: [] },
  ...Object.fromEntries(
    kAdapters.map((name) => [`temoin, core, ${name}`, { guard: false, adapters: [name] }]),
  ),
};

const temoin = Object.fromEntries(
  Object.keys(kVariants).map((name, at) => [
    name,
    {
      head: script(`temoin/${at}/banner.js`),
      first: '<div id="temoin"></div>',
      shown: () => document.getElementById("temoin")?.shadowRoot?.querySelector("[part=banner]"),
      buttons: {
        accept: () => document.getElementById("temoin").shadowRoot.querySelector("[part~=accept]"),
        refuse: () => document.getElementById("temoin").shadowRoot.querySelector("[part~=refuse]"),
        choose: () => document.getElementById("temoin").shadowRoot.querySelector("[part~=choose]"),
      },
      dialog: () => document.getElementById("temoin").shadowRoot.querySelector("dialog[open]"),
    },
  ]),
);

/** How each is included, when its first layer stands, its three buttons, and its open dialog. */
export const peers = {
  "no banner": { shown: () => document.querySelector("h1") },
  ...temoin,
  "vanilla-cookieconsent": {
    head:
      sheet("vanilla-cookieconsent/dist/cookieconsent.css") +
      script("vanilla-cookieconsent/dist/cookieconsent.umd.js"),
    body: `<script>CookieConsent.run({ hideFromBots: false, categories: { necessary: { readOnly: true }, ${kServices.map((id) => `"${id}": {}`)} },
      language: { default: "fr", translations: { fr: { consentModal: { title: "Cookies", description: "Ce site utilise des cookies.", acceptAllBtn: "Tout accepter", acceptNecessaryBtn: "Tout refuser", showPreferencesBtn: "Personnaliser" },
      preferencesModal: { title: "Gestion", acceptAllBtn: "Tout accepter", acceptNecessaryBtn: "Tout refuser", savePreferencesBtn: "Enregistrer", sections: [${kServices.map((id) => `{ title: "${id}", linkedCategory: "${id}" }`)}] } } } } });</script>`,
    shown: () => document.querySelector("#cc-main .cm--bar, #cc-main .cm"),
    buttons: {
      accept: () => document.querySelector("#cc-main .cm [data-role=all]"),
      refuse: () => document.querySelector("#cc-main .cm [data-role=necessary]"),
      choose: () => document.querySelector("#cc-main .cm [data-role=show]"),
    },
    dialog: () => document.querySelector("#cc-main .pm"),
  },
  orejime: {
    head: sheet("orejime/dist/orejime-standard.css"),
    body:
      `<script>window.orejimeConfig = { privacyPolicyUrl: "/", purposes: [${kServices.map((id) => `{ id: "${id}", title: "${id}", description: "Finalité", cookies: ["${id}"] }`)}] };</script>` +
      script("orejime/dist/orejime-standard-fr.js"),
    shown: () =>
      document.querySelector(".orejime-Banner, .orejime-Notice, [class*=orejime-Banner]"),
    buttons: {
      accept: () => document.querySelector("[class*=orejime-Banner] .orejime-Button--save"),
      refuse: () => document.querySelector("[class*=orejime-Banner] .orejime-Button--decline"),
      choose: () => document.querySelector("[class*=orejime-Banner] .orejime-Button--info"),
    },
    dialog: () => document.querySelector(".orejime-Modal"),
  },
  tarteaucitron: {
    head: script("tarteaucitronjs/tarteaucitron.min.js"),
    body: `<script>tarteaucitron.init({ privacyUrl: "", hashtag: "#t", cookieName: "t", orientation: "bottom", groupServices: false, showAlertSmall: false, cookieslist: false, adblocker: false, AcceptAllCta: true, DenyAllCta: true, highPrivacy: true, handleBrowserDNTRequest: false, removeCredit: true, showIcon: false });
      (tarteaucitron.job = tarteaucitron.job || []).push("vimeo", "facebook", "twitter", "linkedin");</script>`,
    shown: () => document.querySelector("#tarteaucitronAlertBig"),
    buttons: {
      accept: () => document.querySelector("#tarteaucitronPersonalize2"),
      refuse: () => document.querySelector("#tarteaucitronAllDenied2"),
      choose: () => document.querySelector("#tarteaucitronCloseAlert"),
    },
    dialog: () => document.querySelector("#tarteaucitron"),
  },
  klaro: {
    head:
      `<script>window.klaroConfig = { version: 1, lang: "fr", mustConsent: false, acceptAll: true, translations: { fr: { purposes: { p: "Finalité" } } }, services: [${kServices.map((id) => `{ name: "${id}", purposes: ["p"] }`)}] };</script>` +
      `<script defer src="/klaro/dist/klaro.js"></script>`,
    shown: () => document.querySelector(".klaro .cookie-notice"),
    buttons: {
      accept: () => document.querySelector(".klaro .cookie-notice .cm-btn-success"),
      refuse: () => document.querySelector(".klaro .cookie-notice .cn-decline"),
      choose: () => document.querySelector(".klaro .cookie-notice .cn-learn-more"),
    },
    dialog: () => document.querySelector(".klaro .cookie-modal .cm-modal"),
  },
};
