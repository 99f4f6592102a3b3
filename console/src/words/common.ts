// Words of the frame and of several pages.

import type { Text } from "./text";

export const accepted: Text = ["Accepté", "Accepted"];
export const action: Text = ["Action", "Action"];
export const afterConsent: Text = ["Après consentement", "After consent"];
export const all: Text = ["Toutes", "All"];
export const allTous: Text = ["Tous", "All"];
export const alwaysAllowed: Text = ["Toujours autorisé", "Always allowed"];
export const answer: Text = ["Choix", "Choice"];
export const approver: Text = ["Approbateur", "Approver"];
export const scannerRole: Text = ["Automate de capture", "Scanner"];
export const auditor: Text = ["Auditeur", "Auditor"];
export const by: Text = ["Par", "By"];
export const consent: Text = ["Consentement", "Consent"];
export const consents: Text = ["Choix des visiteurs", "Visitors’ choices"];
export const exempt: Text = ["Exempté", "Exempt"];
export const exemptUnlessOpposed: Text = ["Exempté, sauf opposition", "Exempt unless opposed"];
export const exemptWithOptOut: Text = ["Exempté avec opposition", "Exempt with opt-out"];
export const exports: Text = ["Exports", "Exports"];
export const filter: Text = ["Filtrer", "Filter"];
export const fromDu: Text = ["Du", "From"];
export const generation: Text = ["Version", "Version"];
export const givenOnceByTheServicesOperator: Text = [
  "Remis une seule fois par l’opérateur du service.",
  "Given once by the service’s operator.",
];
export const holds: Text = ["Suspension des effacements", "Holds"];
export const inPart: Text = ["En partie", "In part"];
export const language: Text = ["Langue", "Language"];
export const loading: Text = ["Chargement…", "Loading…"];
export const menu: Text = ["Menu", "Menu"];
export const menuAccessLog: Text = ["Journal", "Access log"];
export const menuRegister: Text = ["Registre", "Register"];
export const more: Text = ["Afficher la suite", "Show more"];
export const noSuchPage: Text = ["Page introuvable", "No such page"];
export const notDeclared: Text = ["Non déclaré", "Not declared"];
export const nothingFitsThisRequest: Text = [
  "Rien ne correspond à cette demande.",
  "Nothing fits this request.",
];
export const nothingToShowHere: Text = ["Rien à montrer ici.", "Nothing to show here."];
export const notRecognised: Text = [
  "Référence, cookie ou reçu non reconnu. Collez tout ce que la personne a envoyé, ou donnez le fichier de son reçu.",
  "Reference, cookie or receipt not recognised. Paste all that the person sent, or give the file of their receipt.",
];
export const dataProtectionOfficer: Text = [
  "Délégué à la protection des données",
  "Data protection officer",
];
export const noRoleOrNotAdmitted: Text = [
  "Le fournisseur d’identité n’a pas accordé l’accès, ou aucun rôle ne vous est attribué ici. Adressez-vous à l’opérateur du service.",
  "The provider did not admit you, or no role is given to you here. Ask the service’s operator.",
];
export const theProviderDoesNotAnswer: Text = [
  "Le fournisseur d’identité ne répond pas. Réessayez dans un instant.",
  "The identity provider does not answer. Try again in a moment.",
];
export const tooManyFailedSignIns: Text = [
  "Trop de connexions ont échoué depuis votre adresse. Réessayez dans une minute.",
  "Too many sign-ins failed from your address. Try again in a minute.",
];
export const invitationIsOver: Text = [
  "Cette invitation a déjà servi, a été annulée ou n’est plus valable. Demandez-en une autre à la personne qui vous a invité.",
  "This invitation was used or withdrawn, or it is over. Ask who invited you for another one.",
];
export const invitedAs = (by: string, name: string): Text => [
  `${by} vous invite en tant que « ${name} », avec ces rôles :`,
  `${by} invites you as “${name}”, with these roles:`,
];
export const joinTheStaff: Text = ["Rejoindre la console", "Join the console"];
export const lastResortInUse: Text = [
  "Vous utilisez un jeton de dernier recours : chaque action est inscrite au journal des accès et déclenche une alerte.",
  "You use a token of last resort: each action is written to the access log and raises an alert.",
];
export const makeThePasskey: Text = ["Créer ma clé d’accès", "Make my passkey"];
export const noPasskeyWasMade: Text = [
  "Aucune clé d’accès n’a été fournie : l’opération a été annulée ou l’appareil ne convient pas. Réessayez.",
  "No passkey was given: it was cancelled, or the device will not do. Try again.",
];
export const passkeyName: Text = ["Nom de la clé", "Name of the passkey"];
export const passkeyNameHint: Text = [
  "Pour la reconnaître : « téléphone », « clé du bureau »",
  "To tell it apart: “phone”, “office key”",
];
export const passkeyNotAccepted: Text = [
  "Cette clé d’accès n’est pas acceptée. Demandez une invitation à l’opérateur du service.",
  "This passkey is not accepted. Ask the service’s operator for an invitation.",
];
export const signInWithAPasskey: Text = [
  "Se connecter avec une clé d’accès",
  "Sign in with a passkey",
];
export const thisSignInIsOver: Text = [
  "Cette connexion a expiré, ou n’a pas commencé dans ce navigateur. Recommencez.",
  "This sign-in is over, or did not begin in this browser. Start again.",
];
export const theProvidersAnswerDoesNotHold: Text = [
  "La réponse du fournisseur d’identité n’est pas valable : personne n’a été connecté. Le journal des accès en dit la raison.",
  "The identity provider’s answer does not hold: nobody was signed in. The access log says why.",
];
export const signInWith = (provider: string): Text => [
  `S’identifier avec ${provider}`,
  `Sign in with ${provider}`,
];
export const orWithAToken: Text = ["Ou avec un jeton :", "Or with a token:"];
export const people: Text = ["Personnes et droits", "People and rights"];
export const operator: Text = ["Opérateur", "Operator"];
export const overTheLimit: Text = ["Durée excessive", "Over the limit"];
export const overview: Text = ["Vue d’ensemble", "Overview"];
export const pages: Text = ["Pages", "Pages"];
export const pageToPrintPageAImprimer: Text = ["Page à imprimer", "Page to print"];
export const published: Text = ["Publiée le", "Published"];
export const reason: Text = ["Motif", "Reason"];
export const refused: Text = ["Refusé", "Refused"];
export const requests: Text = ["Demandes reçues", "Requests"];
export const notApplicable: Text = ["sans objet", "none"];
export const revision: Text = ["Version", "Version"];
export const versionFromTo = (generation: number, from: string, to: string): Text => [
  `Version ${generation}, du ${from} au ${to}`,
  `Version ${generation}, ${from} to ${to}`,
];
export const versionSince = (generation: number, from: string): Text => [
  `Version ${generation}, depuis le ${from}`,
  `Version ${generation}, since ${from}`,
];
export const revisions: Text = ["Versions", "Versions"];
export const rights: Text = ["Droits des personnes", "Rights"];
export const screenshots: Text = ["Captures d’écran", "Screenshots"];
export const severalAnswers: Text = ["Plusieurs réponses", "Several answers"];
export const showRest = (more: number, all: number): Text => [
  `Afficher ${more} lignes de plus (${all} au total)`,
  `Show ${more} more rows (${all} in all)`,
];
export const signIn: Text = ["Connexion", "Sign in"];
export const signInSeConnecter: Text = ["Se connecter", "Sign in"];
export const signInToTheConsole: Text = ["Connexion à la console", "Sign in to the console"];
export const signOut: Text = ["Se déconnecter", "Sign out"];
export const site: Text = ["Site", "Site"];
export const sites: Text = ["Sites", "Sites"];
export const siteShown: Text = ["Site affiché", "Site shown"];
export const skipToContent: Text = ["Aller au contenu", "Skip to content"];
export const state: Text = ["État", "State"];
export const statistics: Text = ["Statistiques", "Statistics"];
export const theCatalogueDeclaresNoSite: Text = [
  "Aucun site n’est déclaré dans le catalogue.",
  "The catalogue declares no site.",
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
export const thingsHaveChangedMeanwhileReloadThe: Text = [
  "Les données ont changé entre-temps. Rechargez la page et recommencez.",
  "The data has changed in the meantime. Reload the page and start again.",
];
export const thisInputIsNotAccepted: Text = [
  "Cette saisie n’est pas valable.",
  "This input is not valid.",
];
export const thisPageDoesNotExistOr: Text = [
  "Cette page n’existe pas, ou votre rôle n’y a pas accès.",
  "This page does not exist, or your role has no access to it.",
];
export const thisRequestWasNotUnderstood: Text = [
  "Cette demande n’a pas été comprise.",
  "This request was not understood.",
];
export const thisTokenIsFalse: Text = [
  "Ce pcid est faux : ce service ne l’a pas attribué, et il n’ouvre aucune preuve.",
  "This pcid is false: this service did not issue it, and it opens no record.",
];
export const thisTokenIsUnknownRevokedOr: Text = [
  "Ce jeton est inconnu, révoqué ou expiré.",
  "This token is unknown, revoked or expired.",
];
export const to: Text = ["Au", "To"];
export const tokens: Text = ["Jetons", "Tokens"];
export const tooManyAttemptsWaitAMinute: Text = [
  "Trop de tentatives. Patientez une minute.",
  "Too many attempts. Wait a minute.",
];
export const trackers: Text = ["Traceurs", "Trackers"];
export const tryAgain: Text = ["Réessayer", "Try again"];
export const withdrawn: Text = ["Retiré", "Withdrawn"];
export const yourRoleDoesNotAllowThis: Text = [
  "Votre rôle ne permet pas cette action. La tentative est inscrite au journal.",
  "Your role does not allow this. The attempt is in the access log.",
];
export const yourSessionHasEndedSignIn: Text = [
  "Votre session a pris fin. Connectez-vous de nouveau pour continuer.",
  "Your session has ended. Sign in again to go on.",
];
export const yourAccessWasRevoked: Text = [
  "Votre accès a été retiré, ou il est arrivé à son terme. Adressez-vous à l’opérateur du service.",
  "Your access was revoked, or its last day is over. Ask the service’s operator.",
];
export const yourToken: Text = ["Votre jeton", "Your token"];
