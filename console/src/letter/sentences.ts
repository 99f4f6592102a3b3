// The sentences of the letters, French first. French is that of an administration that writes to a
// citizen: short, without a word of the machine's.

import type { Text } from "../words";

/** "d’ameli.fr", "de service.fr". */
const of = (site: string): string =>
  /^[aeiouyàâéèêëîïôûü]/i.test(site) ? `d’${site}` : `de ${site}`;

export const subjectAccess = (site: string): Text => [
  `Votre demande d’accès : choix relatif aux cookies et autres traceurs ${of(site)}`,
  `Your request for access: choice about the cookies and other trackers of ${site}`,
];
export const subjectProof = (site: string): Text => [
  `Votre demande : élément nécessaire pour vous répondre (cookies et autres traceurs ${of(site)})`,
  `Your request: what we need to answer you (cookies and other trackers of ${site})`,
];
export const subjectErased = (site: string): Text => [
  `Votre demande d’effacement : choix relatif aux cookies et autres traceurs ${of(site)}`,
  `Your request for erasure: choice about the cookies and other trackers of ${site}`,
];
export const subjectRefused = (site: string): Text => [
  `Votre demande d’effacement : suite différée (cookies et autres traceurs ${of(site)})`,
  `Your request for erasure: deferred (cookies and other trackers of ${site})`,
];
export const subjectWithdrawal = (site: string): Text => [
  `Votre demande de retrait du consentement (cookies et autres traceurs ${of(site)})`,
  `Your withdrawal of consent (cookies and other trackers of ${site})`,
];
export const subjectLimited = (site: string): Text => [
  `Votre demande de limitation du traitement (cookies et autres traceurs ${of(site)})`,
  `Your request for restriction of processing (cookies and other trackers of ${site})`,
];
export const subjectLifted = (site: string): Text => [
  `Fin prochaine de la limitation du traitement (cookies et autres traceurs ${of(site)})`,
  `The restriction of processing is about to end (cookies and other trackers of ${site})`,
];
export const subjectExtended = (site: string): Text => [
  `Votre demande : délai de réponse prolongé (cookies et autres traceurs ${of(site)})`,
  `Your request: more time to answer (cookies and other trackers of ${site})`,
];
export const yourRequest: Text = ["Votre demande n°", "Your request no."];
export const receivedOn: Text = ["Reçue le", "Received on"];
export const answerDue: Text = ["Réponse due au plus tard le", "Answer due by"];
export const referenceOfTheChoice: Text = ["Référence du choix", "Reference of the choice"];
export const ourDate: Text = ["Date de cette lettre", "Date of this letter"];
export const salutation: Text = ["Madame, Monsieur,", "Dear Sir or Madam,"];
export const youAsked = (request: string): Text => [
  `Vous nous avez adressé la demande suivante : « ${request} »`,
  `You sent us this request: “${request}”`,
];
export const tokenShown = (cookie: string): Text => [
  `Vous avez présenté le cookie « ${cookie} » du navigateur depuis lequel ce choix a été fait. Cette réponse porte sur ce navigateur : d’autres personnes ont pu l’utiliser.`,
  `You showed the cookie “${cookie}” of the browser from which this choice was made. This answer is about that browser: other people may have used it.`,
];
export const receiptShown: Text = [
  "Vous avez présenté le reçu de ce choix, dont nous avons vérifié l’authenticité. Cette réponse porte sur le navigateur depuis lequel il a été fait : d’autres personnes ont pu l’utiliser.",
  "You showed the receipt of this choice, which we have verified. This answer is about the browser from which it was made: other people may have used it.",
];
export const whatWasChosen = (at: string, site: string, event: string): Text => [
  `Le ${at}, sur ${site}, depuis ce navigateur, ${event}.`,
  `On ${at}, on ${site}, from this browser, ${event}.`,
];
export const allAccepted: Text = [
  "tous les services proposés ont été acceptés",
  "all the services offered were accepted",
];
export const partAccepted: Text = [
  "une partie des services proposés a été acceptée",
  "some of the services offered were accepted",
];
export const allRefused: Text = [
  "tous les services proposés ont été refusés",
  "all the services offered were refused",
];
export const withdrawn: Text = [
  "le consentement donné auparavant a été retiré",
  "the consent given before was withdrawn",
];
export const isLimited: Text = ["traitement limité", "processing restricted"];
export const erasedSince: Text = ["contenu effacé", "content erased"];
export const standsToday = (situation: string): Text => [
  `Situation de ce choix aujourd’hui : ${situation}.`,
  `How this choice stands today: ${situation}.`,
];
export const service: Text = ["Service", "Service"];
export const answer: Text = ["Réponse", "Answer"];
export const date: Text = ["Date", "Date"];
export const accepted: Text = ["accepté", "accepted"];
export const refused: Text = ["refusé", "refused"];
export const opposed: Text = ["opposition", "objected to"];
export const notOpposed: Text = ["pas d’opposition", "not objected to"];
export const otherChoices: Text = [
  "Choix enregistrés depuis ce navigateur",
  "Choices recorded from this browser",
];
export const clocks = (zone: string): Text => [
  `Les dates et heures sont celles du fuseau ${zone}.`,
  `Dates and times are those of the time zone ${zone}.`,
];
export const whatIsKept: Text = ["Ce qui est conservé, et pourquoi", "What is kept, and why"];
export const contentOfTheRecord: Text = [
  "La preuve contient la date et l’heure du choix, le site, la réponse donnée pour chaque service, la langue, la version du bandeau qui était affichée et une empreinte du cookie qui permet de la retrouver. Elle ne contient ni adresse IP, ni identification du navigateur (user agent), ni adresse de page. Seules y ont accès les personnes que le responsable du traitement a habilitées et, en cas de contrôle, l’autorité compétente.",
  "The record holds the date and time of the choice, the site, the answer for each service, the language, the version of the banner that was shown and a fingerprint of the cookie by which it can be found. It holds no IP address, no identification of the browser (user agent) and no page address. Only people authorised by the controller and, in an inspection, the competent authority have access to it.",
];
export const whyItIsKept = (controller: string): Text => [
  `Le responsable du traitement, ${controller}, la conserve parce qu’il doit être en mesure de démontrer le choix recueilli (règlement général sur la protection des données, RGPD, article 7, paragraphe 1). Cette réponse vous est faite au titre de l’article 15 du RGPD.`,
  `The controller, ${controller}, keeps it because it must be able to demonstrate the choice that was made (General Data Protection Regulation, GDPR, Article 7(1)). This answer is given under Article 15 GDPR.`,
];
export const erasedAtTheLatest = (day: string): Text => [
  `Elle sera effacée au plus tard le ${day}, sauf suspension.`,
  `It will be erased by ${day} at the latest, unless erasure is suspended.`,
];
export const keptWhileLimited: Text = [
  "À votre demande, son traitement est limité (RGPD, article 18) : elle n’est ni utilisée ni effacée tant que dure cette limitation.",
  "At your request its processing is restricted (GDPR, Article 18): it is neither used nor erased while the restriction lasts.",
];
export const erasureSuspended: Text = [
  "Son effacement est aujourd’hui suspendu.",
  "Its erasure is suspended today.",
];
export const contentGone: Text = [
  "Le contenu de ce choix n’est plus conservé : ni sa date, ni le site, ni la réponse donnée.",
  "The content of this choice is not kept any more: neither its date, nor the site, nor the answer.",
];
export const referenceIsNoProof = (reference: string): Text => [
  `Vous avez indiqué la référence ${reference}. Elle nous permet de retrouver un choix, mais ne montre pas qu’il a été fait depuis votre navigateur : une autre personne a pu la lire. Sur cette seule référence, nous ne pouvons ni vous communiquer le choix et ceux qui le précèdent ou le suivent, ni les effacer (RGPD, article 11, paragraphe 2, et article 12, paragraphe 2).`,
  `You gave the reference ${reference}. It lets us find a choice, but does not show that it was made from your browser: someone else may have read it. On that reference alone we can neither tell you the choice and those before and after it, nor erase them (GDPR, Article 11(2) and Article 12(2)).`,
];
export const pleaseShow: Text = [
  "Pour que nous puissions donner suite à votre demande, merci de nous adresser l’un de ces éléments, que détient le navigateur :",
  "So that we can act on your request, please send us one of these, which the browser holds:",
];
export const showToken = (cookie: string, site: string): Text => [
  `la valeur du cookie « ${cookie} » déposé par ${site} ;`,
  `the value of the cookie “${cookie}” set by ${site};`,
];
export const showReceipt = (site: string): Text => [
  `ou le reçu du choix, que la page « Gestion des cookies » ${of(site)} permet de télécharger depuis ce navigateur.`,
  `or the receipt of the choice, which the page “Gestion des cookies” of ${site} lets you download from that browser.`,
];
export const orDoItYourself = (site: string): Text => [
  `Vous pouvez aussi agir vous-même, sans nous écrire : depuis le navigateur concerné, la page « Gestion des cookies » ${of(site)} permet de consulter le choix, de le modifier, de retirer votre consentement et d’effacer la preuve.`,
  `You can also act yourself, without writing to us: from that browser, the page “Gestion des cookies” of ${site} lets you see the choice, change it, withdraw your consent and erase the record.`,
];
export const noIdentityDocument: Text = [
  "Ne nous envoyez pas de pièce d’identité : elle ne dirait rien du navigateur depuis lequel le choix a été fait.",
  "Please do not send an identity document: it would say nothing of the browser from which the choice was made.",
];
export const isErased = (at: string, count: number): Text => [
  count > 1
    ? `Conformément à l’article 17 du règlement général sur la protection des données (RGPD), la preuve de ce choix et celles des choix liés au même navigateur (${count} au total) ont été effacées le ${at}.`
    : `Conformément à l’article 17 du règlement général sur la protection des données (RGPD), la preuve de ce choix a été effacée le ${at}.`,
  count > 1
    ? `Under Article 17 of the General Data Protection Regulation (GDPR), the record of this choice and those of the choices tied to the same browser (${count} in all) were erased on ${at}.`
    : `Under Article 17 of the General Data Protection Regulation (GDPR), the record of this choice was erased on ${at}.`,
];
export const willBeErased = (at: string, count: number): Text => [
  count > 1
    ? `Conformément à l’article 17 du règlement général sur la protection des données (RGPD), la preuve de ce choix et celles des choix liés au même navigateur (${count} au total) seront effacées le ${at} au plus tard.`
    : `Conformément à l’article 17 du règlement général sur la protection des données (RGPD), la preuve de ce choix sera effacée le ${at} au plus tard.`,
  count > 1
    ? `Under Article 17 of the General Data Protection Regulation (GDPR), the record of this choice and those of the choices tied to the same browser (${count} in all) will be erased by ${at} at the latest.`
    : `Under Article 17 of the General Data Protection Regulation (GDPR), the record of this choice will be erased by ${at} at the latest.`,
];
export const whatIsLeft: Text = [
  "Ni la date, ni le site, ni le contenu d’un choix effacé ne sont conservés. Il en reste, dans le journal de preuves, une valeur dont la clé disparaît avec le contenu : elle ne désigne plus personne et ne permet pas de reconstituer le choix. Un choix dont la réponse n’est jamais parvenue à ce navigateur n’est lié à aucun cookie : il est effacé au terme de sa durée de conservation.",
  "Neither the date, nor the site, nor the content of an erased choice is kept. What is left of it in the proof log is a value whose key goes with the content: it points to nobody and the choice cannot be made out from it. A choice whose answer never reached this browser is tied to no cookie: it is erased at the end of its retention.",
];
export const whatCannotBeProvedAnyMore: Text = [
  "Ce qui ne peut plus être prouvé",
  "What can no longer be proved",
];
export const nobodyCanShowIt: Text = [
  "Une fois la preuve effacée, nous ne pouvons plus démontrer quel choix a été fait depuis ce navigateur, ni quand, ni sur quelle information ; vous non plus, sauf au moyen d’un reçu que vous auriez gardé.",
  "Once the record is erased, we can no longer show which choice was made from this browser, nor when, nor on what information; nor can you, except by a receipt that you have kept.",
];
export const choiceStaysInTheBrowser: Text = [
  "Effacer la preuve n’est pas retirer le consentement : le choix gardé par le navigateur continue de s’appliquer jusqu’à ce que vous le modifiiez.",
  "Erasing the record is not withdrawing consent: the choice that the browser keeps goes on applying until you change it.",
];
export const cannotErase = (ground: string): Text => [
  `Vous avez demandé l’effacement de la preuve de ce choix. Nous ne pouvons pas y procéder aujourd’hui : sa conservation est nécessaire ${ground}.`,
  `You asked for the record of this choice to be erased. We cannot do so today: keeping it is necessary ${ground}.`,
];
export const obligation: Text = [
  "au respect d’une obligation légale (RGPD, article 17, paragraphe 3, point b)",
  "for compliance with a legal obligation (GDPR, Article 17(3)(b))",
];
export const claims: Text = [
  "à la constatation, à l’exercice ou à la défense de droits en justice (RGPD, article 17, paragraphe 3, point e)",
  "for the establishment, exercise or defence of legal claims (GDPR, Article 17(3)(e))",
];
export const reason = (text: string): Text => [`Motif : ${text}`, `Reason: ${text}`];
export const reviewedOn = (day: string): Text => [
  `Cette suspension sera réexaminée le ${day} au plus tard. Votre demande reste enregistrée : l’effacement sera effectué dès que la suspension sera levée.`,
  `This suspension will be reviewed by ${day} at the latest. Your request stays on file: the record is erased as soon as the suspension is lifted.`,
];
export const processingIsLimited: Text = [
  "À votre demande, le traitement des choix enregistrés depuis ce navigateur est désormais limité (RGPD, article 18) : ils sont conservés et ne sont plus utilisés. Ils n’entrent plus dans les recherches, les exports ni les dossiers de preuves, et ne seront pas effacés à leur terme tant que dure la limitation. Les nombres de choix comptés par jour, qui ne désignent personne, ne changent pas.",
  "At your request the processing of the choices recorded from this browser is now restricted (GDPR, Article 18): they are kept and not used any more. They are in no search, export or evidence dossier, and are not erased at their term while the restriction lasts. The numbers of choices counted a day, which point to nobody, do not change.",
];
export const usedOnlyFor: Text = [
  "Ils ne pourront être utilisés qu’avec votre accord, pour la constatation, l’exercice ou la défense de droits en justice, pour la protection des droits d’une autre personne ou pour un motif important d’intérêt public. Un choix que vous feriez désormais depuis ce navigateur n’est pas concerné.",
  "They can be used only with your consent, for legal claims, for the protection of the rights of another person or for reasons of important public interest. A choice that you make from this browser from now on is not concerned.",
];
export const toldBeforeItIsLifted: Text = [
  "Nous vous informerons avant de lever cette limitation (RGPD, article 18, paragraphe 3). Vous pouvez à tout moment demander l’effacement de ces choix.",
  "You will be told before the restriction is lifted (GDPR, Article 18(3)). You can ask for these choices to be erased at any time.",
];
export const limitationWillBeLifted: Text = [
  "À votre demande, le traitement des choix enregistrés depuis ce navigateur a été limité. Nous vous informons, comme le prévoit le RGPD (article 18, paragraphe 3), que cette limitation va être levée.",
  "At your request the processing of the choices recorded from this browser was restricted. As the GDPR provides (Article 18(3)), we inform you that this restriction is about to be lifted.",
];
export const afterTheLimitation: Text = [
  "Ces choix serviront alors de nouveau à démontrer ce qui a été recueilli. Ceux dont la durée de conservation est échue seront effacés.",
  "These choices will then serve again to demonstrate what was collected. Those whose retention is over will be erased.",
];
export const withdrawFromTheBrowser: Text = [
  "Le consentement se retire depuis le navigateur dans lequel il a été donné : nous ne pouvons pas le faire à votre place, car rien ne relie ce navigateur à votre identité.",
  "Consent is withdrawn from the browser in which it was given: we cannot do it for you, as nothing ties that browser to your identity.",
];
export const howToWithdraw = (site: string): Text => [
  `Sur ${site}, ouvrez « Gestion des cookies » au bas de la page, puis choisissez « Retirer mon consentement » ou refusez chaque service. C’est aussi simple que de l’avoir donné (RGPD, article 7, paragraphe 3).`,
  `On ${site}, open “Gestion des cookies” at the foot of the page, then withdraw your consent or refuse each service. It is as easy as giving it (GDPR, Article 7(3)).`,
];
export const withdrawalReach: Text = [
  "Le retrait vaut pour l’avenir : les traceurs concernés ne sont plus déposés ni lus. Il ne remet pas en cause ce qui a été fait auparavant sur le fondement du consentement.",
  "Withdrawal counts for the future: the trackers concerned are no longer set or read. It does not affect what was done before on the basis of consent.",
];
export const takesLonger = (received: string, due: string): Text => [
  `Nous avons bien reçu votre demande le ${received}. Nous ne sommes pas en mesure d’y répondre dans le délai d’un mois : ce délai est prolongé de deux mois, comme le permet le règlement général sur la protection des données (RGPD, article 12, paragraphe 3). Une réponse vous sera adressée le ${due} au plus tard.`,
  `We received your request on ${received}. We are not able to answer it within one month: that period is extended by two months, as the General Data Protection Regulation allows (GDPR, Article 12(3)). You will get an answer by ${due} at the latest.`,
];
export const nothingToDo: Text = [
  "Vous n’avez rien à faire. Si vous ne souhaitez pas maintenir votre demande, il vous suffit de nous l’écrire.",
  "There is nothing for you to do. Should you no longer wish an answer, simply write to us.",
];
export const yourRights: Text = ["Vos droits", "Your rights"];
export const withdrawing = (site: string): Text => [
  `Vous pouvez à tout moment modifier votre choix ou retirer votre consentement sur la page « Gestion des cookies » ${of(site)}. Le retrait arrête pour l’avenir le dépôt et la lecture des traceurs concernés ; il n’efface pas la preuve du choix passé.`,
  `You can change your choice or withdraw your consent at any time on the page “Gestion des cookies” of ${site}. Withdrawal stops the setting and reading of the trackers concerned for the future; it does not erase the record of the past choice.`,
];
export const erasing: Text = [
  "Vous pouvez aussi demander l’effacement de la preuve. Plus personne ne pourra alors démontrer quel choix a été fait depuis ce navigateur, ni quand ; le choix gardé par le navigateur, lui, continue de s’appliquer.",
  "You can also ask for the record to be erased. Nobody can then show which choice was made from this browser, nor when; the choice that the browser keeps goes on applying.",
];
export const contact = (words: string): Text => [
  `Délégué à la protection des données et exercice des droits : ${words}`,
  `Data protection officer and exercise of rights: ${words}`,
];
export const complain = (authority: string): Text => [
  `Vous pouvez introduire une réclamation auprès de l’autorité de contrôle (RGPD, article 77) : ${authority}`,
  `You can lodge a complaint with the supervisory authority (GDPR, Article 77): ${authority}`,
];
export const complainAnywhere: Text = [
  "Vous pouvez introduire une réclamation auprès de l’autorité de contrôle (RGPD, article 77).",
  "You can lodge a complaint with the supervisory authority (GDPR, Article 77).",
];
export const goToCourt: Text = [
  "Vous pouvez également former un recours juridictionnel (RGPD, article 79).",
  "You can also seek a judicial remedy (GDPR, Article 79).",
];
export const done = (place: string, day: string): Text => [
  place ? `Fait à ${place}, le ${day}` : `Fait le ${day}`,
  place ? `${place}, ${day}` : day,
];
export const forTheController = (controller: string): Text => [
  `Pour le responsable du traitement, ${controller}`,
  `For the controller, ${controller}`,
];
export const signature: Text = ["Signature :", "Signature:"];
