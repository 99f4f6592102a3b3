/** The words of what follows a choice. No-break spaces are written as escapes. */
export const words: Record<string, Record<string, string>> = {
  fr: {
    close: "Fermer",
    here: "Un bandeau de gestion des cookies se trouve en tête de page.",
    saved: "Votre choix est enregistré jusqu’au {date}.",
    brief: "Votre choix est retenu pour cette page, pas au-delà.",
    kept: "Le service est injoignable. Votre choix est retenu sur cet appareil et sera transmis dès que possible\u202f; d’ici là, rien n’est activé.",
    sorry: "Le détail n’a pas pu être chargé. Réessayez dans un instant.",
    reload: "Recharger la page",
    nextPage: "Votre choix est enregistré. Il prendra effet à la page suivante\u00a0: {names}.",
    reloadWhy: "Des scripts déjà lancés ne s’arrêteront qu’après rechargement\u00a0: {names}.",
  },
  en: {
    close: "Close",
    here: "A cookie banner stands at the top of the page.",
    saved: "Your choice is saved until {date}.",
    brief: "Your choice is kept for this page.",
    kept: "The service cannot be reached. Your choice is kept on this device and will be sent as soon as possible; nothing is switched on meanwhile.",
    sorry: "The details could not be loaded. Try again in a moment.",
    reload: "Reload the page",
    nextPage: "Your choice is saved. It takes effect on the next page: {names}.",
    reloadWhy: "Scripts already running stop on reload: {names}.",
  },
};
