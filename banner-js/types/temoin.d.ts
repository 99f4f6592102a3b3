/**
 * What a page may rely on. `window.temoin` exists as soon as the script has run; before that, a
 * page may queue calls, even where an element has that id: docs/integrate.md has the line.
 */

/** A text in each language the site publishes, by its tag. */
export interface Localized {
  [language: string]: string | undefined;
}

/** ISO 8601 duration, `session`, `until-deleted`, condition by condition, in words, or null when unpublished. */
export type Lifetime =
  | string
  | null
  | { accepted: string; refused: string }
  | { duration: string; rolling: boolean }
  | { words: Localized; at_most?: string }
  | { conditions: { when: Localized; lifetime: Lifetime }[] };

/** What the source says where it says it oddly. */
export interface Published {
  cell?: string;
  note?: Localized;
}

export interface Tracker {
  /** As published: `<…>` is the variable part. */
  name: string;
  /** Null: unpublished; `<site>`: the site's own. */
  host?: string | null;
  kind?:
    | "cookie"
    | "local-storage"
    | "session-storage"
    | "pixel"
    | "indexeddb"
    | "cache"
    | "fingerprint"
    | "email-pixel"
    | string;
  /** Id of one of the purpose's groups. */
  group?: string | null;
  purpose?: Localized;
  lifetime?: Lifetime;
  /** Set on the visited site's own domain, whatever host is published. */
  set_on_site?: boolean;
  /** Other names or patterns under which it is observed. */
  aliases?: string[];
  published?: Published | null;
}

export interface Transfer {
  country?: string;
  basis?: string;
  text?: Localized;
}

export interface Vendor {
  id?: string;
  name?: string;
  role?: string;
  nationality?: string | null;
  location?: { countries?: string[]; text?: Localized } | null;
  transfer?: { status?: string; text?: Localized; to?: Transfer[] } | null;
  domains?: string[];
  policy_url?: string;
}

export interface Service {
  id: string;
  name: string;
  description?: Localized;
  vendor?: Vendor | null;
  trackers?: Tracker[];
  /** Where its requests go, in the place of the vendor's domains. */
  hosts?: string[];
  /** What it loads from hosts that others share, host and path: "www.google.com/maps/embed". */
  addresses?: string[];
  /** Signals of Google Consent Mode that an acceptance of this service grants. */
  consent_mode?: string[];
  published?: Published | null;
}

export type Basis = "consent" | "exempt" | "exempt-with-opt-out";

export interface Purpose {
  id: string;
  basis: Basis;
  title: Localized;
  description?: Localized;
  groups?: { id: string; title: Localized }[];
  services: Service[];
}

export interface Settings {
  /** `refuse`: a Global Privacy Control signal is answered as a refusal, without a first layer. */
  gpc?: "refuse" | "ignore" | string;
  /** Block injected scripts, frames and pixels of services that are not allowed, tagged or not. */
  guard?: boolean;
  adapters?: string[];
  /** Options by adapter name. */
  adapter_options?: Record<string, Record<string, string>>;
  /** Percentage of first layers that are counted, 0 to 100. */
  impressions?: number;
  /** Percentage of pages that report undeclared tracker names, masked, 0 to 100. */
  observed?: number;
  /**
   * A page whose Content-Security-Policy keeps an acceptance from taking effect reloads by itself;
   * otherwise its visitor is told so, with a button.
   */
  reload?: boolean;
  /** False: the preferences do not offer to download one's own proof. */
  receipts?: boolean;
  /** CSS selector that matches somewhere while the site is in its own contrast mode. */
  contrast?: string;
  /** The small floating control, shown when the page has none of its own. */
  reopen?: "auto" | "none";
  /** Further languages: the interface's words by language, over the built-in ones. */
  ui?: Record<string, Record<string, string>>;
}

export interface Config {
  schema: number;
  /** Only what the first layer, the gating and the withdrawal need: the revision has the rest. */
  excerpt?: boolean;
  site: string;
  revision: string;
  generation: number;
  /** Generation in which a service last changed materially; absent means 1. */
  since?: Record<string, number>;
  /** How many parties beside the publisher get data from services that can be refused. */
  partners?: number;
  languages: string[];
  choice_validity?: string;
  controller?: { name?: string; short_name?: string };
  cookie?: { domain?: string | null; choice?: string; context?: string };
  purposes: Purpose[];
  texts?: {
    title?: Localized;
    text?: Localized;
    preferences_title?: Localized;
    preferences_text?: Localized;
  };
  settings?: Settings;
}

export type Layer = "banner" | "preferences" | "placeholder" | "page";

/** A picture of the moment; never a live object. */
export interface State {
  /** Nothing answered, an answer in force, or an answer kept here until the service takes it. */
  status: "none" | "valid" | "pending";
  revision: string;
  generation: number;
  language: string;
  /** Milliseconds since 1970, of the answer in force. */
  givenAt: number | null;
  validUntil: number | null;
  /** Whether each service may run now. */
  services: Record<string, boolean>;
  /** Services that wait for an answer. */
  unanswered: string[];
}

export interface TemoinApi {
  readonly version: string;
  /** Shows the first layer, even when an answer is in force. */
  show(): void;
  showPreferences(): void;
  /** Accepts everything, or the named services and purposes only. */
  accept(names?: string | string[]): void;
  refuse(names?: string | string[]): void;
  save(decisions: Record<string, boolean>): void;
  withdraw(): void;
  /** True when every service behind this service or purpose id may run now. */
  allowed(name: string): boolean;
  state(): State;
  /** Calls back at once with the present state, then on every change. Returns how to stop. */
  onChange(callback: (state: State) => void): () => void;
  setLanguage(language: string): void;
  /** Erases the choice at the service and here, then asks again. */
  reset(): void;
  push(...calls: Call[]): void;
}

/** The methods that may wait in the queue. */
type Queued =
  | "show"
  | "showPreferences"
  | "accept"
  | "refuse"
  | "save"
  | "withdraw"
  | "onChange"
  | "setLanguage"
  | "reset";

/** A call that waits until the banner runs: a method by its name, or a function of one's own. */
export type Call =
  | ((api: TemoinApi) => void)
  | { [Name in Queued]: [name: Name, ...given: Parameters<TemoinApi[Name]>] }[Queued];

/** Dispatched on `document`; `detail` as given here. */
export interface TemoinEvents {
  "temoin:ready": State;
  "temoin:shown": { layer: Layer };
  "temoin:change": State;
  "temoin:choice": State;
  "temoin:withdrawn": { services: string[]; reload: string[] };
  "temoin:unreachable": { reason: string };
}

export interface Boot {
  config: Config;
  /** Path or address under which the service stands. */
  base: string;
  /** SHA-256 of the code that runs, kept in the record as proof of what was shown. */
  banner?: string;
  chunks?: Record<string, string>;
}

/** ESM entry: starts the banner from a bundle of one's own. */
export function start(boot: Boot): TemoinApi;

declare global {
  interface Window {
    /** The API once the banner runs; before, a queue, nothing, or an element of that id. */
    get temoin(): TemoinApi;
    /** A queue, before the banner runs. */
    set temoin(calls: TemoinApi | Call[]);
  }
  /** As `window.temoin`; no `var`, whose type the queue would then have to be of, too. */
  const temoin: TemoinApi;
  interface DocumentEventMap {
    "temoin:ready": CustomEvent<TemoinEvents["temoin:ready"]>;
    "temoin:shown": CustomEvent<TemoinEvents["temoin:shown"]>;
    "temoin:change": CustomEvent<TemoinEvents["temoin:change"]>;
    "temoin:choice": CustomEvent<TemoinEvents["temoin:choice"]>;
    "temoin:withdrawn": CustomEvent<TemoinEvents["temoin:withdrawn"]>;
    "temoin:unreachable": CustomEvent<TemoinEvents["temoin:unreachable"]>;
  }
}
