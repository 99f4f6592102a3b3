// Every sentence of the console, in its two languages, French first.

export type Text = readonly [fr: string, en: string];

export const acceptAll: Text = ["« Tout accepter »", "“Accept all”"];
export const acceptance: Text = ["Taux d’acceptation", "Acceptance"];
export const acceptanceAcceptation: Text = ["Tout accepté", "Accepted all"];
export const acceptanceAroundEachPublication: Text = [
  "Taux d’acceptation autour de chaque publication",
  "Acceptance around each publication",
];
export const accepted: Text = ["Accepté", "Accepted"];
export const acceptedAll: Text = ["Tout accepté", "Accepted all"];
export const acceptedAllToutAccepte: Text = ["Tout accepté", "Accepted all"];
export const acceptedLower: Text = ["accepté", "accepted"];
export const accessesNewestFirst: Text = [
  "Accès, le plus récent d’abord",
  "Accesses, newest first",
];
export const accessJournal: Text = ["Journal des accès", "Access log"];
export const action: Text = ["Action", "Action"];
export const added: Text = ["Décidée", "Added"];
export const addressOfTheService: Text = ["ADRESSE_DU_SERVICE", "ADDRESS_OF_THE_SERVICE"];
export const afterConsent: Text = ["Après consentement", "After consent"];
export const ahead: Text = ["Échéances", "Coming up"];
export const aHoldKeepsErasureFollowsIts = (join: string): Text => [
  `Effacement suspendu pour : ${join}. Il suivra la levée de la suspension ; indiquez-le au demandeur.`,
  `A hold keeps: ${join}. Erasure follows its release; tell the person who asked.`,
];
export const aHoldSuspendsErasureForAn: Text = [
  "L’effacement se suspend pour un contrôle ou un litige, avec un motif et une date de réexamen.",
  "A hold suspends erasure for an inspection or a dispute, with its reason and the day of its review.",
];
export const aLaterChoice: Text = ["un choix plus récent", "a later choice"];
export const all: Text = ["Toutes", "All"];
export const allRevisions: Text = ["Toutes les versions", "All versions"];
export const allTous: Text = ["Tous", "All"];
export const also: Text = ["aussi", "also"];
export const alwaysAllowed: Text = ["Toujours autorisé", "Always allowed"];
export const aNameAListSetCookie: Text = [
  "Un nom, une liste, des lignes Set-Cookie, un produit, une adresse ou un extrait de code",
  "A name, a list, Set-Cookie lines, a product, an address or a snippet",
];
export const anchoredOutside: Text = ["Ancrage extérieur", "Anchored outside"];
export const aNearNameIsDeclared: Text = ["Nom proche déclaré :", "A similar name is declared:"];
export const answer: Text = ["Choix", "Choice"];
export const answerLetter: Text = ["lettre de réponse", "answer letter"];
export const answers: Text = ["Choix", "Choices"];
export const answersADay: Text = ["Choix par jour", "Choices a day"];
export const answersBeforeAfter: Text = ["Choix avant / après", "Choices before / after"];
export const answersByLanguage: Text = ["Choix par langue", "Choices by language"];
export const answersByPeriod: Text = ["Choix par période", "Choices by period"];
export const answersByRevision: Text = ["Choix par version", "Choices by version"];
export const answerServiceByService: Text = [
  "Choix service par service",
  "Choice service by service",
];
export const answersOfTheLastThirtyDays: Text = [
  "Choix des trente derniers jours",
  "Choices of the last thirty days",
];
export const answersOverTime: Text = ["Choix dans le temps", "Choices over time"];
export const aReferenceFindsARecordIt: Text = [
  "Une référence retrouve une preuve ; elle n’établit pas qui la demande. Assurez-vous de l’identité du demandeur.",
  "A reference finds a record; it does not prove who asks. Make sure who the request comes from.",
];
export const atMostSomeWereReplaced: Text = [
  "au plus : certains auront été remplacés",
  "at most: some were replaced",
];
export const auditor: Text = ["Auditeur", "Auditor"];
export const backToTheSearch: Text = ["Retour à la recherche", "Back to the search"];
export const backupMade: Text = ["sauvegarde faite", "backup made"];
export const banner: Text = ["bandeau", "banner"];
export const bannersCode: Text = ["Code du bandeau", "Banner’s code"];
export const beforeAndAfterARevision: Text = [
  "Avant et après une version",
  "Before and after a version",
];
export const blockedContent: Text = ["contenu bloqué", "blocked content"];
export const bothLayersOfTheBannerPhotographed: Text = [
  "Les deux niveaux du bandeau, photographiés par un navigateur pendant que cette version était en vigueur. L’empreinte du manifeste est une entrée publique du journal ; il contient celle de chaque image.",
  "Both layers of the banner, photographed by a browser while this version was in force. The manifest’s hash is a public entry of the log; it holds that of each picture.",
];
export const by: Text = ["Par", "By"];
export const byAnswerLifetime = (accepted: string, refused: string): Text => [
  `${accepted} si accepté, ${refused} si refusé (condition publiée par l’éditeur du traceur)`,
  `${accepted} if accepted, ${refused} if refused (the vendor’s published condition)`,
];
export const byLanguageOfTheBanner: Text = ["Par langue du bandeau", "By language of the banner"];
export const byRevisionShown: Text = ["Par version présentée", "By version shown"];
export const byService: Text = ["Par service", "By service"];
export const catalogue: Text = ["Catalogue", "Catalogue"];
export const cataloguePublished: Text = ["catalogue publié", "catalogue published"];
export const category: Text = ["Catégorie", "Category"];
export const changeNothing: Text = ["Ne rien changer", "Change nothing"];
export const check: Text = ["Vérifier", "Check"];
export const choicesGivenFrom: Text = ["Choix donnés du", "Choices given from"];
export const choicesGivenStayValid: Text = [
  "Les choix donnés restent valables.",
  "Choices given stay valid.",
];
export const choicesThatEndWithin30Days: Text = [
  "Choix arrivant à leur terme sous 30 jours",
  "Choices that end within 30 days",
];
export const chosenInDetail: Text = ["choix détaillé", "chosen in detail"];
export const clockConfirmed: Text = ["heure confirmée", "clock confirmed"];
export const complianceFindings: Text = ["Constats de conformité", "Compliance findings"];
export const complianceReportMade: Text = ["état de conformité produit", "compliance report made"];
export const consent: Text = ["Consentement", "Consent"];
export const consents: Text = ["Choix des visiteurs", "Visitors’ choices"];
export const consentsFound: Text = ["Choix trouvés", "Choices found"];
export const controller: Text = ["Responsable du traitement", "Controller"];
export const cookieSettingsPage: Text = ["page « Gestion des cookies »", "cookie settings page"];
export const countedAnew = (duration: string): Text => [
  `${duration}, renouvelée à chaque visite`,
  `${duration}, counted anew at each visit`,
];
export const covers: Text = ["Porte sur", "Covers"];
export const create: Text = ["Créer", "Create"];
export const created: Text = ["Créé le", "Created"];
export const csvBy = (fr: string, en: string): Text => [`CSV par ${fr}`, `CSV by ${en}`];
export const data: Text = ["DONNÉES", "DATA"];
export const date: Text = ["Date", "Date"];
export const day: Text = ["jour", "day"];
export const dayJour: Text = ["Jour", "Day"];
export const daysAreCountedIn = (days: string, days2: string): Text => [
  `Jours comptés ${days}`,
  `Days are counted in ${days2}`,
];
export const decision: Text = ["Décision", "Decision"];
export const declarationToComplete: Text = ["Déclaration à compléter", "Declaration to complete"];
export const declaredAs: Text = ["Déclaré comme", "Declared as"];
export const declaredTrackers: Text = ["Traceurs déclarés", "Declared trackers"];
export const desktop: Text = ["ordinateur", "desktop"];
export const detail: Text = ["Détail", "Detail"];
export const differences: Text = ["Différences", "Differences"];
export const directSearch: Text = ["recherche directe", "direct search"];
export const doesNotVerify: Text = ["Non conforme", "Does not verify"];
export const doneTheFileIsInYour: Text = [
  "Export terminé : le fichier est dans vos téléchargements.",
  "Done: the file is in your downloads.",
];
export const dossierDownloaded: Text = ["dossier téléchargé", "dossier downloaded"];
export const dossierVerifiableWithoutUsZipThis: Text = [
  "Dossier vérifiable de façon indépendante (ZIP) : ce choix, ceux qu’il remplace, leurs preuves",
  "Dossier that anyone can verify (ZIP): this choice, those it replaces, their proofs",
];
export const due: Text = ["à faire", "due"];
export const eachClosedDaysDigestGoesInto: Text = [
  "Chaque jour clos, son empreinte est inscrite dans le journal de preuve : aucune ligne ne peut disparaître sans trace.",
  "Each closed day’s digest goes into the proof log: no line can disappear unnoticed.",
];
export const eachPersonAndEachProgramHas: Text = [
  "Chaque personne, chaque programme a le sien. Seule son empreinte est conservée.",
  "Each person and each program has their own. Only its hash is kept.",
];
export const eachPublishedVersionOfWhatA: Text = [
  "Chaque version publiée de ce qui est montré au visiteur est une entrée publique du journal de preuve.",
  "Each published version of what a visitor is shown is a public entry of the proof log.",
];
export const eachSearchAndEachLookIs: Text = [
  "Chaque recherche et chaque consultation est inscrite au journal des accès avant d’être montrée.",
  "Each search and each view is written to the access log before it is shown.",
];
export const editorialChange: Text = ["Changement rédactionnel", "Editorial change"];
export const emptyNoEnd: Text = ["Vide : sans date de fin", "Empty: no expiry"];
export const entriesOn = (size: string, at: string): Text => [
  `${size} entrées, le ${at}`,
  `${size} entries, on ${at}`,
];
export const entriesSigned: Text = ["Entrées signées", "Entries signed"];
export const eraseARecordAtAVisitors: Text = [
  "Effacer une preuve à la demande d’un visiteur. Le journal garde la trace de l’action, non son contenu.",
  "Erase a record at a visitor’s request. The journal keeps the action, not the content.",
];
export const erased: Text = ["Effacé", "Erased"];
export const erasedOn = (at: string, join: string): Text => [
  `Effacement le ${at} : ${join}.`,
  `Erased on ${at}: ${join}.`,
];
export const eraseTheRecordAndThoseIt = (reference: string): Text => [
  `Effacer définitivement la preuve ${reference} et celles qu’elle remplace ?`,
  `Erase the record ${reference} and those it replaced, for good?`,
];
export const eraseThisRecord: Text = ["Effacer cette preuve", "Erase this record"];
export const erasure: Text = ["Effacement", "Erasure"];
export const erasureApproved: Text = ["effacement autorisé", "erasure approved"];
export const erasureLower: Text = ["effacement", "erasure"];
export const error: Text = ["Erreur", "Error"];
export const errors: Text = ["Erreurs", "Errors"];
export const everySite: Text = ["tous les sites", "every site"];
export const evidenceDossierMade: Text = ["dossier de preuves produit", "evidence dossier made"];
export const evidencePage: Text = ["page de preuve", "evidence page"];
export const evidencePageToPrint: Text = ["Page de preuve à imprimer", "Evidence page to print"];
export const exactBytesCanonicalJson: Text = [
  "Octets exacts, en JSON canonique",
  "Exact bytes, canonical JSON",
];
export const exempt: Text = ["Exempté", "Exempt"];
export const exemptServicesWithOptOut: Text = [
  "Services exemptés, avec droit d’opposition",
  "Exempt services, with opt-out",
];
export const exemptUnlessOpposed: Text = ["Exempté, sauf opposition", "Exempt unless opposed"];
export const exemptWithOptOut: Text = ["Exempté avec opposition", "Exempt with opt-out"];
export const expiredLower: Text = ["expiré", "expired"];
export const exporting: Text = ["Export en cours…", "Exporting…"];
export const exports: Text = ["Exports", "Exports"];
export const exportWord: Text = ["Exporter", "Export"];
export const factsForTheAnswerToThe: Text = [
  "Lettre de réponse au visiteur",
  "Letter to the visitor",
];
export const failedSignIn: Text = ["connexion refusée", "failed sign-in"];
export const filedInTheLog: Text = ["versées au journal", "filed in the log"];
export const filter: Text = ["Filtrer", "Filter"];
export const find: Text = ["Retrouver", "Find"];
export const findDirectly: Text = ["Retrouver directement", "Find directly"];
export const finding: Text = ["Constat", "Finding"];
export const findings: Text = ["Constats", "Findings"];
export const findingsOfTheCatalogueCheck: Text = [
  "Constats de la vérification du catalogue",
  "Findings of the catalogue check",
];
export const firstAndLastNameOrThe: Text = [
  "Prénom et nom, ou le programme",
  "First and last name, or the program",
];
export const firstLayer: Text = ["Premier niveau", "First layer"];
export const firstSeen: Text = ["Vu la première fois", "First seen"];
export const forExampleGclAuWhatDocument: Text = [
  "Par exemple _gcl_au, le contenu de document.cookie, ou « Meta pixel ». Les valeurs sont écartées et ne sont pas conservées.",
  "For example _gcl_au, what document.cookie holds, or “Meta pixel”. Values are dropped and not kept.",
];
export const forWhom: Text = ["Titulaire", "Holder"];
export const from = (erasedAfter: string): Text => [
  `au plus tard le ${erasedAfter}`,
  `by ${erasedAfter}`,
];
export const fromAPartirDu: Text = ["À partir du", "From"];
export const fromDe: Text = ["De", "From"];
export const fromDu: Text = ["Du", "From"];
export const gdprArticle30FromTheCatalogue: Text = [
  "RGPD, article 30 : établi à partir du catalogue. Ce que le site ne publie pas est dit tel quel.",
  "GDPR article 30, from the catalogue, in French. What the site does not publish is said as such.",
];
export const generation: Text = ["Version", "Version"];
export const generationWithGeneration = (generation: number): Text => [
  `version ${generation}`,
  `version ${generation}`,
];
export const genuineReceipt: Text = ["Reçu authentique", "Genuine receipt"];
export const gesture: Text = ["Action du visiteur", "Action"];
export const given: Text = ["Donné le", "Given"];
export const givenOnceByTheServicesOperator: Text = [
  "Remis une seule fois par l’opérateur du service.",
  "Given once by the service’s operator.",
];
export const gpcSignalPresent: Text = ["signal GPC présent", "GPC signal present"];
export const ground: Text = ["Régime", "Legal basis"];
export const handThisTokenToBySafe = (name: string): Text => [
  `Remettez ce jeton à ${name} par un moyen sûr. Il n’est montré que cette fois.`,
  `Hand this token to ${name} by safe means. It is shown this once.`,
];
export const hash: Text = ["Empreinte", "Hash"];
export const held: Text = ["effacement suspendu", "held"];
export const heldErasureWaitsForTheRelease: Text = [
  "Effacement suspendu jusqu’à la levée de la mesure",
  "Held: erasure waits for the release",
];
export const heldRetenu: Text = ["Effacement suspendu", "Held"];
export const history: Text = ["Historique", "History"];
export const hold: Text = ["Suspendre", "Hold"];
export const holdAdded: Text = ["effacement suspendu", "hold added"];
export const holdReleased: Text = ["suspension levée", "hold released"];
export const holds: Text = ["Suspension des effacements", "Holds"];
export const holdsInForce: Text = ["Suspensions en cours", "Holds in force"];
export const holdsMesures: Text = ["Suspensions", "Holds"];
export const holdsMesuresDeConservation: Text = ["Suspensions des effacements", "Holds"];
export const hostNotPublished: Text = ["hôte non publié", "host not published"];
export const hostNotSeen: Text = ["hôte non vu", "host not seen"];
export const ignored: Text = ["Sans réponse", "Ignored"];
export const inclusionCannotBeVerifiedWithoutA: Text = [
  "L’inclusion n’a pas pu être vérifiée sans point de contrôle.",
  "Inclusion cannot be verified without a checkpoint.",
];
export const index: Text = ["Indice", "Index"];
export const inForceLower: Text = ["en vigueur", "in force"];
export const inOrder: Text = ["En ordre", "In order"];
export const inPart: Text = ["En partie", "In part"];
export const inTheCsvACellThat: Text = [
  "Dans le CSV, une cellule qui commencerait une formule est précédée d’une apostrophe. Les preuves effacées n’y figurent pas.",
  "In the CSV, a cell that would begin a formula gets an apostrophe. Erased records are not in it.",
];
export const isoIecTs27560RecordJson: Text = [
  "Enregistrement ISO/IEC TS 27560 (JSON-LD)",
  "ISO/IEC TS 27560 record (JSON-LD)",
];
export const itIsNoLongerInForce: Text = [
  "Elle n’est plus en vigueur : ce qui n’est plus montré ne se photographie plus. Les textes, les traceurs et le code du bandeau restent publics sous leurs empreintes.",
  "It is no longer in force: what is no longer shown cannot be photographed. The texts, the trackers and the banner’s code stay public under their hashes.",
];
export const journalRead: Text = ["lecture du journal", "journal read"];
export const language: Text = ["Langue", "Language"];
export const languageShown: Text = ["Langue montrée", "Language shown"];
export const lapsed: Text = ["échue le ", "lapsed "];
export const lastDay: Text = ["Valable jusqu’au", "Valid until"];
export const lastSeen: Text = ["Vu la dernière fois", "Last seen"];
export const lifetime: Text = ["Durée", "Lifetime"];
export const lifetimeNotPublished: Text = ["durée non publiée", "lifetime not published"];
export const loading: Text = ["Chargement…", "Loading…"];
export const logEntry: Text = ["Entrée du journal", "Log entry"];
export const logJournalAdopted: Text = ["journal de preuve repris", "log journal adopted"];
export const logKeyReplaced: Text = ["clé du journal remplacée", "log key replaced"];
export const logsKey: Text = ["Clé du journal", "Log’s key"];
export const lookedAtAConsent: Text = ["consultation", "viewed a choice"];
export const lossAcknowledged: Text = ["perte reconnue", "loss acknowledged"];
export const lost: Text = ["Perdu", "Lost"];
export const manifest: Text = ["Manifeste", "Manifest"];
export const material: Text = ["substantiel", "material"];
export const materialChange: Text = ["Changement substantiel", "Material change"];
export const mayThisTrackerBeSet: Text = [
  "Peut-on déposer ce traceur ?",
  "May this tracker be set?",
];
export const menu: Text = ["Menu", "Menu"];
export const menuJournal: Text = ["Journal", "Journal"];
export const menuRegister: Text = ["Registre", "Register"];
export const month: Text = ["mois", "month"];
export const more: Text = ["Afficher la suite", "Show more"];
export const n14DaysAfter: Text = ["14 jours après", "14 days after"];
export const n14DaysBefore: Text = ["14 jours avant", "14 days before"];
export const n: Text = [" : ", ": "];
export const name: Text = ["Nom", "Name"];
export const namesSeenWithoutADeclaration: Text = [
  "Noms observés sans déclaration",
  "Names seen without a declaration",
];
export const newHold: Text = ["Nouvelle suspension", "New hold"];
export const newToken: Text = ["Nouveau jeton", "New token"];
export const noAnswerInThisPeriod: Text = [
  "Aucun choix sur la période.",
  "No choice in this period.",
];
export const noCheckpointYet: Text = ["pas encore de point de contrôle", "no checkpoint yet"];
export const noConsentFound: Text = ["Aucun choix trouvé.", "No choice found."];
export const noEnd: Text = ["sans date de fin", "no expiry"];
export const noFinding: Text = ["Aucun constat.", "No finding."];
export const noHold: Text = ["Aucune suspension.", "No hold."];
export const noNameFoundInThisText: Text = [
  "Aucun nom reconnu dans ce texte.",
  "No name found in this text.",
];
export const noNameSeenOrThisSite: Text = [
  "Aucun nom observé, ou ce site n’envoie pas d’observations.",
  "No name seen, or this site sends no observations.",
];
export const none: Text = ["aucun", "none"];
export const noneAucune: Text = ["Aucune", "None"];
export const noneLower: Text = ["aucune", "none"];
export const noScreenshotOfThisRevisionWas: Text = [
  "Aucune capture d’écran de cette version n’a été versée au journal.",
  "No screenshot of this version was filed in the log.",
];
export const noSuchPage: Text = ["Page introuvable", "No such page"];
export const notDeclared: Text = ["Non déclaré", "Not declared"];
export const notedHideIt: Text = ["J’ai noté le jeton, masquer", "I have kept the token, hide it"];
export const nothingChanged: Text = ["Rien n’a changé.", "Nothing changed."];
export const nothingFitsThisRequest: Text = [
  "Rien ne correspond à cette demande.",
  "Nothing fits this request.",
];
export const nothingToShowHere: Text = ["Rien à montrer ici.", "Nothing to show here."];
export const nothingWasLeftToErase: Text = [
  "Rien ne restait à effacer.",
  "Nothing was left to erase.",
];
export const nothingWasPublishedYetOnThat: Text = [
  "Rien n’était encore publié ce jour-là.",
  "Nothing was published yet on that day.",
];
export const nothingWouldChangeThisRevisionIs: Text = [
  "Rien ne changerait : cette version est celle en ligne.",
  "Nothing would change: this version is the one online.",
];
export const nothingYetInWhatWasWalked: Text = [
  "Aucun résultat pour l’instant.",
  "No match so far.",
];
export const notice: Text = ["Remarque", "Notice"];
export const notices: Text = ["Remarques", "Notices"];
export const notOpposed: Text = ["Pas d’opposition", "Not opposed"];
export const noWaiver: Text = ["Aucune dérogation.", "No waiver."];
export const of: Text = ["sur", "of"];
export const ofDisplays = (shown: string): Text => [
  `sur ${shown} affichages`,
  `of ${shown} displays`,
];
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
export const oneConsent: Text = ["Un choix", "One choice"];
export const oneRevision: Text = ["Une version", "One version"];
export const operator: Text = ["Opérateur", "Operator"];
export const opposed: Text = ["Opposition", "Opposed"];
export const opposition: Text = ["Taux d’opposition", "Opposition"];
export const oppositionOpposition: Text = ["Opposition", "Opposition"];
export const oppositions: Text = ["Oppositions", "Oppositions"];
export const origin: Text = ["Origine", "Origin"];
export const orTheseIndices: Text = ["Ou indices précis", "Or these indices"];
export const over: Text = ["échue", "over"];
export const overTheLimit: Text = ["Durée excessive", "Over the limit"];
export const overThePeriod: Text = ["Sur la période", "Over the period"];
export const overTime: Text = ["Dans le temps", "Over time"];
export const overview: Text = ["Vue d’ensemble", "Overview"];
export const page: Text = ["Page", "Page"];
export const pages: Text = ["Pages", "Pages"];
export const pageToPrint = (title: string): Text => [
  `Page à imprimer : ${title}`,
  `Page to print: ${title}`,
];
export const pageToPrintPageAImprimer: Text = ["Page à imprimer", "Page to print"];
export const phone: Text = ["téléphone", "phone"];
export const picturesFiled: Text = ["captures versées", "pictures filed"];
export const preferences: Text = ["préférences", "preferences"];
export const progress: Text = ["Avancement", "Progress"];
export const proofLog: Text = ["Journal de preuve", "Proof log"];
export const publicationsNewestFirst: Text = [
  "Publications, la plus récente d’abord",
  "Publications, newest first",
];
export const published: Text = ["Publiée le", "Published"];
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
export const ratesAreOfTheAnswersTo: Text = [
  "Les taux portent sur les choix faits dans le bandeau. Les services exemptés n’y entrent pas.",
  "Rates are of the choices made in the banner. Exempt services do not enter them.",
];
export const reason: Text = ["Motif", "Reason"];
export const receiptDownloaded: Text = ["reçu téléchargé", "receipt downloaded"];
export const recordDownloaded: Text = ["enregistrement téléchargé", "record downloaded"];
export const recordOfProcessing: Text = ["Registre", "Record of processing"];
export const recordOfProcessingActivities: Text = [
  "Registre des activités de traitement",
  "Record of processing activities",
];
export const recordSIndicesOnTheErasure = (count: number, join: string, at: string): Text => [
  `${count} enregistrement(s), indices ${join}, le ${at}. L’effacement est inscrit au journal de preuve.`,
  `${count} record(s), indices ${join}, on ${at}. The erasure is an entry of the proof log.`,
];
export const recordStandingAndProofJson: Text = [
  "Enregistrement, état et preuve (JSON)",
  "Record, standing and proof (JSON)",
];
export const reference: Text = ["Référence", "Reference"];
export const referenceIndexCookieOrReceipt: Text = [
  "Référence, indice, cookie ou reçu",
  "Reference, index, cookie or receipt",
];
export const refresh: Text = ["Actualiser", "Refresh"];
export const refusal: Text = ["Refus", "Refusal"];
export const refuseAll: Text = ["« Tout refuser »", "“Refuse all”"];
export const refused: Text = ["Refusé", "Refused"];
export const refusedActionRefusee: Text = ["action refusée", "refused"];
export const refusedLower: Text = ["refusé", "refused"];
export const registerMade: Text = ["registre produit", "register made"];
export const release: Text = ["Lever la suspension", "Release"];
export const released = (released: string): Text => [
  `levée le ${released}`,
  `released ${released}`,
];
export const releaseThisHoldWhatIsDue: Text = [
  "Lever cette suspension ? Ce qui est échu sera effacé.",
  "Release this hold? What is due will be erased.",
];
export const report: Text = ["Rapport", "Report"];
export const reports: Text = ["Rapports", "Reports"];
export const reportsOfTheSiteShown: Text = [
  "Rapports du site affiché",
  "Reports of the site shown",
];
export const republicationLookedAt: Text = ["remise en ligne examinée", "republication looked at"];
export const review: Text = ["Réexamen", "Review"];
export const reviewOn: Text = ["À réexaminer le", "Review on"];
export const revision: Text = ["Version", "Version"];
export const revisionInForce: Text = ["Version en vigueur", "Version in force"];
export const revisionPublishedGeneration = (publishedAt: string, generation: number): Text => [
  `Version ${generation}, publiée le ${publishedAt}.`,
  `Version ${generation}, published ${publishedAt}.`,
];
export const revisionPutOnlineAgain: Text = ["version remise en ligne", "version put online again"];
export const revisions: Text = ["Versions", "Versions"];
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
export const rights: Text = ["Droits des personnes", "Rights"];
export const role: Text = ["Rôle", "Role"];
export const rule: Text = ["Règle", "Rule"];
export const scheduled: Text = ["Programmé", "Scheduled"];
export const screenshots: Text = ["Captures d’écran", "Screenshots"];
export const screenshotsCaptures: Text = ["Captures", "Screenshots"];
export const screenshotsOfThisRevisionOf = (takenAt: string): Text => [
  `Captures d’écran de cette version, du ${takenAt}`,
  `Screenshots of this version, of ${takenAt}`,
];
export const sealedRecord: Text = ["Enregistrement scellé", "Sealed record"];
export const search: Text = ["Rechercher", "Search"];
export const searchLower: Text = ["recherche", "search"];
export const secondLayer: Text = ["Second niveau", "Second layer"];
export const see: Text = ["Voir", "See"];
export const seeWhatWouldChange: Text = ["Voir ce qui changerait", "See what would change"];
export const service: Text = ["État du service", "Service"];
export const serviceAndVendor: Text = ["Service et fournisseur", "Service and vendor"];
export const servicesUnderConsent: Text = [
  "Services soumis au consentement",
  "Services under consent",
];
export const servicesWhoseTrackersAreNotEnumerated: Text = [
  "Services dont les traceurs ne sont pas énumérés :",
  "Services whose trackers are not enumerated:",
];
export const severalAnswers: Text = ["Plusieurs réponses", "Several answers"];
export const severity: Text = ["Gravité", "Severity"];
export const sha256OfTheDocument: Text = [
  "Empreinte SHA-256 du document",
  "SHA-256 of the document",
];
export const shown = (count: string): Text => [
  `${count} choix affichés.`,
  `${count} choices shown.`,
];
export const signedCheckpoint: Text = ["Point de contrôle signé", "Signed checkpoint"];
export const signIn: Text = ["Connexion", "Sign in"];
export const signInLower: Text = ["connexion", "sign-in"];
export const signInSeConnecter: Text = ["Se connecter", "Sign in"];
export const signInToTheConsole: Text = ["Connexion à la console", "Sign in to the console"];
export const signOut: Text = ["Se déconnecter", "Sign out"];
export const signOutLower: Text = ["déconnexion", "sign-out"];
export const site: Text = ["Site", "Site"];
export const siteShown: Text = ["Site affiché", "Site shown"];
export const skipToContent: Text = ["Aller au contenu", "Skip to content"];
export const startOfTheService: Text = ["démarrage du service", "start of the service"];
export const state: Text = ["État", "State"];
export const stateOfComplianceFindingsWaiversRetention: Text = [
  "État de conformité : constats, dérogations, conservation, effacements",
  "State of compliance: findings, waivers, retention, erasures",
];
export const statistics: Text = ["Statistiques", "Statistics"];
export const statisticsMade: Text = ["statistiques produites", "statistics made"];
export const statisticsOfTheLast30Days: Text = [
  "Statistiques des 30 derniers jours",
  "Statistics of the last 30 days",
];
export const stop: Text = ["Arrêter", "Stop"];
export const subject: Text = ["Objet", "Subject"];
export const supersededBy: Text = ["Remplacé par", "Superseded by"];
export const supersededLower: Text = ["remplacé", "superseded"];
export const suspendedByAHold: Text = ["suspendu", "suspended by a hold"];
export const table: Text = ["Tableau", "Table"];
export const taken: Text = ["Prises le", "Taken"];
export const takenWithTakenAt = (takenAt: string): Text => [
  `Prises le ${takenAt}`,
  `Taken ${takenAt}`,
];
export const theCatalogueDeclaresNoSite: Text = [
  "Aucun site n’est déclaré dans le catalogue.",
  "The catalogue declares no site.",
];
export const theCheckpointIsSignedByThe: Text = [
  "Le point de contrôle est signé par la clé du journal.",
  "The checkpoint is signed by the log’s key.",
];
export const theCheckpointsSignatureIsNotValid: Text = [
  "La signature du point de contrôle n’est pas valable.",
  "The checkpoint’s signature is not valid.",
];
export const theContentIsErasedOnlyAn = (
  conservation: string,
  purge: string,
  retention: string,
  purge2: string,
): Text => [
  `Le contenu est effacé${conservation}. Il ne reste qu’un scellé anonyme dans le journal${purge}.`,
  `The content is erased${retention}. Only an anonymous seal is left in the log${purge2}.`,
];
export const theContentIsLostItsSeal: Text = [
  "Le contenu est perdu ; le scellé demeure dans le journal.",
  "The content is lost; its seal is still in the log.",
];
export const theContentOfThisRecordIs: Text = [
  "Le contenu de cette preuve n’existe déjà plus.",
  "The content of this record is gone already.",
];
export const theContentShownIsExactlyWhat: Text = [
  "Le contenu affiché est exactement celui qui a été scellé.",
  "The content shown is exactly what was sealed.",
];
export const theContentShownIsNotWhat: Text = [
  "Le contenu affiché n’est pas celui qui a été scellé.",
  "The content shown is not what was sealed.",
];
export const theCookieShownDoesNotOpen: Text = [
  "Le cookie présenté n’ouvre pas cette preuve",
  "The cookie shown does not open this record",
];
export const theCookieShownOpensThisRecord: Text = [
  "Le cookie présenté ouvre bien cette preuve",
  "The cookie shown opens this record",
];
export const theDayOfSuchAChange: Text = [
  " Le jour d’un tel changement mêle les deux.",
  " The day of such a change has some of both.",
];
export const theEntryIsInTheSigned: Text = [
  "L’entrée figure bien dans le journal signé.",
  "The entry is in the signed log.",
];
export const theEntryIsNotInThe: Text = [
  "L’entrée ne figure pas dans le journal signé.",
  "The entry is not in the signed log.",
];
export const theKeptRecordsOfAPeriod: Text = [
  "Les preuves conservées d’une période, pour un autre outil. Chaque page d’export est inscrite au journal.",
  "The kept records of a period, for another tool. Each page of an export is in the journal.",
];
export const theLastThirtyDaysOn = (name: string): Text => [
  `Les trente derniers jours sur ${name}.`,
  `The last thirty days on ${name}.`,
];
export const thenWord: Text = ["Situation", "Next"];
export const theProof: Text = ["La preuve", "The proof"];
export const theRevisionIsOnlineAgainCarry: Text = [
  "La version est de nouveau en ligne. Reportez les fichiers du catalogue là où il est versionné.",
  "The version is online again. Carry the catalogue’s files over to its version control.",
];
export const theSameNumbersAreInThe: Text = [
  "Les mêmes nombres sont dans le tableau qui suit.",
  "The same numbers are in the table below.",
];
export const theSearchStoppedAtItsTime: Text = [
  "La recherche s’est arrêtée à son temps imparti : poursuivez pour voir la suite.",
  "The search stopped at its time limit: go on to see more.",
];
export const theServiceCannotAnswerNowNothing: Text = [
  "Le service ne peut pas répondre maintenant. Rien n’a été montré ni modifié ; réessayez dans un instant.",
  "The service cannot answer now. Nothing was shown or changed; try again in a moment.",
];
export const theServiceDoesNotAnswerCheck: Text = [
  "Le service ne répond pas. Vérifiez votre connexion, puis réessayez.",
  "The service does not answer. Check your connection and try again.",
];
export const theServiceMetAnError: Text = ["Une erreur s’est produite.", "An error occurred."];
export const theServiceRecordsSignsAndPublishes: Text = [
  "Le service enregistre, signe et publie normalement.",
  "The service records, signs and publishes as it should.",
];
export const theShortReferenceThatTheVisitor: Text = [
  "La référence courte lue par le visiteur (1048576-HK), la valeur de son cookie pcid, ou le texte entier de son reçu.",
  "The short reference that the visitor reads out (1048576-HK), the value of their pcid cookie, or the whole text of their receipt.",
];
export const theSiteItself: Text = ["le site lui-même", "the site itself"];
export const theTableIsOnTheStatistics: Text = [
  "Le tableau est dans la page Statistiques.",
  "The table is on the Statistics page.",
];
export const theyAreTakenWhileTheRevision: Text = [
  "Elles se prennent tant que la version est en vigueur. Sur une machine qui a le code de Témoin et Chromium, puis sur le serveur :",
  "They are taken while the version is in force. On a machine that has Témoin’s code and Chromium, then on the server:",
];
export const thingsHaveChangedMeanwhileReloadThe: Text = [
  "Les données ont changé entre-temps. Rechargez la page et recommencez.",
  "The data has changed in the meantime. Reload the page and start again.",
];
export const thirtyDays: Text = ["Trente jours", "Thirty days"];
export const thisBrowserCannotVerifyEd25519Signatures: Text = [
  "Ce navigateur ne sait pas vérifier les signatures Ed25519.",
  "This browser cannot verify Ed25519 signatures.",
];
export const thisChoiceIsNotUnderA: Text = [
  "Ce choix n’est pas encore couvert par un point de contrôle signé. Rechargez la page dans quelques secondes.",
  "This choice is not under a signed checkpoint yet. Reload the page in a few seconds.",
];
export const thisInputIsNotAccepted: Text = [
  "Référence, cookie ou reçu non reconnu.",
  "Reference, cookie or receipt not recognised.",
];
export const thisPageDoesNotExistOr: Text = [
  "Cette page n’existe pas, ou votre rôle n’y a pas accès.",
  "This page does not exist, or your role has no access to it.",
];
export const thisRequestWasNotUnderstood: Text = [
  "Cette demande n’a pas été comprise.",
  "This request was not understood.",
];
export const thisRevision: Text = ["Cette version", "This version"];
export const thisRevisionBecomesWhatVisitorsAre: Text = [
  "Cette version redevient ce qui est montré aux visiteurs. Les fichiers du catalogue sont remis dans l’état correspondant, et la publication est inscrite au journal de preuve.",
  "This version becomes what visitors are shown. The catalogue’s files are put back accordingly, and the publication goes into the proof log.",
];
export const thisSiteIsNotPublishedYet: Text = [
  "Ce site n’est pas encore publié.",
  "This site is not published yet.",
];
export const thisSiteWasNotPublishedYet: Text = [
  "Ce site n’a pas encore été publié.",
  "This site was not published yet.",
];
export const thisTokenIsUnknownRevokedOr: Text = [
  "Ce jeton est inconnu, révoqué ou expiré.",
  "This token is unknown, revoked or expired.",
];
export const thisVisitorsChoices: Text = ["Les choix de ce visiteur", "This visitor’s choices"];
export const thisVisitorsChoicesOldestFirst: Text = [
  "Les choix de ce visiteur, du plus ancien au plus récent",
  "This visitor’s choices, oldest first",
];
export const threeButtonsOfOneSizeAccept: Text = [
  "Trois boutons de même taille : tout accepter, tout refuser, choisir. Leurs libellés sont dans le code du bandeau, publié sous sa propre empreinte.",
  "Three buttons of one size: accept all, refuse all, choose. Their labels are in the banner’s code, published under its own hash.",
];
export const times: Text = ["Observations", "Times seen"];
export const to: Text = ["Au", "To"];
export const toA: Text = ["À", "To"];
export const toBeDealtWith: Text = ["À traiter", "To be dealt with"];
export const toBeTaken: Text = ["à prendre", "to be taken"];
export const today: Text = ["Aujourd’hui", "Today"];
export const tokenCreated: Text = ["jeton créé", "token created"];
export const tokenRevoked: Text = ["jeton révoqué", "token revoked"];
export const tokens: Text = ["Jetons", "Tokens"];
export const tokensGivenOut: Text = ["Jetons remis", "Tokens given out"];
export const toLower: Text = ["au", "to"];
export const tooManyAttemptsWaitAMinute: Text = [
  "Trop de tentatives. Patientez une minute.",
  "Too many attempts. Wait a minute.",
];
export const toPrint: Text = ["À imprimer", "To print"];
export const toReview = (due: number): Text => [`${due} à réexaminer`, `${due} to review`];
export const toTakeAlong: Text = ["Documents à télécharger", "Downloads"];
export const toWhom: Text = ["Titulaire", "Holder"];
export const trackers: Text = ["Traceurs", "Trackers"];
export const trackersNotEnumerated: Text = ["Traceurs non énumérés.", "Trackers not enumerated."];
export const trackersWithCount = (count: number): Text => [
  `${count} traceurs`,
  `${count} trackers`,
];
export const transferOutsideTheEu: Text = ["Transfert hors UE", "Transfer outside the EU"];
export const tryAgain: Text = ["Réessayer", "Try again"];
export const until = (until: string): Text => [`jusqu’au ${until}`, `until ${until}`];
export const untilDeleted: Text = ["jusqu’à suppression", "until deleted"];
export const untilJusquAu: Text = ["Jusqu’au", "Until"];
export const untilLower: Text = ["jusqu’au ", "until "];
export const untilThenIn = (since: string, zone: string, zone2: string): Text => [
  ` jusqu’au ${since}, puis ${zone}`,
  ` until ${since}, then in ${zone2}`,
];
export const updated = (updated: string): Text => [
  `mis à jour le ${updated}`,
  `updated ${updated}`,
];
export const validUntil: Text = ["Valable jusqu’au", "Valid until"];
export const verifiableReceiptTlogProof: Text = [
  "Reçu vérifiable (tlog-proof)",
  "Verifiable receipt (tlog-proof)",
];
export const verified: Text = ["Vérifiée", "Verified"];
export const verifiedInPart: Text = ["Vérifiée en partie", "Verified in part"];
export const verifiedJustNowInYourBrowser: Text = [
  "Vérification faite à l’instant dans votre navigateur, à partir des octets.",
  "Verified just now in your browser, from the bytes.",
];
export const verifying: Text = ["Vérification…", "Verifying…"];
export const visitorsAreAskedAgainFor = (join: string): Text => [
  `Un nouveau choix est demandé aux visiteurs pour : ${join}.`,
  `Visitors are asked for a new choice about: ${join}.`,
];
export const waived: Text = ["Couverts par une dérogation", "Waived"];
export const waiver: Text = ["Dérogation", "Waiver"];
export const waivers: Text = ["Dérogations", "Waivers"];
export const waiversAndTheirEnd: Text = [
  "Dérogations et leur date de fin",
  "Waivers and their end",
];
export const warning: Text = ["Avertissement", "Warning"];
export const warnings: Text = ["Avertissements", "Warnings"];
export const week: Text = ["semaine", "week"];
export const whatMayBeSetOnWhat: Text = [
  "Ce qui peut être déposé, à quelle condition, et pourquoi.",
  "What may be set, on what condition, and why.",
];
export const whatWasInForce: Text = ["Ce qui était en vigueur", "What was in force"];
export const whatWasShown: Text = ["Ce qui était montré", "What was shown"];
export const when: Text = ["Quand", "When"];
export const who: Text = ["Qui", "Who"];
export const withdrawal: Text = ["retrait", "withdrawal"];
export const withdrawals: Text = ["Retraits", "Withdrawals"];
export const withdrawn: Text = ["Retiré", "Withdrawn"];
export const yourRoleDoesNotAllowThis: Text = [
  "Votre rôle ne permet pas cette action. La tentative est inscrite au journal.",
  "Your role does not allow this. The attempt is in the journal.",
];
export const yours: Text = ["le vôtre", "yours"];
export const yourSessionHasEndedSignIn: Text = [
  "Votre session a pris fin. Connectez-vous de nouveau pour continuer.",
  "Your session has ended. Sign in again to go on.",
];
export const yourToken: Text = ["Votre jeton", "Your token"];

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
