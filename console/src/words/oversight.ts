// Words about numbers, accesses and tokens.

import type { Text } from "./text";

export const acceptance: Text = ["Taux d’acceptation", "Acceptance"];
export const acceptanceAcceptation: Text = ["Tout accepté", "Accepted all"];
export const acceptanceAroundEachPublication: Text = [
  "Taux d’acceptation autour de chaque publication",
  "Acceptance around each publication",
];
export const acceptedAll: Text = ["Tout accepté", "Accepted all"];
export const acceptedAllToutAccepte: Text = ["Tout accepté", "Accepted all"];
export const accessesNewestFirst: Text = [
  "Accès, le plus récent d’abord",
  "Accesses, newest first",
];
export const accessLog: Text = ["Journal des accès", "Access log"];
export const ahead: Text = ["Échéances", "Coming up"];
export const anchoredOutside: Text = ["Ancrage extérieur", "Anchored outside"];
export const answers: Text = ["Choix", "Choices"];
export const answersADay: Text = ["Choix par jour", "Choices a day"];
export const answersBeforeAfter: Text = ["Choix avant / après", "Choices before / after"];
export const answersByLanguage: Text = ["Choix par langue", "Choices by language"];
export const answersByPeriod: Text = ["Choix par période", "Choices by period"];
export const answersByRevision: Text = ["Choix par version", "Choices by version"];
export const answersOfTheLastThirtyDays: Text = [
  "Choix des trente derniers jours",
  "Choices of the last thirty days",
];
export const answersOverTime: Text = ["Choix dans le temps", "Choices over time"];
export const atMostSomeWereReplaced: Text = [
  "au plus : certains auront été remplacés",
  "at most: some were replaced",
];
export const beforeAndAfterARevision: Text = [
  "Avant et après une version",
  "Before and after a version",
];
export const byLanguageOfTheBanner: Text = ["Par langue du bandeau", "By language of the banner"];
export const byRevisionShown: Text = ["Par version présentée", "By version shown"];
export const byService: Text = ["Par service", "By service"];
export const choicesThatEndWithin30Days: Text = [
  "Choix arrivant à leur terme sous 30 jours",
  "Choices that end within 30 days",
];
export const complianceFindings: Text = ["Constats de conformité", "Compliance findings"];
export const create: Text = ["Créer", "Create"];
export const created: Text = ["Créé le", "Created"];
export const csvBy = (fr: string, en: string): Text => [`CSV par ${fr}`, `CSV by ${en}`];
export const day: Text = ["jour", "day"];
export const dayJour: Text = ["Jour", "Day"];
export const daysAreCountedIn = (days: string, days2: string): Text => [
  `Jours comptés ${days}`,
  `Days are counted in ${days2}`,
];
export const detail: Text = ["Détail", "Detail"];
export const eachClosedDaysDigestGoesInto: Text = [
  "Chaque jour clos, son empreinte est inscrite dans le journal de preuves : aucune ligne ne peut disparaître sans trace.",
  "Each closed day’s digest goes into the proof log: no line can disappear unnoticed.",
];
export const eachPersonAndEachProgramHas: Text = [
  "Chaque personne, chaque programme a le sien. Seule son empreinte est conservée.",
  "Each person and each program has their own. Only its hash is kept.",
];
export const accessOpen: Text = ["ouvert", "open"];
export const accessRevoked: Text = ["retiré", "revoked"];
export const addThisRole: Text = ["Ajouter ce rôle", "Add this role"];
export const anAuditorHasAnEnd: Text = [
  "Le rôle d’auditeur a toujours une fin",
  "An auditor’s role always has an end",
];
export const changeTheRoles: Text = ["Modifier les rôles", "Change the roles"];
export const changeTheRolesOf = (name: string): Text => [
  `Modifier les rôles de ${name}`,
  `Change the roles of ${name}`,
];
export const emptyNoEnd: Text = ["Vide : sans date de fin", "Empty: no end"];
export const nobodySignedInYet: Text = [
  "Personne ne s’est encore connecté par un fournisseur d’identité ni par une invitation.",
  "Nobody has come from an identity provider or by an invitation yet.",
];
export const peopleSignInAtTheProvider: Text = [
  "Les personnes se connectent par le fournisseur d’identité ou, sur invitation, par une clé d’accès. Leurs rôles viennent de ce que le fournisseur déclare et de ce qui est attribué ici ; un retrait prend effet aussitôt.",
  "People sign in at the identity provider or, once invited, with a passkey. Their roles come from what the provider declares and from what is given here; a revocation takes effect at once.",
];
export const peopleWhoSignedIn: Text = ["Personnes connues", "Known people"];
export const person: Text = ["Personne", "Person"];
export const revokeTheAccess: Text = ["Retirer l’accès", "Revoke the access"];
export const revokeTheAccessOf = (name: string): Text => [
  `Retirer l’accès de ${name}`,
  `Revoke the access of ${name}`,
];
export const revokeThePersonsAccess = (name: string): Text => [
  `Retirer l’accès de ${name} ? Ses sessions prendront fin aussitôt, et le fournisseur d’identité ne pourra plus l’admettre.`,
  `Revoke the access of ${name}? Their sessions end at once, and the provider cannot let them in any more.`,
];
export const endsWithIt: Text = [
  "Ce qui en est issu prend fin aussi :",
  "What came of it ends as well:",
];
export const staysGood: Text = [
  "Ce qui en est issu reste valable :",
  "What came of it stays good:",
];
export const keepWhatCameOfIt: Text = ["Garder ce qui en est issu", "Keep what came of it"];
export const theToken = (name: string): Text => [`le jeton « ${name} »`, `the token “${name}”`];
export const theInvitationOf = (name: string): Text => [
  `l’invitation de ${name}`,
  `the invitation of ${name}`,
];
export const joinedAndStay = (names: string): Text => [
  `Ont rejoint la console sur une invitation ainsi envoyée, et gardent leur accès : ${names}.`,
  `Joined by an invitation that was sent so, and keep their access: ${names}.`,
];
export const rolesGivenHere: Text = ["Rôles attribués ici", "Roles given here"];
export const save: Text = ["Enregistrer", "Save"];
export const takeAway = (grant: string): Text => [`Ôter : ${grant}`, `Take away: ${grant}`];
export const takeAwayShort: Text = ["Ôter", "Take away"];
export const theRolesOf = (name: string): Text => [`Rôles de ${name}`, `Roles of ${name}`];
export const untilYourOwnRightsEnd = (day: string): Text => [
  `Au plus tard le ${day} : vos propres droits prennent fin ensuite`,
  `No later than ${day}: your own rights end after it`,
];
export const untilDay = (day: string): Text => [`jusqu’au ${day}`, `until ${day}`];
export const addAPasskey: Text = ["Ajouter une clé d’accès", "Add a passkey"];
export const asTheAccessLogWillCallThem: Text = [
  "Nom ou fonction, tel que le journal des accès l’écrira",
  "Name or function, as the access log will write it",
];
export const handThisLinkTo = (name: string, until: string): Text => [
  `Remettez ce lien à ${name} par un moyen sûr. Il sert une seule fois, jusqu’au ${until}, et n’est montré que maintenant.`,
  `Hand this link to ${name} by safe means. It is good once, until ${until}, and is shown only now.`,
];
export const inviteSomebody: Text = ["Inviter une personne", "Invite somebody"];
export const invitedBy: Text = ["Invitée par", "Invited by"];
export const lastResort: Text = ["dernier recours", "last resort"];
export const makeTheLink: Text = ["Créer le lien d’invitation", "Make the invitation link"];
export const myPasskeys: Text = ["Mes clés d’accès", "My passkeys"];
export const myPasskeysIntro: Text = [
  "Une clé d’accès vous connecte sans mot de passe. Gardez-en deux au moins : une clé perdue ne vous laisse pas dehors.",
  "A passkey signs you in without a password. Keep two at least: a lost one then does not leave you outside.",
];
export const noRoleYet: Text = ["Aucun rôle pour l’instant.", "No role yet."];
export const nobodyIsInvited: Text = ["Aucune invitation en attente.", "No open invitation."];
export const openInvitations: Text = ["Invitations en attente", "Open invitations"];
export const passkeysYouHave: Text = ["Clés enregistrées", "Registered passkeys"];
export const removeThePasskey = (name: string): Text => [
  `Ôter la clé « ${name} »`,
  `Remove the passkey “${name}”`,
];
export const removeThePasskeyAsk = (name: string): Text => [
  `Ôter la clé « ${name} » ? Les sessions ouvertes avec elle se terminent aussitôt.`,
  `Remove the passkey “${name}”? The sessions that began with it end at once.`,
];
export const sentHideIt: Text = ["Lien transmis, masquer", "Sent, hide it"];
export const thisSession: Text = ["cette session", "this session"];
export const withdraw: Text = ["Annuler", "Withdraw"];
export const withdrawTheInvitationOf = (name: string): Text => [
  `Annuler l’invitation de ${name}`,
  `Withdraw the invitation of ${name}`,
];
export const you: Text = ["vous", "you"];
export const emptyAYear: Text = ["Vide : un an", "Empty: a year"];
export const entriesOn = (size: string, at: string): Text => [
  `${size} entrées, le ${at}`,
  `${size} entries, on ${at}`,
];
export const entriesSigned: Text = ["Entrées signées", "Entries signed"];
export const errors: Text = ["Erreurs", "Errors"];
export const exemptServicesWithOptOut: Text = [
  "Services exemptés, avec droit d’opposition",
  "Exempt services, with opt-out",
];
export const expiredLower: Text = ["expiré", "expired"];
export const filedInTheLog: Text = ["versées au journal", "filed in the log"];
export const firstAndLastNameOrThe: Text = [
  "Prénom et nom, ou le programme",
  "First and last name, or the program",
];
export const forWhom: Text = ["Titulaire", "Holder"];
export const fromAPartirDu: Text = ["À partir du", "From"];
export const handThisTokenToBySafe = (name: string): Text => [
  `Remettez ce jeton à ${name} par un moyen sûr. Il n’est montré que cette fois.`,
  `Hand this token to ${name} by safe means. It is shown this once.`,
];
export const holdsInForce: Text = ["Suspensions en cours", "Holds in force"];
export const ignored: Text = ["Sans réponse", "Ignored"];
export const inForceLower: Text = ["en vigueur", "in force"];
export const inOrder: Text = ["En ordre", "In order"];
export const lastUse: Text = ["Dernière utilisation", "Last use"];
export const lastDay: Text = ["Valable jusqu’au", "Valid until"];
export const month: Text = ["mois", "month"];
export const n14DaysAfter: Text = ["14 jours après", "14 days after"];
export const n14DaysBefore: Text = ["14 jours avant", "14 days before"];
export const never: Text = ["jamais", "never"];
export const newToken: Text = ["Nouveau jeton", "New token"];
export const noAnswerInThisPeriod: Text = [
  "Aucun choix sur la période.",
  "No choice in this period.",
];
export const noCheckpointYet: Text = ["pas encore de point de contrôle", "no checkpoint yet"];
export const noEnd: Text = ["sans date de fin", "no expiry"];
export const none: Text = ["aucun", "none"];
export const noneTickedEverySite: Text = [
  "Aucun coché : tous les sites",
  "None ticked: every site",
];
export const noneTickedYourSites: Text = [
  "Aucun coché : tous vos sites",
  "None ticked: all of your sites",
];
export const notCounted: Text = ["non comptés dans les taux", "in no rate"];
export const notedHideIt: Text = ["J’ai noté le jeton, masquer", "I have kept the token, hide it"];
export const notSinceTheServiceStarted: Text = [
  "pas depuis le démarrage du service",
  "not since the service started",
];
export const notices: Text = ["Remarques", "Notices"];
export const ofDisplays = (shown: string): Text => [
  `sur ${shown} affichages`,
  `of ${shown} displays`,
];
export const opposition: Text = ["Taux d’opposition", "Opposition"];
export const oppositionOpposition: Text = ["Opposition", "Opposition"];
export const oppositions: Text = ["Oppositions", "Oppositions"];
export const origin: Text = ["Origine", "Origin"];
export const overThePeriod: Text = ["Sur la période", "Over the period"];
export const overTime: Text = ["Dans le temps", "Over time"];
export const proofLog: Text = ["Journal de preuves", "Proof log"];
export const ratesAreOfTheAnswersTo: Text = [
  "Les taux portent sur les choix faits dans le bandeau. Les services exemptés n’y entrent pas.",
  "Rates are of the choices made in the banner. Exempt services do not enter them.",
];
export const refresh: Text = ["Actualiser", "Refresh"];
export const refusal: Text = ["Refus", "Refusal"];
export const revisionInForce: Text = ["Version en vigueur", "Version in force"];
export const revoke: Text = ["Révoquer", "Revoke"];
export const revoked = (revoked: string): Text => [`révoqué le ${revoked}`, `revoked ${revoked}`];
export const revokeSToken = (name: string): Text => [
  `Révoquer le jeton « ${name} »`,
  `Revoke ${name}’s token`,
];
export const revokeSTokenItsSessionsEnd = (name: string): Text => [
  `Révoquer le jeton « ${name} » ? Ses sessions prendront fin aussitôt.`,
  `Revoke ${name}’s token? Its sessions end at once.`,
];
export const revokeYourOwnTokenYourSession: Text = [
  "Révoquer votre propre jeton ? Votre session prendra fin.",
  "Revoke your own token? Your session will end.",
];
export const role: Text = ["Rôle", "Role"];
export const scans: Text = ["Choix d’une analyse du site", "Choices of a scan"];
export const scriptSeen: Text = ["Script vu le", "Script seen"];
export const see: Text = ["Voir", "See"];
export const service: Text = ["État du service", "Service"];
export const servicesUnderConsent: Text = [
  "Services soumis au consentement",
  "Services under consent",
];
export const theDayOfSuchAChange: Text = [
  " Le jour d’un tel changement mêle les deux.",
  " The day of such a change has some of both.",
];
export const theLastThirtyDaysOn = (name: string): Text => [
  `Les trente derniers jours sur ${name}.`,
  `The last thirty days on ${name}.`,
];
export const theSameNumbersAreInThe: Text = [
  "Les mêmes nombres sont dans le tableau qui suit.",
  "The same numbers are in the table below.",
];
export const theServiceRecordsSignsAndPublishes: Text = [
  "Le service enregistre, signe et publie normalement.",
  "The service records, signs and publishes as it should.",
];
export const theOperatorMustAct = (count: number): Text => [
  count > 1
    ? `Le service signale ${count} difficultés, que l’opérateur doit traiter.`
    : "Le service signale une difficulté, que l’opérateur doit traiter.",
  count > 1
    ? `The service reports ${count} troubles, which the operator must deal with.`
    : "The service reports a trouble, which the operator must deal with.",
];
export const theTableIsOnTheStatistics: Text = [
  "Le tableau est dans la page Statistiques.",
  "The table is on the Statistics page.",
];
export const thirtyDays: Text = ["Trente jours", "Thirty days"];
export const thisSiteIsNotPublishedYet: Text = [
  "Ce site n’est pas encore publié.",
  "This site is not published yet.",
];
export const toBeDealtWith: Text = ["À traiter", "To be dealt with"];
export const toBeTaken: Text = ["à prendre", "to be taken"];
export const today: Text = ["Aujourd’hui", "Today"];
export const tokensGivenOut: Text = ["Jetons remis", "Tokens given out"];
export const toReview = (due: number): Text => [`${due} à réexaminer`, `${due} to review`];
export const toWhom: Text = ["Titulaire", "Holder"];
export const unknownBanner: Text = ["Choix d’un bandeau inconnu", "Choices of an unknown banner"];
export const untilThenIn = (since: string, zone: string, zone2: string): Text => [
  ` jusqu’au ${since}, puis ${zone}`,
  ` until ${since}, then in ${zone2}`,
];
export const waived: Text = ["Couverts par une dérogation", "Waived"];
export const warnings: Text = ["Avertissements", "Warnings"];
export const week: Text = ["semaine", "week"];
export const when: Text = ["Quand", "When"];
export const who: Text = ["Qui", "Who"];
export const withdrawals: Text = ["Retraits", "Withdrawals"];
export const yours: Text = ["le vôtre", "yours"];
export const dayFrom: Text = ["Du", "From"];
export const everyAction: Text = ["Toutes les actions", "Every action"];
export const noAccessFits: Text = [
  "Aucun accès ne correspond à ce filtre.",
  "No access fits this filter.",
];
export const unknown: Text = ["inconnu", "unknown"];
export const noRole: Text = ["sans objet", "none"];
export const noDetail: Text = ["sans objet", "none"];
export const notOfASite: Text = ["sans objet", "none"];
export const daysAreThoseOf = (zone: string): Text => [
  `Dates et heures du fuseau ${zone}.`,
  `Dates and times of the time zone ${zone}.`,
];
/** What the access log is filtered by: an action, or what several begin with. */
export const accessActions: readonly [string, Text][] = [
  ["sign-in", ["Connexions", "Sign-ins"]],
  ["sign-in.failed", ["Connexions refusées", "Failed sign-ins"]],
  ["consent", ["Tout accès aux choix", "Every access to choices"]],
  ["consent.read", ["Consultations d’un choix", "Choices viewed"]],
  ["consent.search", ["Recherches", "Searches"]],
  ["consent.find", ["Recherches directes", "Direct searches"]],
  ["consent.letter", ["Lettres de réponse", "Answer letters"]],
  ["consent.erase", ["Effacements demandés et faits", "Erasures asked for and done"]],
  ["hold", ["Suspensions des effacements", "Holds"]],
  ["report", ["Rapports", "Reports"]],
  ["export", ["Exports de choix", "Exports of choices"]],
  ["journal", ["Journal lu ou exporté", "Journal read or exported"]],
  ["token", ["Jetons", "Tokens"]],
  ["revision", ["Versions remises en ligne", "Versions put online again"]],
  ["publish", ["Publications", "Publications"]],
  ["refused", ["Actions refusées", "Refused actions"]],
];

export const neverAnchored: Text = ["Aucun ancrage extérieur", "Never anchored outside"];
export const late: Text = ["En retard", "Late"];
export const noStampYet: Text = ["Aucun horodatage pour l’instant", "No time stamp yet"];
export const anchorLate: Text = ["Ancrage en retard", "Anchor late"];
export const inOrderButForTheAnchor: Text = [
  "À compléter : ancrage extérieur",
  "To complete: outside anchor",
];
export const requestsThatWait: Text = [
  "Demandes en attente de réponse",
  "Requests that wait for an answer",
];
export const requestsOverdue = (count: number): Text => [
  `dont ${count} hors délai`,
  `${count} of them overdue`,
];
