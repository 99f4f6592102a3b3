// Words about visitors’ choices, their rights and the answers to them.

import type { Text } from "./text";

export const acceptAll: Text = ["« Tout accepter »", "“Accept all”"];
export const acceptedLower: Text = ["accepté", "accepted"];
export const added: Text = ["Décidée", "Added"];
export const address: Text = ["Adresse", "Address"];
export const aHoldKeepsErasureFollowsIts = (join: string): Text => [
  `Effacement suspendu pour : ${join}. Il suivra la levée de la suspension ; indiquez-le au demandeur.`,
  `A hold keeps: ${join}. Erasure follows its release; tell the person who asked.`,
];
export const aHoldSuspendsErasureForAn: Text = [
  "L’effacement se suspend pour un contrôle ou un litige, avec un motif et une date de réexamen.",
  "A hold suspends erasure for an inspection or a dispute, with its reason and the day of its review.",
];
export const aLaterChoice: Text = ["un choix plus récent", "a later choice"];
export const answerDueOn = (day: string, late: boolean): Text => [
  late ? `Réponse due le ${day} : ce délai est passé` : `Réponse due le ${day} au plus tard`,
  late ? `Answer was due on ${day}` : `Answer due by ${day}`,
];
export const answerServiceByService: Text = [
  "Choix service par service",
  "Choice service by service",
];
export const answerToThePerson: Text = ["Réponse à la personne", "Answer to the person"];
export const aReferenceFindsARecordIt: Text = [
  "Une référence permet de retrouver un choix ; elle ne montre pas qu’il vient du navigateur de la personne. Pour effacer, il faut le cookie ou le reçu : la lettre ci-dessous les demande.",
  "A reference finds a choice; it does not show that it comes from the person’s browser. Erasing takes the cookie or the receipt: the letter below asks for them.",
];
export const backToTheSearch: Text = ["Retour à la recherche", "Back to the search"];
export const banner: Text = ["bandeau", "banner"];
export const blockedContent: Text = ["contenu bloqué", "blocked content"];
export const choicesGivenFrom: Text = ["Choix donnés du", "Choices given from"];
export const chosenInDetail: Text = ["choix détaillé", "chosen in detail"];
export const consentsFound: Text = ["Choix trouvés", "Choices found"];
export const controller: Text = ["Responsable du traitement", "Controller"];
export const cookieSettingsPage: Text = ["page « Gestion des cookies »", "cookie settings page"];
export const covers: Text = ["Porte sur", "Covers"];
export const date: Text = ["Date", "Date"];
export const decision: Text = ["Décision", "Decision"];
export const doesNotVerify: Text = ["Non conforme", "Does not verify"];
export const doneTheFileIsInYour: Text = [
  "Export terminé : le fichier est dans vos téléchargements.",
  "Done: the file is in your downloads.",
];
export const dossierVerifiableWithoutUsZipThis: Text = [
  "Dossier vérifiable de façon indépendante (ZIP) : ce choix, ceux qu’il remplace, leurs preuves",
  "Dossier that anyone can verify (ZIP): this choice, those it replaces, their proofs",
];
export const due: Text = ["à faire", "due"];
export const eachSearchAndEachLookIs: Text = [
  "Chaque recherche et chaque consultation est inscrite au journal des accès avant d’être montrée.",
  "Each search and each view is written to the access log before it is shown.",
];
export const editableFile: Text = ["Télécharger (DOCX)", "Download (DOCX)"];
export const eraseARecordAtAVisitors: Text = [
  "Répondre à une personne qui écrit au sujet de son choix : effacer la preuve, et faire la lettre. Le journal garde la trace de l’action, non son contenu.",
  "Answer a person who writes about their choice: erase the record, and make the letter. The journal keeps the action, not the content.",
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
export const everySite: Text = ["tous les sites", "every site"];
export const evidencePageToPrint: Text = ["Page de preuve à imprimer", "Evidence page to print"];
export const exactBytesCanonicalJson: Text = [
  "Octets exacts, en JSON canonique",
  "Exact bytes, canonical JSON",
];
export const exporting: Text = ["Export en cours…", "Exporting…"];
export const exportWord: Text = ["Exporter", "Export"];
export const find: Text = ["Retrouver", "Find"];
export const findDirectly: Text = ["Retrouver directement", "Find directly"];
export const from = (erasedAfter: string): Text => [
  `au plus tard le ${erasedAfter}`,
  `by ${erasedAfter}`,
];
export const genuineReceipt: Text = ["Reçu authentique", "Genuine receipt"];
export const gesture: Text = ["Action du visiteur", "Action"];
export const given: Text = ["Donné le", "Given"];
export const gpcSignalPresent: Text = ["signal GPC présent", "GPC signal present"];
export const ground: Text = ["Régime", "Legal basis"];
export const groundOfTheRefusal: Text = ["Fondement du refus", "Ground of the refusal"];
export const held: Text = ["effacement suspendu", "held"];
export const heldErasureWaitsForTheRelease: Text = [
  "Effacement suspendu jusqu’à la levée de la mesure",
  "Held: erasure waits for the release",
];
export const heldRetenu: Text = ["Effacement suspendu", "Held"];
export const hold: Text = ["Suspendre", "Hold"];
export const holdsMesures: Text = ["Suspensions", "Holds"];
export const holdsMesuresDeConservation: Text = ["Suspensions des effacements", "Holds"];
export const inclusionCannotBeVerifiedWithoutA: Text = [
  "L’inclusion n’a pas pu être vérifiée sans point de contrôle.",
  "Inclusion cannot be verified without a checkpoint.",
];
export const inTheCsvACellThat: Text = [
  "Dans le CSV, une cellule qui commencerait une formule est précédée d’une apostrophe. Les preuves effacées n’y figurent pas.",
  "In the CSV, a cell that would begin a formula gets an apostrophe. Erased records are not in it.",
];
export const isoIecTs27560RecordJson: Text = [
  "Enregistrement ISO/IEC TS 27560 (JSON-LD)",
  "ISO/IEC TS 27560 record (JSON-LD)",
];
export const languageOfTheLetter: Text = ["Langue de la lettre", "Language of the letter"];
export const lastChoice: Text = ["dernier choix", "latest choice"];
export const legalClaims: Text = [
  "Droits en justice (RGPD 17.3.e)",
  "Legal claims (GDPR 17(3)(e))",
];
export const legalObligation: Text = [
  "Obligation légale (RGPD 17.3.b)",
  "Legal obligation (GDPR 17(3)(b))",
];
export const letter: Text = ["Lettre", "Letter"];
export const letterAccess: Text = ["Communiquer le choix (accès)", "Tell the choice (access)"];
export const letterErased: Text = ["Confirmer l’effacement", "Confirm the erasure"];
export const letterExtended: Text = [
  "Annoncer que la réponse prendra plus d’un mois",
  "Say that the answer will take more than a month",
];
export const letterProof: Text = [
  "Demander le cookie ou le reçu",
  "Ask for the cookie or the receipt",
];
export const letterRefused: Text = [
  "Refuser l’effacement (suspension en cours)",
  "Refuse the erasure (hold in force)",
];
export const letterWithdrawal: Text = [
  "Expliquer le retrait du consentement",
  "Explain how to withdraw consent",
];
export const letterLimited: Text = [
  "Confirmer la limitation du traitement",
  "Confirm the restriction of processing",
];
export const letterLifted: Text = [
  "Annoncer la levée de la limitation",
  "Announce that the restriction ends",
];
export const logsKey: Text = ["Clé du journal", "Log’s key"];
export const lost: Text = ["Perdu", "Lost"];
export const madeIn: Text = ["Fait à", "Place"];
export const makeTheLetter: Text = ["Préparer la lettre", "Make the letter"];
export const n: Text = [" : ", ": "];
export const newHold: Text = ["Nouvelle suspension", "New hold"];
export const noConsentFound: Text = ["Aucun choix trouvé.", "No choice found."];
export const noHold: Text = ["Aucune suspension.", "No hold."];
export const nothingWasLeftToErase: Text = [
  "Rien ne restait à effacer.",
  "Nothing was left to erase.",
];
export const nothingYetInWhatWasWalked: Text = [
  "Aucun résultat pour l’instant.",
  "No match so far.",
];
export const notOpposed: Text = ["Pas d’opposition", "Not opposed"];
export const of: Text = ["sur", "of"];
export const oneConsent: Text = ["Un choix", "One choice"];
export const opposed: Text = ["Opposition", "Opposed"];
export const orTheReceiptsFile: Text = ["Ou le fichier du reçu", "Or the receipt’s file"];
export const orTheseReferences: Text = ["Ou choix précis", "Or these choices"];
export const theirReferences: Text = [
  "Leurs références, séparées par une virgule.",
  "Their references, parted by commas.",
];
export const notAReference: Text = [
  "L’une de ces références n’existe pas : vérifiez ses chiffres et ses lettres.",
  "One of these references is none: check its digits and letters.",
];
export const page: Text = ["Page", "Page"];
export const pageToPrint = (title: string): Text => [
  `Page à imprimer : ${title}`,
  `Page to print: ${title}`,
];
export const personsName: Text = ["Nom de la personne", "Person’s name"];
export const preferences: Text = ["préférences", "preferences"];
export const print: Text = ["Imprimer", "Print"];
export const progress: Text = ["Avancement", "Progress"];
export const reasonInTheLetter: Text = ["Motif donné à la personne", "Reason given to the person"];
export const recordOfProcessingActivities: Text = [
  "Registre des activités de traitement",
  "Record of processing activities",
];
export const theseAreErased = (count: number, join: string, at: string): Text => [
  `${count > 1 ? `${count} choix` : "Un choix"}, le ${at} : ${join}. L’effacement est inscrit au journal de preuves.`,
  `${count > 1 ? `${count} choices` : "One choice"}, on ${at}: ${join}. The erasure is an entry of the proof log.`,
];
export const recordStandingAndProofJson: Text = [
  "Enregistrement, état et preuve (JSON)",
  "Record, standing and proof (JSON)",
];
export const reference: Text = ["Référence", "Reference"];
export const referenceIndexCookieOrReceipt: Text = [
  "Référence, cookie ou reçu",
  "Reference, cookie or receipt",
];
export const refuseAll: Text = ["« Tout refuser »", "“Refuse all”"];
export const refusedLower: Text = ["refusé", "refused"];
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
export const requestNumber: Text = ["Numéro de la demande", "Number of the request"];
export const requestReceivedOn: Text = ["Demande reçue le", "Request received on"];
export const review: Text = ["Réexamen", "Review"];
export const reviewOn: Text = ["À réexaminer le", "Review on"];
export const revisionPublishedGeneration = (publishedAt: string, generation: number): Text => [
  `Version ${generation}, publiée le ${publishedAt}.`,
  `Version ${generation}, published ${publishedAt}.`,
];
export const scheduled: Text = ["Programmé", "Scheduled"];
export const sealedRecord: Text = ["Enregistrement scellé", "Sealed record"];
export const search: Text = ["Rechercher", "Search"];
export const shown = (count: string): Text => [
  `${count} choix affichés.`,
  `${count} choices shown.`,
];
export const signatorysFunction: Text = ["Qualité du signataire", "Signatory’s function"];
export const signatorysName: Text = ["Nom du signataire", "Signatory’s name"];
export const signedCheckpoint: Text = ["Point de contrôle signé", "Signed checkpoint"];
export const stateOfComplianceFindingsWaiversRetention: Text = [
  "État de conformité : constats, dérogations, conservation, effacements",
  "State of compliance: findings, waivers, retention, erasures",
];
export const statisticsOfTheLast30Days: Text = [
  "Statistiques des 30 derniers jours",
  "Statistics of the last 30 days",
];
export const stop: Text = ["Arrêter", "Stop"];
export const supersededBy: Text = ["Remplacé par", "Superseded by"];
export const supersededLower: Text = ["remplacé", "superseded"];
export const suspendedByAHold: Text = ["suspendu", "suspended by a hold"];
export const table: Text = ["Tableau", "Table"];
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
export const theCookieShownOpensThisRecord: Text = [
  "Le cookie présenté ouvre bien cette preuve",
  "The cookie shown opens this record",
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
  "The kept records of a period, for another tool. Each page of an export is in the access log.",
];
export const thenWord: Text = ["Situation", "Next"];
export const forTheAccessLog: Text = [
  "Celui de votre suivi, inscrit au journal des accès ; jamais un nom.",
  "That of your own register, kept in the access log; never a name.",
];
export const theOnlyThingSent: Text = [
  "Celui de votre suivi ; jamais un nom.",
  "That of your own register; never a name.",
];
export const theProof: Text = ["La preuve", "The proof"];
export const theSearchStoppedAtItsTime: Text = [
  "La recherche s’est arrêtée à son temps imparti : poursuivez pour voir la suite.",
  "The search stopped at its time limit: go on to see more.",
];
export const theShortReferenceThatTheVisitor: Text = [
  "La référence (20-FH), la valeur du cookie pcid avec ou sans son nom, ou le texte du reçu, même recopié dans un courriel.",
  "The reference (20-FH), the value of the pcid cookie with or without its name, or the text of the receipt, even as copied in a mail.",
];
export const thisBrowserCannotVerifyEd25519Signatures: Text = [
  "Ce navigateur ne sait pas vérifier les signatures Ed25519.",
  "This browser cannot verify Ed25519 signatures.",
];
export const thisChoiceIsNotUnderA: Text = [
  "Ce choix n’est pas encore couvert par un point de contrôle signé. Rechargez la page dans quelques secondes.",
  "This choice is not under a signed checkpoint yet. Reload the page in a few seconds.",
];
export const thisRevision: Text = ["Cette version", "This version"];
export const thisVisitorsChoices: Text = ["Les choix de ce visiteur", "This visitor’s choices"];
export const thisVisitorsChoicesOldestFirst: Text = [
  "Les choix de ce visiteur, du plus ancien au plus récent",
  "This visitor’s choices, oldest first",
];
export const toLower: Text = ["au", "to"];
export const toPrint: Text = ["À imprimer", "To print"];
export const toTakeAlong: Text = ["Documents à télécharger", "Downloads"];
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
export const whatIsAsked: Text = ["Ce que la personne demande", "What the person asks for"];
export const whatIsTypedStaysHere: Text = [
  "Ce que vous saisissez ici reste dans ce navigateur et dans le fichier produit ; seul le numéro de la demande est envoyé.",
  "What you type here stays in this browser and in the file that is made; only the request’s number is sent.",
];
export const whatTheLetterNeeds: Text = ["Éléments de la lettre", "What goes into the letter"];
export const whatWasShown: Text = ["Ce qui était montré", "What was shown"];
export const whoSignsForTheController: Text = [
  "Le représentant du responsable du traitement signe ; le délégué à la protection des données conseille.",
  "The controller’s representative signs; the data protection officer advises.",
];
export const withdrawal: Text = ["retrait", "withdrawal"];
export const severalChoicesAreNamed: Text = [
  "Ce texte désigne plusieurs choix : donnez-en un seul.",
  "This text names several choices: give one of them.",
];

// The register of requests.
export const requestsIntro: Text = [
  "Ce registre ne contient aucun nom : une demande y figure sous le numéro de votre suivi, avec la date de sa réception, le dernier jour pour y répondre (un mois ; RGPD, article 12) et les lettres envoyées. Chaque inscription est scellée dans le journal de preuves.",
  "This register holds no name: a request stands under your own number, with the day it came, the last day for its answer (one month; GDPR, Article 12) and the letters sent. Each note is committed to by the proof log.",
];
export const newRequest: Text = ["Inscrire une demande", "Note a request"];
export const note: Text = ["Inscrire", "Note"];
export const cancel: Text = ["Annuler", "Cancel"];
export const requestKind: Text = ["Objet", "About"];
export const requestKinds: [string, Text][] = [
  ["access", ["Accès", "Access"]],
  ["rectification", ["Rectification", "Rectification"]],
  ["limitation", ["Limitation du traitement", "Restriction of processing"]],
  ["erasure", ["Effacement", "Erasure"]],
  ["objection", ["Opposition", "Objection"]],
];
export const receivedOn: Text = ["Reçue le", "Received on"];
export const possession: Text = ["Élément présenté", "Shown"];
export const shownKinds: [string, Text][] = [
  ["", ["Aucun", "Nothing"]],
  ["token", ["Cookie", "Cookie"]],
  ["receipt", ["Reçu", "Receipt"]],
];
export const referenceIfGiven: Text = ["Référence du choix (facultatif)", "Reference (optional)"];
export const theRegister: Text = ["Registre des demandes", "Register of requests"];
export const requestNumberShort: Text = ["Demande", "Request"];
export const answerDue: Text = ["Réponse due le", "Answer due on"];
export const dueBy: Text = ["Réponse due au plus tard le", "Answer due by"];
export const shownRequests: Text = ["Demandes", "Requests"];
export const withoutAnswer: Text = ["En attente de réponse", "Without an answer"];
export const overdue: Text = ["en retard", "overdue"];
export const answeredLate: Text = ["répondue hors délai", "answered late"];
export const extendedFor = (reason: string): Text => [
  `Délai prolongé de deux mois : ${reason}`,
  `Extended by two months: ${reason}`,
];
export const requestOpen: Text = ["À traiter", "To do"];
export const requestWaiting: Text = ["En attente d’un élément", "Waits for what was asked"];
export const requestAnswered: Text = ["Répondue", "Answered"];
export const noRequest: Text = ["Aucune demande.", "No request."];
export const noteALetter: Text = ["Inscrire une lettre", "Note a letter"];
export const extend: Text = ["Prolonger", "Extend"];
export const extendRequest = (number: string): Text => [
  `Prolonger de deux mois la demande ${number}`,
  `Extend request ${number} by two months`,
];
export const extendHint: Text = [
  "La personne doit en être informée, avec le motif, avant la fin du premier mois (RGPD, article 12, paragraphe 3). Aucun nom dans le motif.",
  "The person must be told of it, with the reason, before the first month is over (GDPR, Article 12(3)). No name in the reason.",
];
export const answerRequest = (number: string): Text => [
  `Lettre en réponse à la demande ${number}`,
  `Letter in answer to request ${number}`,
];
export const sentOn: Text = ["Envoyée le", "Sent on"];
export const letterOther: Text = ["Autre réponse", "Another answer"];
export const letterNone: Text = [
  "Aucune : la personne renonce à sa demande",
  "None: the person desists",
];
export const lostWithDatabase: Text = [
  "numéro perdu avec la base de données",
  "number lost with the database",
];

// The dossier of a period.
export const dossierOfAPeriod: Text = ["Dossier de preuves d’une période", "Dossier of a period"];
export const aDossierProvesThatNothing: Text = [
  "Une archive que son destinataire vérifie de façon indépendante : les choix de la période ou un échantillon, leurs preuves, ce qui était montré, et de quoi établir que rien n’est omis. Elle est enregistrée dans le journal de preuves.",
  "An archive that whoever receives it verifies alone: the choices of the period or a sample, their proofs, what was shown, and what establishes that nothing is left out. It is registered in the proof log.",
];
export const handedTo: Text = ["Remis à", "Handed to"];
export const handedOutFor: Text = ["Finalité de la remise", "Handed out for"];
export const toBeDestroyedBy: Text = ["À détruire le", "To be destroyed by"];
export const choicesToDraw: Text = ["Choix à tirer au sort", "Choices to draw"];
export const twoHundredWithoutANumber: Text = [
  "Sans nombre : 200, s’il y en a davantage.",
  "Without a number: 200, where there are more.",
];
export const wordOfTheDraw: Text = ["Mot du tirage", "Word of the draw"];
export const theInspectorGivesIt: Text = [
  "Donné par l’inspecteur ; sans lui, le responsable choisit.",
  "The inspector’s; without it the controller chooses.",
];
export const onlyTheseServices: Text = ["Extrait limité aux services", "Only these services"];
export const forAPartnerController: Text = [
  "Pour un autre responsable du traitement, qui ne voit que ce qui concerne ses services. Aucun : le dossier entier.",
  "For another controller, who sees what is about its services alone. None: the whole dossier.",
];
export const certificatesOfTheReceivers: Text = ["Certificats (PEM)", "Certificates (PEM)"];
export const theyAloneOpenIt: Text = [
  "Des destinataires : leur clé seule ouvre l’archive.",
  "Of the receivers: their key alone opens the archive.",
];
export const makeTheDossier: Text = ["Constituer le dossier", "Make the dossier"];
export const makingTheDossier = (done: number, of: number): Text => [
  of > 0 ? `Dossier en cours : ${done} choix sur ${of}…` : "Dossier en cours…",
  of > 0 ? `Making the dossier: ${done} choices of ${of}…` : "Making the dossier…",
];
export const takeTheDossier = (name: string): Text => [`Télécharger ${name}`, `Download ${name}`];
export const registeredInTheLog: Text = [
  "Enregistré dans le journal de preuves.",
  "Registered in the proof log.",
];
export const notRegisteredInTheLog: Text = [
  "Il n’a pas pu être enregistré dans le journal de preuves ; il est complet.",
  "It could not be registered in the proof log; it is whole.",
];
