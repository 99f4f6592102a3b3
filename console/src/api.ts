// The staff API as this console uses it (docs/staff-api.json).

export type Role = "marketing" | "auditor" | "operator";
export interface Session {
  name: string;
  role: Role;
  idle_seconds: number;
}
export interface Words {
  fr: string;
  en: string;
}

export interface SiteService {
  id: string;
  name: string;
  basis: string;
  purpose: Words;
}
export interface Publication {
  hash: string;
  index: number;
  generation: number;
  published_at: string;
  author?: string;
}
export interface Site {
  id: string;
  name: string;
  choice_validity: string;
  time_zone: string;
  impressions_percent: number;
  services: SiteService[];
  publication: Publication | null;
}

export interface Events {
  given: number;
  partial: number;
  refused: number;
  withdrawn: number;
  answers: number;
  acceptance_permille?: number;
  refusal_permille?: number;
}
export interface Bucket extends Events {
  from: string;
  to: string;
  shown?: number;
}
export interface ServiceCount {
  service: string;
  opt_out: boolean;
  accepted: number;
  refused: number;
  acceptance_permille?: number;
  opposition_permille?: number;
}
export interface RevisionCount extends Events {
  revision: string;
  shown?: number;
}
export interface LanguageCount extends Events {
  language: string;
}
export interface Around {
  revision: string;
  generation: number;
  published_at: string;
  days: number;
  before: Events;
  after: Events;
}
export interface Statistics {
  site: string;
  from: string;
  to: string;
  step: "day" | "week" | "month";
  total: Events;
  shown: number | null;
  ignored: number | null;
  buckets: Bucket[];
  services: ServiceCount[];
  revisions: RevisionCount[];
  languages: LanguageCount[];
  around?: Around[];
  days: string;
  seams: Seam[];
}
// Until `since` days were told in one time zone, then in another.
export interface Seam {
  since: string;
  before: string;
  zone: string;
  first: string;
  last: string;
}

export interface Overview {
  site: string;
  now: string;
  month: Statistics;
  ending_30_days: number;
  publication: (Publication & { pictures: number }) | null;
  log: {
    verifier_key: string;
    checkpoint: string;
    origin?: string;
    size?: number;
    anchored: { size: number; at: string } | null;
  };
  problems: string[];
  holds: { open: number; due: number };
  findings: { error: number; warning: number; notice: number; waived: number };
}

export type Event = "given" | "partial" | "refused" | "withdrawn";
export interface Row {
  index: number;
  reference: string;
  state: "kept" | "purged" | "lost";
  site?: string;
  event?: Event;
  revision?: string;
  generation?: number;
  given_at?: string;
  valid_until?: string;
  previous?: number;
  superseded_by?: number;
  superseded_at?: string;
  erased_after?: string;
  erasure_requested?: boolean;
  held?: boolean;
  purge?: number;
  purge_reason?: string;
}
export interface SearchPage {
  rows: Row[];
  next: number | null;
  out_of_time: boolean;
}
export interface Found {
  kind: string;
  index: number;
  reference: string;
  state: string;
  held: boolean;
  opens?: boolean;
}

export interface Proof {
  index: number;
  size: number;
  entry: string;
  path: string[];
  checkpoint: string;
}
export interface Consent {
  row: Row;
  standing: string;
  superseded_by?: string;
  record: unknown;
  record_bytes?: string;
  random?: string;
  proof: Proof | null;
  verifier_key: string;
  publication: Publication | null;
  line: Row[];
}
export interface Erased {
  erased: number[];
  scheduled: number[];
  held: number[];
  at: string;
}

export interface Hold {
  id: number;
  site: string;
  reason: string;
  author: string;
  review: string;
  created: string;
  records: number[];
  from?: string;
  to?: string;
  released?: string;
  released_by?: string;
}

export interface Token {
  id: string;
  name: string;
  role: Role;
  created: string;
  in_force: boolean;
  expires?: string;
  revoked?: string;
}
export interface Tokens {
  tokens: Token[];
  own: string;
}
export interface MadeToken extends Token {
  token: string;
}

export interface Waiver {
  rule: string;
  subject?: string;
  reason: Words;
  until: string;
  over?: boolean;
}
export interface Tracker {
  name: string;
  host: string;
  kind: string;
  purpose: Words;
  lifetime: Words;
  service: { id: string; name: string };
  vendor: string;
  category: { id: string; title: Words; basis: string };
  transfer: string;
  transfer_words: Words;
  transfer_text?: Words;
  published?: { cell: string; note: Words };
  verdict: string;
  pointer?: string;
  waivers: Waiver[];
}
export interface Candidate extends Tracker {
  rule: string;
  rule_words: Words;
  matched: string;
  host_seen: boolean;
}
export interface Verdict {
  name: string;
  host: string;
  verdict: string;
  reason: Words;
  next_step: Words;
  waived_until: string | null;
  candidates: Candidate[];
  services: { id: string; name: string }[];
  hints: { name: string; service: string; note: Words }[];
  draft?: unknown;
}
export interface Observed {
  name: string;
  first_seen: string;
  last_seen: string;
  count: number;
}
export interface Finding {
  rule: string;
  severity: string;
  title: Words;
  subject: string;
  pointer: string;
  sentence: Words;
  source: Words;
  waived: boolean;
  waiver?: { until: string; lapsed: boolean; reason: Words };
}
export interface Trackers {
  trackers: Tracker[];
  services_without_trackers: { id: string; name: string }[];
  waivers: Waiver[];
  observed: Observed[];
  findings: Finding[];
}

export interface PictureSet {
  hash: string;
  index: number;
  taken_at: string;
}
export interface Picture {
  layer: "first" | "second";
  language: string;
  screen: "phone" | "desktop";
  width: number;
  height: number;
  bytes: number;
  sha256: string;
}
export interface PictureManifest {
  banner: string;
  browser: { name: string; version: string };
  generation: number;
  pictures: Picture[];
}
export interface RevisionPictures {
  site: string;
  in_force: boolean;
  pictures: (PictureSet & { manifest: PictureManifest })[];
}
export interface Revisions {
  revisions: (Publication & { pictures: (PictureSet & { sets: number }) | null })[];
  in_force: Publication | null;
}
export interface Change {
  material: boolean;
  code: string;
  service: string;
  sentence: Words;
}
export interface Comparison {
  material: boolean;
  services: string[];
  changes: Change[];
}
export interface Republication {
  published: boolean;
  sites: (Comparison & { site: string; changed: boolean; revision: string; generation: number })[];
}
export interface RevisionDocument {
  languages: string[];
  choice_validity: string;
  controller: { name: string };
  texts: Record<string, Words>;
  purposes: {
    id: string;
    basis: string;
    title: Words;
    description: Words;
    services: {
      id: string;
      name: string;
      vendor?: { name?: string };
      trackers: { name: string; host: string; purpose: Words; lifetime: unknown }[];
    }[];
  }[];
}

export interface RegisterSheet {
  id: string;
  title: string;
  purpose: string;
  sub_purposes: string[];
  legal_basis: string;
  people: string;
  data: string[];
  recipients: string[];
  retention: string;
  processors: string[];
  rights: string;
}
export interface Register {
  site: string;
  site_name: string;
  controller: string;
  updated?: string;
  sheets: RegisterSheet[];
}

export interface JournalLine {
  id: number;
  at: string;
  who: string;
  role: string;
  action: string;
  site: string;
  detail: string;
}
export interface JournalPage {
  lines: JournalLine[];
  next: number | null;
}

export class Problem extends Error {
  constructor(
    readonly status: number,
    detail: string,
  ) {
    super(detail);
  }
}

let onSignedOut: () => void = () => undefined;
export function whenSignedOut(callback: () => void): void {
  onSignedOut = callback;
}

// The session ends on the server after so long without a request; the screen follows it.
// Tabs share a session, and the time of its last request.
const kLastRequestKey = "temoin.last-request";
let lastRequest = Date.now();
export function noteRequest(): void {
  lastRequest = Date.now();
  try {
    localStorage.setItem(kLastRequestKey, String(lastRequest));
  } catch {
    /* this tab alone */
  }
}
export function idleFor(): number {
  let shared = 0;
  try {
    shared = Number(localStorage.getItem(kLastRequestKey)) || 0;
  } catch {
    /* as above */
  }
  return Date.now() - Math.max(lastRequest, shared);
}

export async function request(method: string, path: string, body?: unknown): Promise<Response> {
  let response: Response;
  try {
    // A session is ended even when the window closes right after.
    const init: RequestInit = {
      method,
      credentials: "same-origin",
      keepalive: method === "DELETE",
    };
    if (body !== undefined) {
      init.headers = { "Content-Type": "application/json" };
      init.body = JSON.stringify(body);
    }
    response = await fetch(path, init);
    noteRequest();
  } catch {
    throw new Problem(0, "");
  }
  if (response.ok) return response;
  let detail = "";
  try {
    const problem = (await response.json()) as { detail?: string };
    detail = problem.detail ?? "";
  } catch {
    /* not every error has a body */
  }
  if (response.status === 401 && path !== "/v1/session") onSignedOut();
  throw new Problem(response.status, detail);
}

export async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
  const response = await request(method, path, body);
  return (response.status === 204 ? undefined : await response.json()) as T;
}

// "/v1/x?a=1&b=2" without the parameters that are empty.
export function url(
  path: string,
  parameters: Record<string, string | number | undefined | null>,
): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined && value !== null && value !== "") query.set(name, String(value));
  }
  const text = query.toString();
  return text ? `${path}?${text}` : path;
}
