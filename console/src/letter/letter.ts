// The answer to a person who exercises a right: what it says, as a document of few shapes that a
// page shows and prints (pages/answer.tsx) and a word processor opens (docx.ts). Pure: who asks and
// what they wrote stays in the browser, nothing here sends anything.

import type { Consent, RevisionDocument, Row, Site } from "../api";
import type { Language, Say } from "../i18n";
import { inLanguage, joined } from "../i18n";
import type { Text } from "../words";
import * as t from "./sentences";

export type Kind =
  | "access"
  | "proof"
  | "erased"
  | "refused"
  | "withdrawal"
  | "limited"
  | "lifted"
  | "extended";

export type Block =
  | { heading: string }
  | { text: string }
  | { list: string[] }
  | { table: { head: string[]; rows: string[][] } };

export interface Letter {
  language: Language;
  sender: string[]; // the first line is the controller's name
  recipient: string[];
  subject: string;
  references: [string, string][];
  body: Block[];
  signature: string[]; // then room to sign
}

/** What is typed for one letter; all of it stays here but the request's number. */
export interface Asked {
  name: string;
  address: string;
  request: string;
  number: string;
  received: string; // a day
  reason: string; // of a refusal, of an extension
  ground: "obligation" | "claims";
  place: string;
  function: string;
  signatory: string;
}

export interface Facts {
  site: Pick<Site, "name" | "time_zone" | "services">;
  /** Of the version in force: who is responsible, and whom to write to. */
  published: Pick<RevisionDocument, "controller" | "rights" | "cookie">;
  reference: string;
  /** What the person showed; nothing: a reference alone. */
  shown: "token" | "receipt" | null;
  today: string;
  consent?: Consent;
  erased?: { count: number; at: string; scheduled: boolean };
  held?: { review: string };
}

/** The same day so many months later, or that month's last. */
function monthsAfter(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, last)))
    .toISOString()
    .slice(0, 10);
}

/** The last day for an answer (RGPD 12(3)), and for one that was extended by two months. */
export const monthAfter = (day: string): string => monthsAfter(day, 1);
export const extendedDue = (day: string): string => monthsAfter(day, 3);

/** A sentence of the catalogue as it goes on after a colon; an abbreviation keeps its capitals. */
const afterColon = (text: string): string =>
  /^\p{Lu}\p{Lu}/u.test(text) ? text : text.charAt(0).toLowerCase() + text.slice(1);

const lines = (text: string): string[] =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);

const kSubjects: Record<Kind, (site: string) => Text> = {
  access: t.subjectAccess,
  proof: t.subjectProof,
  erased: t.subjectErased,
  refused: t.subjectRefused,
  withdrawal: t.subjectWithdrawal,
  limited: t.subjectLimited,
  lifted: t.subjectLifted,
  extended: t.subjectExtended,
};

function joinedBlock(part: Block): Block {
  if ("heading" in part) return { heading: joined(part.heading) };
  if ("list" in part) return { list: part.list.map(joined) };
  if ("text" in part) return { text: joined(part.text) };
  return { table: { head: part.table.head.map(joined), rows: part.table.rows } };
}

/** Letters that do not give all that was asked: the remedies stand in them. */
const kWithRemedies: Kind[] = ["refused", "extended", "lifted"];

export function makeLetter(kind: Kind, facts: Facts, asked: Asked, say: Say): Letter {
  const { site, published } = facts;
  const { controller, rights } = published;
  const words = (text: Text) => inLanguage(text, say.language);
  const references: [string, string][] = [];
  if (asked.number) references.push([words(t.yourRequest), asked.number]);
  if (asked.received) {
    references.push([words(t.receivedOn), say.fullDate(asked.received)]);
    const due = kind === "extended" ? extendedDue : monthAfter;
    references.push([words(t.answerDue), say.fullDate(due(asked.received))]);
  }
  references.push([words(t.referenceOfTheChoice), facts.reference]);
  references.push([words(t.ourDate), say.fullDate(facts.today)]);
  const body: Block[] = [{ text: words(t.salutation) }];
  if (asked.request.trim()) body.push({ text: words(t.youAsked(asked.request.trim())) });
  body.push(...kBodies[kind](facts, asked, say));
  body.push({ heading: words(t.yourRights) });
  if (kind !== "withdrawal" && kind !== "extended")
    body.push({ text: words(t.withdrawing(site.name)) });
  if (kind === "access" || kind === "withdrawal") body.push({ text: words(t.erasing) });
  const contact = afterColon(say.words(rights.contact));
  if (contact) body.push({ text: words(t.contact(contact)) });
  const complaint = say.words(rights.complaint);
  body.push({ text: words(complaint ? t.complain(complaint) : t.complainAnywhere) });
  if (kWithRemedies.includes(kind)) body.push({ text: words(t.goToCourt) });
  return {
    language: say.language,
    sender: [
      controller.name,
      site.name,
      ...lines(rights.address ?? ""),
      ...lines(rights.email ?? ""),
    ],
    recipient: [...lines(asked.name), ...lines(asked.address)],
    subject: joined(words(kSubjects[kind](site.name))),
    references,
    body: say.language === "fr" ? body.map(joinedBlock) : body,
    signature: [
      words(t.done(asked.place.trim(), say.fullDate(facts.today))),
      words(t.forTheController(controller.name)),
      ...lines(asked.function),
      ...lines(asked.signatory),
      joined(words(t.signature)),
    ],
  };
}

type Body = (facts: Facts, asked: Asked, say: Say) => Block[];

const aboutThisBrowser = (facts: Facts, say: Say): Block => ({
  text: inLanguage(
    facts.shown === "receipt" ? t.receiptShown : t.tokenShown(facts.published.cookie.choice),
    say.language,
  ),
});

const kEvents: Record<string, Text> = {
  given: t.allAccepted,
  partial: t.partAccepted,
  refused: t.allRefused,
  withdrawn: t.withdrawn,
};

function access(facts: Facts, _asked: Asked, say: Say): Block[] {
  const { consent, site } = facts;
  const words = (text: Text) => inLanguage(text, say.language);
  const record = consent?.record as Sealed | null | undefined;
  if (!consent || !record) return [{ text: words(t.contentGone) }];
  const name = (id: string) => site.services.find((service) => service.id === id)?.name ?? id;
  const answer = (id: string, yes: boolean): string => {
    if (record.basis[id] === "exempt-with-opt-out") return words(yes ? t.notOpposed : t.opposed);
    return words(yes ? t.accepted : t.refused);
  };
  const event = (row: Row): string =>
    words(kEvents[row.event ?? ""] ?? (row.limited_since ? t.isLimited : t.erasedSince));
  const out: Block[] = [
    aboutThisBrowser(facts, say),
    {
      text: words(
        t.whatWasChosen(
          say.fullTime(record.given_at),
          site.name,
          words(kEvents[record.event] ?? t.erasedSince),
        ),
      ),
    },
    { text: words(t.standsToday(say.words(consent.situation))) },
    {
      table: {
        head: [words(t.service), words(t.answer)],
        rows: Object.entries(record.decisions).map(([id, yes]) => [name(id), answer(id, yes)]),
      },
    },
  ];
  if (consent.line.length > 1) {
    out.push({ heading: words(t.otherChoices) });
    out.push({
      table: {
        head: [words(t.referenceOfTheChoice), words(t.date), words(t.answer)],
        rows: consent.line.map((row) => [row.reference, say.fullTime(row.given_at), event(row)]),
      },
    });
  }
  out.push({ text: words(t.clocks(site.time_zone)) });
  out.push({ heading: words(t.whatIsKept) });
  out.push({ text: words(t.contentOfTheRecord) });
  out.push({ text: words(t.whyItIsKept(record.controller)) });
  const until = consent.row.erased_after;
  if (consent.row.limited_since) out.push({ text: words(t.keptWhileLimited) });
  else if (until) out.push({ text: words(t.erasedAtTheLatest(say.fullDate(until))) });
  if (consent.row.held) out.push({ text: words(t.erasureSuspended) });
  return out;
}

interface Sealed {
  controller: string;
  event: string;
  given_at: string;
  decisions: Record<string, boolean>;
  basis: Record<string, string>;
}

function proof(facts: Facts, _asked: Asked, say: Say): Block[] {
  const words = (text: Text) => inLanguage(text, say.language);
  const { name } = facts.site;
  return [
    { text: words(t.referenceIsNoProof(facts.reference)) },
    { text: words(t.pleaseShow) },
    { list: [words(t.showToken(facts.published.cookie.choice, name)), words(t.showReceipt(name))] },
    { text: words(t.orDoItYourself(name)) },
    { text: words(t.noIdentityDocument) },
  ];
}

function erased(facts: Facts, _asked: Asked, say: Say): Block[] {
  const words = (text: Text) => inLanguage(text, say.language);
  const { erased: done } = facts;
  const at = say.fullTime(done?.at);
  const count = done?.count ?? 1;
  return [
    aboutThisBrowser(facts, say),
    { text: words((done?.scheduled ? t.willBeErased : t.isErased)(at, count)) },
    { text: words(t.whatIsLeft) },
    { heading: words(t.whatCannotBeProvedAnyMore) },
    { text: words(t.nobodyCanShowIt) },
    { text: words(t.choiceStaysInTheBrowser) },
  ];
}

function refused(facts: Facts, asked: Asked, say: Say): Block[] {
  const words = (text: Text) => inLanguage(text, say.language);
  return [
    aboutThisBrowser(facts, say),
    { text: words(t.cannotErase(words(asked.ground === "claims" ? t.claims : t.obligation))) },
    { text: words(t.reason(asked.reason.trim())) },
    { text: words(t.reviewedOn(say.fullDate(facts.held?.review))) },
  ];
}

function withdrawal(facts: Facts, _asked: Asked, say: Say): Block[] {
  const words = (text: Text) => inLanguage(text, say.language);
  const { name } = facts.site;
  return [
    { text: words(t.withdrawFromTheBrowser) },
    { text: words(t.howToWithdraw(name)) },
    { text: words(t.withdrawalReach) },
  ];
}

function extended(_facts: Facts, asked: Asked, say: Say): Block[] {
  const words = (text: Text) => inLanguage(text, say.language);
  return [
    {
      text: words(
        t.takesLonger(say.fullDate(asked.received), say.fullDate(extendedDue(asked.received))),
      ),
    },
    { text: words(t.reason(asked.reason.trim())) },
    { text: words(t.nothingToDo) },
  ];
}

function limited(facts: Facts, _asked: Asked, say: Say): Block[] {
  const words = (text: Text) => inLanguage(text, say.language);
  return [
    aboutThisBrowser(facts, say),
    { text: words(t.processingIsLimited) },
    { text: words(t.usedOnlyFor) },
    { text: words(t.toldBeforeItIsLifted) },
  ];
}

function lifted(facts: Facts, asked: Asked, say: Say): Block[] {
  const words = (text: Text) => inLanguage(text, say.language);
  return [
    aboutThisBrowser(facts, say),
    { text: words(t.limitationWillBeLifted) },
    { text: words(t.reason(asked.reason.trim())) },
    { text: words(t.afterTheLimitation) },
  ];
}

const kBodies: Record<Kind, Body> = {
  access,
  proof,
  erased,
  refused,
  withdrawal,
  limited,
  lifted,
  extended,
};
