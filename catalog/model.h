// What may be set on which site, why, by whom and for how long: the catalogue as values.
//
// A Site has purposes in the order a visitor sees them; a purpose has services (what a visitor
// switches on or off); a service belongs to a vendor and has trackers. The files these values are
// read from are described by catalog/schema/ and docs/formats.md; catalog/reader.h reads them.
// What a source leaves unpublished stays unpublished here (nullopt, kUnpublished): nothing is
// completed by a guess, and what is published oddly keeps its odd words in `published`.
//
// Thread-safety: plain values. The reader hands them out as shared_ptr<const ...>; nobody changes
// them afterwards, so they may be shared freely.
#ifndef TEMOIN_CATALOG_MODEL_H_
#define TEMOIN_CATALOG_MODEL_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/calendar.h"
#include "base/zones.h"

namespace temoin::catalog {

// A text in the languages of its site, each by its tag ("fr", "de", "pt-BR"); empty where a
// translation is missing (the governance rule "translation-missing" reports it).
struct Text {
  std::string fr;
  std::string en;
  std::map<std::string, std::string, std::less<>> others{};  // further languages

  bool empty() const { return fr.empty() && en.empty() && others.empty(); }
  // The language that In() takes: the one asked for, else French, English, the first of the others.
  std::string_view LanguageFor(std::string_view language) const;
  // The text in that language; empty only where the whole text is.
  const std::string& In(std::string_view language) const;
  bool operator==(const Text&) const = default;
};

// How long a tracker lives, as published; catalog/lifetime.h says how it is written and judged.
struct LifetimeCondition;
struct Lifetime {
  enum class Kind {
    kUnpublished,
    kSession,
    kFixed,
    kConditional,   // two durations, by what the browser or the vendor is said to accept
    kUntilDeleted,  // without an end of its own: until somebody deletes it
    kInWords,       // no duration is published, but words
    kConditions,    // any number of published conditions
  };

  Kind kind = Kind::kUnpublished;
  Duration fixed;        // kFixed
  bool rolling = false;  // kFixed: counted anew at each visit
  Duration accepted;     // kConditional: the published condition, which is the browser's or the
  Duration refused;      // vendor's, not the answer given in the banner
  Text words;            // kInWords
  std::optional<Duration> at_most;            // kInWords: the bound that they come to, where known
  std::vector<LifetimeCondition> conditions;  // kConditions; none of them has conditions itself

  bool operator==(const Lifetime& other) const;
};

struct LifetimeCondition {
  Text when;  // as published
  Lifetime lifetime;
  bool operator==(const LifetimeCondition&) const = default;
};

// What the source says, where it says it oddly.
struct Published {
  std::string cell;       // the words as they stand there; may be empty
  Text note;              // what is odd about them; may be empty
  bool misprint = false;  // a slip of the pen to have corrected at the source

  bool empty() const { return cell.empty() && note.empty(); }
  bool operator==(const Published&) const = default;
};

enum class TrackerKind {
  kCookie,
  kLocalStorage,
  kSessionStorage,
  kPixel,
  kIndexedDb,    // a database in the browser
  kCache,        // an entry of the browser's cache
  kFingerprint,  // nothing is stored: the device is recognised by what it shows of itself
  kEmailPixel,   // a pixel in a message
};

// A name that looks like a declared one and is known to be another thing: worth a hint, no match.
struct NearName {
  std::string name;
  Text note;
  bool operator==(const NearName&) const = default;
};

struct Tracker {
  std::string name;  // as published; <...> stands for a variable part
  // As published: who is said to set it. Empty: unpublished, or the site's own hosts where
  // `own_host` is set.
  std::string host;
  bool own_host = false;
  TrackerKind kind = TrackerKind::kCookie;
  std::string group;  // id of one of the purpose's groups; empty: none
  Text purpose;
  Lifetime lifetime;
  // The tag sets it on the visited site's own domain, whatever host is published.
  bool set_on_site = false;
  // Tells one visitor from another. nullopt: nothing is published about it.
  std::optional<bool> identifies_visitor;
  std::vector<std::string> aliases;  // other names or patterns under which it is observed
  std::vector<NearName> near_names;
  Published published;
};

// What makes audience measurement exempt from consent (CNIL, deliberation 2020-092 article 5 and
// the page on audience measurement of 4 July 2025). nullopt: the site publishes nothing about it.
struct Exemption {
  std::optional<bool> sole_account;               // for the publisher's sole account
  std::optional<bool> anonymous_statistics;       // produces anonymous statistics, nothing else
  std::optional<bool> no_cross_checking;          // not combined with other processing
  std::optional<bool> no_transmission;            // nothing is passed to third parties
  std::optional<bool> no_cross_site_identifier;   // follows nobody on other sites
  std::optional<bool> lifetime_not_extended;      // a visit does not move the end of the tracker
  std::optional<Duration> data_retention;         // of the data collected; at most 25 months
  std::optional<std::string> visitor_identifier;  // name of the tracker that holds it
  Text source;                                    // where the site says so
};

// Who answers for a service's processing. kPublisher: the site's own controller.
enum class Role { kPublisher, kProcessor, kJointController, kController, kUnpublished };

enum class TransferStatus {
  kNone,            // published as none
  kNoneByContract,  // published as none by contract
  kNonePublished,   // a row is published, which names no transfer
  kUnpublished,     // nothing is published about this vendor
  kDeclared,        // see Vendor::transfers
};

enum class TransferBasis {
  kAdequacy,         // RGPD article 45
  kStandardClauses,  // RGPD article 46(2)(c)
  kBindingRules,     // RGPD article 47
  kDerogation,       // RGPD article 49
  kUnpublished,
};

struct Transfer {
  std::string country;  // ISO 3166-1 alpha-2
  TransferBasis basis = TransferBasis::kUnpublished;
  Text text;  // the basis in words, with its article or date
};

struct Location {
  std::vector<std::string> countries;  // ISO 3166-1 alpha-2, or "EU" where no country is named
  Text text;
};

struct Vendor {
  std::string id;
  std::string name;
  std::optional<std::string> nationality;  // ISO 3166-1 alpha-2 of the company
  std::optional<Location> location;        // where the data is; nullopt: unpublished
  TransferStatus transfer_status = TransferStatus::kUnpublished;
  Text transfer_text;  // may be empty
  std::vector<Transfer> transfers;
  std::vector<std::string> domains;  // hosts that requests and trackers of this vendor come from
  std::string policy_url;            // may be empty
  bool infrastructure = false;       // hosting and the like: no service of its own
  std::string file;                  // as in Site::file
  std::string source;                // as in Site::source
};

struct Service {
  std::string id;  // [a-z0-9-]{1,64}, unique in its site
  std::string name;
  std::shared_ptr<const Vendor> vendor;  // never null
  Role role = Role::kUnpublished;
  Text description;  // may be empty
  std::vector<Tracker> trackers;
  // Hosts that its requests come from, in the place of the vendor's domains, where it says so.
  std::optional<std::vector<std::string>> hosts;
  // Beside those, what it loads from hosts that it shares with others: "www.google.com/maps/embed".
  std::vector<std::string> addresses;
  std::optional<Exemption> exemption;
  // Signals of Google Consent Mode that an acceptance of this service grants (site.schema.json);
  // unset where the service says nothing of them, empty where it answers for none.
  std::optional<std::vector<std::string>> consent_mode;
  Published published;  // why trackers are missing, for instance

  const std::vector<std::string>& Hosts() const { return hosts ? *hosts : vendor->domains; }
};

enum class Basis { kConsent, kExempt, kExemptWithOptOut };

struct Group {
  std::string id;
  Text title;
  Published published;
};

struct Purpose {
  std::string id;
  Basis basis = Basis::kConsent;
  Text title;
  Text description;
  std::vector<Group> groups;
  std::vector<Service> services;

  // Whether a visitor can switch its services off.
  bool refusable() const { return basis != Basis::kExempt; }
};

// A row of the published list of processors.
struct Processor {
  std::shared_ptr<const Vendor> vendor;  // never null
  Text purpose;                          // what for
};

// Two published sentences that sit ill together. For staff, never shown to a visitor.
struct Contradiction {
  std::string id;
  Text statement;
  Text against;
  std::string service;  // the service it is about; may be empty
};

// A record of processing that the site publishes (RGPD article 30). What is empty is unpublished.
struct RegisterRecord {
  std::string id;
  Text title;
  Text purpose;
  std::vector<Text> sub_purposes;
  std::vector<Text> people;
  Text data;                // types of data
  std::string legal_basis;  // "consent", "public-interest", ...
  Text legal_texts;         // further ground: articles of a code, a decree
  std::vector<Text> recipients;
  Lifetime retention;  // kUnpublished, kFixed or kInWords
  Text processors;
  Text transfers;
  Text security;
  Text rights;  // where they differ from the site's
  std::optional<Time> created;
  std::optional<Time> updated;
  bool mentions_trackers = false;
  Published published;
};

struct Controller {
  std::string name;
  std::string short_name;  // may be empty
  Text description;        // may be empty
  // Where a function of it is reached about data protection, never a person by name; for the
  // register alone, and no part of the revision. May be empty.
  Text contact;
};

struct Rights {
  Text contact;         // whom to ask, and how
  std::string email;    // may be empty
  std::string address;  // postal, may be empty
  Text complaint;       // the supervisory authority; may be empty
};

struct Retention {
  Duration duration;
  Text reason;  // empty where none is written (a finding)
};

// How long accesses are kept: so long, or "the calendar year of the access and `calendar_years`
// more" where no duration is given.
struct AccessLogRetention {
  std::optional<Duration> duration{};
  int64_t calendar_years = 4;
  Text reason{};

  bool operator==(const AccessLogRetention&) const = default;
};

struct CookieSettings {
  std::string domain;  // empty: host-only cookies
  std::string choice = "pcid";
  std::string context = "pctx";
};

// What the banner does on this site beside asking. Part of the revision.
struct BannerSettings {
  // What a Global Privacy Control signal does: "refuse" preselects nothing and says so; "ignore".
  std::string gpc = "refuse";
  bool guard = false;                 // catch untagged scripts and iframes of refusable vendors
  std::vector<std::string> adapters;  // names of banner-js/src/plugins/adapters
  int64_t impressions = 0;            // percent of displays reported, 0 to 100
  int64_t observed = 0;               // percent of pages that report undeclared names, 0 to 100
  bool reload = false;  // the page reloads by itself when its policy keeps an acceptance off
  // The interface's own words in further languages, by tag and key (docs/catalogue.md).
  std::map<std::string, std::map<std::string, std::string>> ui;
};

// Words of the banner that belong to the site; button labels are the banner's own.
struct BannerTexts {
  Text title;
  Text text;
  Text preferences_title;
  Text preferences_text;
};

// An accepted departure from a governance rule, with its reason and its end.
struct Waiver {
  std::string rule;
  std::string subject;  // what the finding is about: a tracker, service, vendor id ...; see rules
  Text reason;
  Time until;  // a waiver is in force before this midnight (UTC)
};

struct Site {
  std::string id;  // [a-z0-9.-]{1,64}
  std::string name;
  Text description;
  std::vector<std::string> languages;  // tags (RFC 5646); the first is that of every text
  TimeZone time_zone;                  // of its days, and of instants that its staff read
  std::vector<std::string> origins;    // "https://www.ameli.fr": whose pages may post a choice
  CookieSettings cookie;
  Controller controller;
  Rights rights;
  Duration choice_validity;
  Text validity_reason;  // may be empty
  Retention evidence_retention;
  bool refusal_token = true;  // false: a refusal gets no identifier
  Text refusal_token_reason;  // why it gets one; may be empty
  Duration erasure_delay;     // zero: at once
  AccessLogRetention access_log_retention;
  BannerSettings settings;
  BannerTexts texts;
  std::vector<Purpose> purposes;
  std::vector<Processor> processors;
  // Those of whom the file says something itself, whether it names them elsewhere or not.
  std::vector<std::shared_ptr<const Vendor>> worded_vendors;
  std::vector<RegisterRecord> records;
  std::vector<Contradiction> contradictions;
  std::vector<Waiver> waivers;
  Published published;  // what is odd or missing in the site's publication as a whole
  std::string file;     // path of its file relative to the catalogue, for messages
  std::string source;   // canonical JSON of its file

  // Whether there is anything to ask a visitor.
  bool refusable() const;
  // Ids of the services a visitor can refuse, sorted.
  std::vector<std::string> RefusableServices() const;
  // nullptr when there is none; valid as long as the site.
  const Service* FindService(std::string_view wanted) const;
  const Purpose* FindPurposeOf(std::string_view service) const;
  // Whether pages of `origin` (scheme://host[:port]) may post a choice.
  bool AllowsOrigin(std::string_view origin) const;
};

// Calls visit(pointer, purpose, service, tracker) for each tracker in published order; `pointer` is
// the RFC 6901 pointer of the tracker in the site's file.
void ForEachTracker(const Site& site,
                    const std::function<void(const std::string& pointer, const Purpose&,
                                             const Service&, const Tracker&)>& visit);

class Catalog {
 public:
  using Sites = std::map<std::string, std::shared_ptr<const Site>, std::less<>>;
  using Vendors = std::map<std::string, std::shared_ptr<const Vendor>, std::less<>>;

  Catalog(Sites sites, Vendors vendors) : sites_(std::move(sites)), vendors_(std::move(vendors)) {}

  const Sites& sites() const { return sites_; }        // by id, sorted
  const Vendors& vendors() const { return vendors_; }  // by id, sorted
  // nullptr when there is none.
  std::shared_ptr<const Site> FindSite(std::string_view id) const;
  // In which zone the days of a site are told: its own, or UTC where there is no such site.
  TimeZone ZoneOf(std::string_view id) const;

 private:
  Sites sites_;
  Vendors vendors_;
};

// The words of the files: "consent", "exempt", "exempt-with-opt-out"; "processor" ...
std::string_view BasisName(Basis basis);
std::string_view RoleName(Role role);
std::string_view TrackerKindName(TrackerKind kind);
std::string_view TransferStatusName(TransferStatus status);
std::string_view TransferBasisName(TransferBasis basis);

}  // namespace temoin::catalog

#endif  // TEMOIN_CATALOG_MODEL_H_
