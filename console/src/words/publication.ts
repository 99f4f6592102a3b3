// Words about versions, trackers and the register.

import type { Text } from "./text";

export const addressOfTheService: Text = ["ADRESSE_DU_SERVICE", "ADDRESS_OF_THE_SERVICE"];
export const allRevisions: Text = ["Toutes les versions", "All versions"];
export const also: Text = ["aussi", "also"];
export const aNameAListSetCookie: Text = [
  "Un nom, une liste, des lignes Set-Cookie, un produit, une adresse ou un extrait de code",
  "A name, a list, Set-Cookie lines, a product, an address or a snippet",
];
export const aNearNameIsDeclared: Text = ["Nom proche déclaré :", "A similar name is declared:"];
export const bannersCode: Text = ["Code du bandeau", "Banner’s code"];
export const bothLayersOfTheBannerPhotographed: Text = [
  "Les deux niveaux du bandeau, photographiés par un navigateur pendant que cette version était en vigueur. L’empreinte du manifeste est une entrée publique du journal ; il contient celle de chaque image.",
  "Both layers of the banner, photographed by a browser while this version was in force. The manifest’s hash is a public entry of the log; it holds that of each picture.",
];
export const byAnswerLifetime = (accepted: string, refused: string): Text => [
  `${accepted} si accepté, ${refused} si refusé (condition publiée par l’éditeur du traceur)`,
  `${accepted} if accepted, ${refused} if refused (the vendor’s published condition)`,
];
export const catalogue: Text = ["Catalogue", "Catalogue"];
export const category: Text = ["Catégorie", "Category"];
export const changeNothing: Text = ["Ne rien changer", "Change nothing"];
export const check: Text = ["Vérifier", "Check"];
export const checkName = (name: string): Text => [`Vérifier ${name}`, `Check ${name}`];
export const choicesGivenStayValid: Text = [
  "Les choix donnés restent valables.",
  "Choices given stay valid.",
];
export const countedAnew = (duration: string): Text => [
  `${duration}, renouvelée à chaque visite`,
  `${duration}, counted anew at each visit`,
];
export const data: Text = ["DONNÉES", "DATA"];
export const declarationToComplete: Text = ["Déclaration à compléter", "Declaration to complete"];
export const declaredAs: Text = ["Déclaré comme", "Declared as"];
export const declaredTrackers: Text = ["Traceurs déclarés", "Declared trackers"];
export const desktop: Text = ["ordinateur", "desktop"];
export const differences: Text = ["Différences", "Differences"];
export const eachPublishedVersionOfWhatA: Text = [
  "Chaque version publiée de ce qui est montré au visiteur est une entrée publique du journal de preuves.",
  "Each published version of what a visitor is shown is a public entry of the proof log.",
];
export const editorialChange: Text = ["Changement rédactionnel", "Editorial change"];
export const error: Text = ["Erreur", "Error"];
export const finding: Text = ["Constat", "Finding"];
export const findings: Text = ["Constats", "Findings"];
export const findingsOfTheCatalogueCheck: Text = [
  "Constats de la vérification du catalogue",
  "Findings of the catalogue check",
];
export const firstLayer: Text = ["Premier niveau", "First layer"];
export const firstSeen: Text = ["Vu la première fois", "First seen"];
export const forExampleGclAuWhatDocument: Text = [
  "Par exemple _gcl_au, le contenu de document.cookie, ou « Meta pixel ». Les valeurs sont écartées et ne sont pas conservées.",
  "For example _gcl_au, what document.cookie holds, or “Meta pixel”. Values are dropped and not kept.",
];
export const fromDe: Text = ["De", "From"];
export const gdprArticle30FromTheCatalogue: Text = [
  "RGPD, article 30 : établi à partir du catalogue. Ce que le site ne publie pas est dit tel quel.",
  "GDPR article 30, from the catalogue, in French. What the site does not publish is said as such.",
];
export const generationWithGeneration = (generation: number): Text => [
  `version ${generation}`,
  `version ${generation}`,
];
export const history: Text = ["Historique", "History"];
export const hostNotPublished: Text = ["hôte non publié", "host not published"];
export const hostNotSeen: Text = ["hôte non vu", "host not seen"];
export const itIsNoLongerInForce: Text = [
  "Elle n’est plus en vigueur : ce qui n’est plus montré ne se photographie plus. Les textes, les traceurs et le code du bandeau restent publics sous leurs empreintes.",
  "It is no longer in force: what is no longer shown cannot be photographed. The texts, the trackers and the banner’s code stay public under their hashes.",
];
export const languageShown: Text = ["Langue montrée", "Language shown"];
export const lapsed: Text = ["échue le ", "lapsed "];
export const lastSeen: Text = ["Vu la dernière fois", "Last seen"];
export const lifetime: Text = ["Durée", "Lifetime"];
export const lifetimeNotPublished: Text = ["durée non publiée", "lifetime not published"];
export const logEntry: Text = ["Entrée du journal", "Log entry"];
export const manifest: Text = ["Manifeste", "Manifest"];
export const material: Text = ["substantiel", "material"];
export const materialChange: Text = ["Changement substantiel", "Material change"];
export const mayThisTrackerBeSet: Text = [
  "Peut-on déposer ce traceur ?",
  "May this tracker be set?",
];
export const name: Text = ["Nom", "Name"];
export const namesSeenWithoutADeclaration: Text = [
  "Noms observés sans déclaration",
  "Names seen without a declaration",
];
export const noFinding: Text = ["Aucun constat.", "No finding."];
export const noNameFoundInThisText: Text = [
  "Aucun nom reconnu dans ce texte.",
  "No name found in this text.",
];
export const noNameSeenOrThisSite: Text = [
  "Aucun nom observé, ou ce site n’envoie pas d’observations.",
  "No name seen, or this site sends no observations.",
];
export const noneAucune: Text = ["Aucune", "None"];
export const noneLower: Text = ["aucune", "none"];
export const noScreenshotOfThisRevisionWas: Text = [
  "Aucune capture d’écran de cette version n’a été versée au journal.",
  "No screenshot of this version was filed in the log.",
];
export const nothingChanged: Text = ["Rien n’a changé.", "Nothing changed."];
export const nothingWasPublishedYetOnThat: Text = [
  "Rien n’était encore publié ce jour-là.",
  "Nothing was published yet on that day.",
];
export const nothingWouldChangeThisRevisionIs: Text = [
  "Rien ne changerait : cette version est celle en ligne.",
  "Nothing would change: this version is the one online.",
];
export const notice: Text = ["Remarque", "Notice"];
export const noWaiver: Text = ["Aucune dérogation.", "No waiver."];
export const ofTheBannerOnAAs = (
  p: string,
  p2: string,
  language: string,
  takenAt: string,
): Text => [
  `${p} du bandeau sur ${p2}, ${language}, tel que montré le ${takenAt} : ouvrir en grand`,
  `${p} of the banner on a ${p2}, ${language}, as shown on ${takenAt}: open at full size`,
];
export const on: Text = ["Le", "On"];
export const oneRevision: Text = ["Une version", "One version"];
export const over: Text = ["échue", "over"];
export const phone: Text = ["téléphone", "phone"];
export const publicationsNewestFirst: Text = [
  "Publications, la plus récente d’abord",
  "Publications, newest first",
];
export const publishedAs: Text = ["Publié ainsi", "Published as"];
export const publishedWithPublishedAt = (publishedAt: string): Text => [
  `publiée le ${publishedAt}`,
  `published ${publishedAt}`,
];
export const purpose: Text = ["Finalité", "Purpose"];
export const putOnline: Text = ["Remettre en ligne", "Put online"];
export const putOnlineAgain: Text = ["Remettre en ligne", "Put online again"];
export const putThisRevisionOnlineNow: Text = [
  "Remettre cette version en ligne maintenant ?",
  "Put this version online now?",
];
export const recordOfProcessing: Text = ["Registre", "Record of processing"];
export const rule: Text = ["Règle", "Rule"];
export const screenshotsCaptures: Text = ["Captures", "Screenshots"];
export const screenshotsOfThisRevisionOf = (takenAt: string): Text => [
  `Captures d’écran de cette version, du ${takenAt}`,
  `Screenshots of this version, of ${takenAt}`,
];
export const secondLayer: Text = ["Second niveau", "Second layer"];
export const seeWhatWouldChange: Text = ["Voir ce qui changerait", "See what would change"];
export const serviceAndVendor: Text = ["Service et éditeur tiers", "Service and vendor"];
export const servicesWhoseTrackersAreNotEnumerated: Text = [
  "Services dont les traceurs ne sont pas énumérés :",
  "Services whose trackers are not enumerated:",
];
export const severity: Text = ["Gravité", "Severity"];
export const sha256OfTheDocument: Text = [
  "Empreinte SHA-256 du document",
  "SHA-256 of the document",
];
export const startOfTheService: Text = ["démarrage du service", "start of the service"];
export const subject: Text = ["Objet", "Subject"];
export const taken: Text = ["Prises le", "Taken"];
export const takenWithTakenAt = (takenAt: string): Text => [
  `Prises le ${takenAt}`,
  `Taken ${takenAt}`,
];
export const theRevisionIsOnlineAgainCarry: Text = [
  "La version est de nouveau en ligne. Reportez les fichiers du catalogue là où il est versionné.",
  "The version is online again. Carry the catalogue’s files over to its version control.",
];
export const theSiteItself: Text = ["le site lui-même", "the site itself"];
export const theyAreTakenWhileTheRevision: Text = [
  "Elles se prennent tant que la version est en vigueur. Sur une machine qui a le code de Témoin et Chromium, puis sur le serveur :",
  "They are taken while the version is in force. On a machine that has Témoin’s code and Chromium, then on the server:",
];
export const thisRevisionBecomesWhatVisitorsAre: Text = [
  "Cette version redevient ce qui est montré aux visiteurs. Les fichiers du catalogue sont remis dans l’état correspondant, et la publication est inscrite au journal de preuves.",
  "This version becomes what visitors are shown. The catalogue’s files are put back accordingly, and the publication goes into the proof log.",
];
export const thisSiteWasNotPublishedYet: Text = [
  "Ce site n’a pas encore été publié.",
  "This site was not published yet.",
];
export const threeButtonsOfOneSizeAccept: Text = [
  "Trois boutons de même taille : tout accepter, tout refuser, choisir. Leurs libellés sont dans le code du bandeau, publié sous sa propre empreinte.",
  "Three buttons of one size: accept all, refuse all, choose. Their labels are in the banner’s code, published under its own hash.",
];
export const times: Text = ["Observations", "Times seen"];
export const toA: Text = ["À", "To"];
export const trackersNotEnumerated: Text = ["Traceurs non énumérés.", "Trackers not enumerated."];
export const trackersWithCount = (count: number): Text => [
  `${count} traceurs`,
  `${count} trackers`,
];
export const transferOutsideTheEu: Text = ["Transfert hors UE", "Transfer outside the EU"];
/** The units of a duration, from years to seconds, as ISO 8601 has them in order. */
export const units: readonly { one: Text; many: Text }[] = [
  { one: ["an", "year"], many: ["ans", "years"] },
  { one: ["mois", "month"], many: ["mois", "months"] },
  { one: ["semaine", "week"], many: ["semaines", "weeks"] },
  { one: ["jour", "day"], many: ["jours", "days"] },
  { one: ["heure", "hour"], many: ["heures", "hours"] },
  { one: ["minute", "minute"], many: ["minutes", "minutes"] },
  { one: ["seconde", "second"], many: ["secondes", "seconds"] },
];
export const until = (until: string): Text => [`jusqu’au ${until}`, `until ${until}`];
export const untilDeleted: Text = ["jusqu’à suppression", "until deleted"];
export const untilJusquAu: Text = ["Jusqu’au", "Until"];
export const untilLower: Text = ["jusqu’au ", "until "];
export const visitorsAreAskedAgainFor = (join: string): Text => [
  `Un nouveau choix est demandé aux visiteurs pour : ${join}.`,
  `Visitors are asked for a new choice about: ${join}.`,
];
export const waiver: Text = ["Dérogation", "Waiver"];
export const waivers: Text = ["Dérogations", "Waivers"];
export const waiversAndTheirEnd: Text = [
  "Dérogations et leur date de fin",
  "Waivers and their end",
];
export const warning: Text = ["Avertissement", "Warning"];
export const whatIsShown: Text = ["Ce qui est montré", "What is shown"];
export const whatMayBeSetOnWhat: Text = [
  "Ce qui peut être déposé, à quelle condition, et pourquoi.",
  "What may be set, on what condition, and why.",
];
export const whatWasInForce: Text = ["Ce qui était en vigueur", "What was in force"];
export const changedTexts: Text = ["Textes modifiés", "Changed texts"];
export const text: Text = ["Texte", "Text"];
export const before: Text = ["Avant", "Before"];
export const after: Text = ["Après", "After"];
export const noText: Text = ["absent", "none"];
export const french: Text = ["français", "French"];
export const english: Text = ["anglais", "English"];
export const bannersTitle: Text = ["Titre du bandeau", "Banner’s title"];
export const bannersText: Text = ["Texte du bandeau", "Banner’s text"];
export const preferencesTitle: Text = ["Titre des préférences", "Preferences’ title"];
export const preferencesText: Text = ["Texte des préférences", "Preferences’ text"];
export const titleOfThePurpose = (purpose: string): Text => [
  `Titre de la finalité « ${purpose} »`,
  `Title of the purpose “${purpose}”`,
];
export const descriptionOfThePurpose = (purpose: string): Text => [
  `Description de la finalité « ${purpose} »`,
  `Description of the purpose “${purpose}”`,
];
