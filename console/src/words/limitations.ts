// Limitations of processing.

import type { Text } from "./text";

export const limitations: Text = ["Limitations du traitement", "Restrictions of processing"];
export const limitationsInForce: Text = [
  "Limitations du traitement en vigueur",
  "Restrictions in force",
];
export const limitTheProcessing: Text = ["Limiter le traitement", "Restrict processing"];
export const whatALimitationDoes: Text = [
  "À la demande de la personne (RGPD, article 18), les choix faits depuis ce navigateur sont conservés et ne sont plus utilisés : ils n’entrent plus dans les recherches, les exports ni les dossiers, et ne sont pas effacés à leur terme tant que la limitation dure.",
  "At the person’s request (GDPR, Article 18) the choices made from this browser are kept and not used any more: they are in no search, export or dossier, and are not erased at their term while it lasts.",
];
export const groundOfTheLimitation: Text = ["Motif", "Ground"];
export const limitationGrounds: [string, Text][] = [
  ["accuracy", ["Exactitude contestée", "Accuracy contested"]],
  ["unlawful", ["Traitement illicite, effacement refusé", "Unlawful, erasure not wanted"]],
  ["claims", ["Défense des droits de la personne", "The person’s legal claims"]],
  ["objection", ["Opposition à l’examen", "Objection being examined"]],
];
export const processingLimited: Text = ["Traitement limité", "Processing restricted"];
export const processingLimitedSince = (day: string): Text => [
  `Traitement limité depuis le ${day}`,
  `Processing restricted since ${day}`,
];
export const aLimitedChoiceIsNotShown: Text = [
  "La personne a demandé la limitation du traitement de ce choix (RGPD, article 18). Il est conservé ; il ne se consulte que pour l’un des motifs ci-dessous, inscrit au journal des accès.",
  "The person asked for the processing of this choice to be restricted (GDPR, Article 18). It is kept; it is looked at for one of the reasons below only, which the access log notes.",
];
export const reasonToLook: Text = ["Motif de la consultation", "Reason to look"];
export const reasonsToLook: [string, Text][] = [
  ["person", ["La personne l’a demandé ou accepté", "The person asked or agreed"]],
  ["claims", ["Droits en justice", "Legal claims"]],
  ["rights", ["Droits d’une autre personne", "Rights of another person"]],
  ["interest", ["Motif important d’intérêt public", "Important public interest"]],
];
export const look: Text = ["Consulter", "Look"];
export const noLimitation: Text = ["Aucune limitation.", "No restriction."];
export const limitedChoices = (count: number): Text => [
  count > 1 ? `${count} choix` : "1 choix",
  count > 1 ? `${count} choices` : "1 choice",
];
export const personToldOn: Text = ["Personne informée le", "Person told on"];
export const lift: Text = ["Lever", "Lift"];
export const lifted = (day: string): Text => [`levée le ${day}`, `lifted on ${day}`];
export const theLimitationStands: Text = [
  "Le traitement est limité. Adressez à la personne la lettre qui le confirme.",
  "Processing is restricted. Send the person the letter that confirms it.",
];
export const notWhileLimited: Text = [
  "pas tant que le traitement est limité",
  "not while processing is restricted",
];
export const handedOutDespite = (reason: string): Text => [
  `Le traitement de ce choix est limité : ces documents le contiennent pour le motif retenu (« ${reason} »), que le dossier et le journal des accès mentionnent.`,
  `The processing of this choice is restricted: these documents hold it for the reason that was given (“${reason}”), which the dossier and the access log name.`,
];
export const limitedOnesAreNotInTheDossier: Text = [
  "Le dossier ne contient pas les choix de ce visiteur dont le traitement est limité.",
  "The dossier does not hold those of this visitor’s choices whose processing is restricted.",
];
