/** The interface's own words: what the first layer needs. The second layer brings its own. */
const kNarrow = "\u202f";
const kWide = "\u00a0";

export const words: Record<string, Record<string, string>> = {
  fr: {
    facts: "Responsable" + kWide + ": {controller}. {count}",
    partner: "1 partenaire.",
    partners: "{n} partenaires.",
    changed: "Depuis votre dernière réponse, ceci a changé" + kWide + ": {names}. Vos autres réponses restent valables.",
    accept: "Tout accepter",
    refuse: "Tout refuser",
    acceptSome: "Accepter",
    refuseSome: "Refuser",
    choose: "Personnaliser",
    manage: "Gestion des cookies",
    close: "Fermer",
    here: "Un bandeau de gestion des cookies se trouve en tête de page.",
    saved: "Votre choix est enregistré jusqu’au {date}.",
    kept: "Le service est injoignable. Votre choix est retenu sur cet appareil et sera transmis dès que possible" + kNarrow + "; d’ici là, rien n’est activé.",
    sorry: "Le détail n’a pas pu être chargé. Réessayez dans un instant.",
    reload: "Recharger la page",
    reloadWhy: "Des scripts déjà lancés s’arrêteront tout à fait au rechargement" + kWide + ": {names}.",
  },
  en: {
    facts: "Controller: {controller}. {count}",
    partner: "1 partner.",
    partners: "{n} partners.",
    changed: "Since your last answer, this has changed: {names}. Your other answers stand.",
    accept: "Accept all",
    refuse: "Refuse all",
    acceptSome: "Accept",
    refuseSome: "Refuse",
    choose: "Choose",
    manage: "Cookie settings",
    close: "Close",
    here: "A cookie banner stands at the top of the page.",
    saved: "Your choice is saved until {date}.",
    kept: "The service cannot be reached. Your choice is kept on this device and will be sent as soon as possible; nothing is switched on meanwhile.",
    sorry: "The details could not be loaded. Try again in a moment.",
    reload: "Reload the page",
    reloadWhy: "Scripts already running stop for good on reload: {names}.",
  },
};
