#include "app/publish/publisher.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <utility>

#include "app/publish/earlier_revision.h"
#include "app/publish/kept_history.h"
#include "app/publish/last_published.h"
#include "app/publish/published_sites.h"
#include "base/crypto.h"
#include "base/encoding.h"
#include "catalog/reader.h"
#include "catalog/rules/check.h"

namespace temoin::app {
namespace {

// A new revision goes out only without an unwaived finding; what is published already was judged
// when it was, and stays when a waiver lapses.
Status CheckRules(const catalog::Site& site, Time now) {
  const catalog::CheckReport report = catalog::CheckSite(site, now);
  if (report.clean()) return {};
  std::string message = fmt::format(
      "{} breaks rules that nobody waived; `temoin catalog check` explains them:", site.id);
  for (const catalog::Finding& finding : report.findings) {
    if (finding.waived() || finding.rule->severity == catalog::Severity::kNotice) continue;
    message += fmt::format("\n{}#{}: {}: {}", finding.file, finding.pointer, finding.rule->id,
                           finding.sentence.In("en"));
  }
  return Error(ErrorCode::kUnprocessable, std::move(message));
}

Status Agreed(const Result<std::vector<SitePublication>>& plan) {
  if (!plan) return plan.error();
  return {};
}

}  // namespace

// A catalogue that was read and compared with what is published; nothing has changed yet.
struct Publisher::Plan {
  struct Entry {
    std::shared_ptr<const catalog::Site> site;
    catalog::Revision revision;
    std::vector<store::Publication> history;  // with the new publication at its end, if any
    SitePublication report;
  };
  std::vector<Entry> entries;
  store::Batch batch;  // what must become durable before the swap

  bool changes() const { return !batch.revisions.empty() || !batch.banners.empty(); }
  bool settings() const {
    return std::ranges::any_of(entries,
                               [](const Entry& each) { return !each.report.settings.empty(); });
  }
};

Publisher::Publisher(store::Store& store, Recorder& recorder, const Clock& clock,
                     Readiness& readiness, PublisherOptions options)
    : store_(store),
      recorder_(recorder),
      clock_(clock),
      readiness_(readiness),
      options_(std::move(options)) {}

std::shared_ptr<const Published> Publisher::Current() const {
  const std::lock_guard lock(mutex_);
  return current_;
}

std::string Publisher::BannerHash() const {
  return options_.banner_build.empty() ? std::string()
                                       : EncodeHex(Sha256(options_.banner_build.front()));
}

std::vector<std::string> Publisher::NewSettings(const catalog::Site& site) const {
  std::vector<std::string> out;
  const auto current = Current();
  if (!current) return out;
  const auto served = current->sites.find(site.id);
  if (served == current->sites.end() || served->second.site->source == site.source) return out;
  using nlohmann::json;
  const json before = json::parse(served->second.site->source, nullptr, false);
  const json after = json::parse(site.source, nullptr, false);
  if (!before.is_object() || !after.is_object()) return out;
  for (const auto& [name, value] : after.items()) {
    if (!before.contains(name) || before[name] != value) out.push_back(name);
  }
  for (const auto& [name, value] : before.items()) {
    if (!after.contains(name)) out.push_back(name);
  }
  return out;
}

// What of the build is not in the log yet.
Result<std::vector<store::NewBanner>> Publisher::NewBuild() const {
  std::vector<store::NewBanner> banners;
  for (const std::string& code : options_.banner_build) {
    std::string hash = EncodeHex(Sha256(code));
    const auto known = store_.ReadDocument(hash);
    if (!known && known.error().code != ErrorCode::kNotFound && !Unread(known.error())) {
      return known.error();
    }
    if (!known) banners.push_back({std::move(hash), code, clock_.Now()});
  }
  return banners;
}

Status Publisher::Record(const store::Batch& batch) {
  return recorder_.Run([&batch](store::Store& store) -> Status {
    const Result<store::Appended> appended = store.Append(batch);
    if (!appended) return appended.error();
    return {};
  });
}

Result<Publisher::Plan> Publisher::MakePlan(const std::vector<catalog::SourceFile>& over) {
  const catalog::ReadOutcome outcome = catalog::LoadCatalog(options_.catalog_directory, {}, over);
  if (!outcome.ok()) {
    return Error(ErrorCode::kInvalidArgument,
                 fmt::format("the catalogue in {} cannot be read:\n{}", options_.catalog_directory,
                             outcome.ToString()));
  }
  Plan plan;
  plan.batch.now = clock_.Now();
  for (const auto& [id, site] : outcome.catalog->sites()) {
    Plan::Entry entry{site, catalog::RevisionDocument(*site), {}, {}};
    auto history = store_.Publications(id);
    if (!history && !Unread(history.error())) return history.error();
    if (history) entry.history = std::move(*history);
    entry.report = {id, true, entry.revision.hash, 1, {}};
    TEMOIN_ASSIGN_OR_RETURN(const Base base, BaseOf(*site, entry.revision, entry.history));
    catalog::Generation generation = base.generation;
    if (base.revision) {
      entry.report.changed = base.lost || entry.history.back().hash != entry.revision.hash;
      if (entry.report.changed) {
        entry.report.comparison = catalog::Compare(*base.revision, entry.revision);
        generation = catalog::NextGeneration(generation, entry.report.comparison);
      }
    } else {
      entry.report.first = site;
    }
    entry.report.generation = generation.number;
    if (!entry.report.changed) entry.report.settings = NewSettings(*site);
    if (entry.report.changed) {
      if (const Status rules = CheckRules(*site, options_.wall->Now()); !rules) {
        if (options_.enforce_rules) return rules.error();
        spdlog::warn("published all the same, for the demonstration: {}", rules.error().message);
      }
      const std::string since = SinceJson(generation.since);
      plan.batch.revisions.push_back({id,
                                      entry.revision.hash,
                                      entry.revision.document,
                                      generation.number,
                                      since,
                                      {},
                                      plan.batch.now});
      entry.history.push_back(
          {0, id, entry.revision.hash, generation.number, since, {}, plan.batch.now});
    }
    plan.entries.push_back(std::move(entry));
  }
  TEMOIN_ASSIGN_OR_RETURN(plan.batch.banners, NewBuild());
  return plan;
}

Result<std::vector<SitePublication>> Publisher::Publish(std::string_view author, bool dry_run,
                                                        const Expected& expected,
                                                        const std::optional<store::Access>& line) {
  const std::lock_guard lock(publishing_);
  Result<std::vector<SitePublication>> reports = PublishLocked(author, dry_run, expected, {}, line);
  if (reports && !dry_run) readiness_.Withdraw("catalog");
  return reports;
}

Result<std::vector<SitePublication>> Publisher::Republish(std::string_view site,
                                                          std::string_view revision,
                                                          std::string_view author, bool dry_run,
                                                          const Expected& expected) {
  const std::lock_guard lock(publishing_);
  TEMOIN_ASSIGN_OR_RETURN(const std::optional<store::Publication> known,
                          store_.FindPublication(site, revision));
  if (!known) {
    return Error(ErrorCode::kNotFound,
                 fmt::format("{} never published a revision {}", site, revision));
  }
  TEMOIN_ASSIGN_OR_RETURN(const std::vector<catalog::SourceFile> files,
                          FilesOfRevision(options_.data_directory, options_.catalog_directory,
                                          {std::string(site), std::string(revision)}));
  if (dry_run) return PublishLocked(author, /*dry_run=*/true, expected, files);
  // Judged once more before a file is touched.
  TEMOIN_RETURN_IF_ERROR(Agreed(PublishLocked(author, /*dry_run=*/true, expected, files)));
  ReplacedFiles replaced(options_.catalog_directory);
  Status written;
  for (const catalog::SourceFile& file : files) {
    if (written.ok()) written = replaced.Replace(file);
  }
  if (!written) {
    const Status back = replaced.PutBack();
    return Error(
        written.error().code,
        fmt::format(
            "{}; this service may not write the catalogue: `temoin catalog "
            "rollback`, run by whoever may, does the same{}",
            written.error().message,
            back ? "" : ". What was written could not be taken back: " + back.error().message));
  }
  Result<std::vector<SitePublication>> reports = PublishLocked(author, false, expected, {});
  if (!reports) {
    if (const Status back = replaced.PutBack(); !back) spdlog::error("{}", back.error().message);
    return reports;
  }
  readiness_.Withdraw("catalog");
  return reports;
}

void Publisher::KeepFiles(const Plan& plan, bool whole, SiteFiles kept) const {
  const std::string& data = options_.data_directory;
  for (const Plan::Entry& entry : plan.entries) {
    const std::string& site = entry.site->id;
    if (const Status written = WriteHistory(data, site, entry.history, whole); !written) {
      spdlog::error("{}", written.error().message);
    }
    const auto earlier = ReadHistory(data, site);
    if (!earlier) continue;
    for (const store::Publication& each : *earlier) kept.emplace(site, each.hash);
  }
  if (whole) RemoveOtherPublishedSites(data, kept);
}

Result<std::vector<SitePublication>> Publisher::PublishLocked(
    std::string_view author, bool dry_run, const Expected& expected,
    const std::vector<catalog::SourceFile>& over, const std::optional<store::Access>& line) {
  TEMOIN_ASSIGN_OR_RETURN(Plan plan, MakePlan(over));
  for (const Plan::Entry& entry : plan.entries) {
    const auto agreed = expected.find(entry.site->id);
    const bool same = agreed != expected.end() && agreed->second == entry.revision.hash;
    if (!expected.empty() && !same) {
      return Error(
          ErrorCode::kConflict,
          fmt::format("{} has changed since it was looked at; look again", entry.site->id));
    }
  }
  std::vector<SitePublication> reports;
  for (const Plan::Entry& entry : plan.entries) reports.push_back(entry.report);
  if (dry_run) return reports;
  // Of a database that may be another's, or not the latest, nothing is told in published/, which
  // tells of the right one: that is done once it can be vouched for.
  const bool held = readiness_.holds_choices();
  if (plan.changes() && held) {
    waits_.store(true);
    return Error(
        ErrorCode::kUnavailable,
        "nothing is published while choices are not recorded; `temoin status` says why. It "
        "is done once they are");
  }
  for (store::NewRevision& revision : plan.batch.revisions) revision.author = author;
  if (line) plan.batch.accesses.push_back(*line);

  auto published = std::make_shared<Published>();
  published->banner = BannerHash();
  SiteFiles kept;
  for (Plan::Entry& entry : plan.entries) {
    const std::string id = entry.site->id;
    const Status written =
        held ? Status()
             : WritePublishedSite(options_.data_directory, *entry.site, entry.revision.hash);
    // What is in the log already is served all the same.
    if (!written && plan.changes()) return written.error();
    if (!written) spdlog::error("{}", written.error().message);
    kept.emplace(id, entry.revision.hash);
    for (const store::Publication& earlier : entry.history) kept.emplace(id, earlier.hash);
    TEMOIN_ASSIGN_OR_RETURN(
        PublishedSite site,
        MakePublishedSite(entry.site, std::move(entry.revision), store_, entry.history));
    published->sites.emplace(id, std::move(site));
  }
  Activate activate;
  if (prepare_) {
    TEMOIN_ASSIGN_OR_RETURN(activate, prepare_(published));
  }
  if (plan.changes() || (line && plan.settings())) TEMOIN_RETURN_IF_ERROR(Record(plan.batch));
  {
    const std::lock_guard lock(mutex_);
    current_ = published;
  }
  if (activate) activate();
  waits_.store(held);
  refused_day_.store(kNeverRefused);
  if (!held) {
    const auto losses = store_.Losses();
    KeepFiles(plan, losses && losses->empty(), std::move(kept));
  }
  for (const SitePublication& report : reports) {
    if (report.changed) {
      spdlog::info("published {}: revision {}, generation {}", report.site, report.revision,
                   report.generation);
    }
  }
  return reports;
}

int64_t Publisher::Today() const {
  return std::chrono::floor<std::chrono::days>(options_.wall->Now()).time_since_epoch().count();
}

bool Publisher::waits() const {
  const int64_t refused = refused_day_.load();
  return waits_.load() || (refused != kNeverRefused && refused != Today());
}

// A database that opens and cannot be read is damaged as well: nothing is recorded into it, and
// what was published is known from the files beside it.
void Publisher::HoldDamaged(const Error& why) {
  readiness_.HoldChoices(
      "database",
      fmt::format(
          "The database in {0} is damaged: {1} Stop the server, move temoin.db away with "
          "its -wal and -shm, put the latest backup in place (temoin restore --data {0} "
          "FILE) and start again: what was signed since is completed from the checkpoint log.",
          options_.data_directory, why.message));
}

Status Publisher::Start() {
  const std::lock_guard lock(publishing_);
  auto published = PublishLocked("start", /*dry_run=*/false, {}, {});
  if (!published && published.error().code == ErrorCode::kDataLoss && !readiness_.holds_choices()) {
    HoldDamaged(published.error());
    published = PublishLocked("start", /*dry_run=*/false, {}, {});
  }
  if (published) {
    readiness_.Withdraw("catalog");
    return {};
  }
  return Fallback(published.error());
}

Status Publisher::Fallback(const Error& why) {
  auto published = std::make_shared<Published>();
  published->banner = BannerHash();
  published->fallback = true;
  const bool held = readiness_.holds_choices();
  const catalog::ReadOutcome present = catalog::LoadCatalog(options_.catalog_directory);
  const auto add = [&](std::shared_ptr<const catalog::Site> site, catalog::Revision revision,
                       const std::vector<store::Publication>& history, bool settings_known) {
    const std::string id = site->id;
    auto made = MakePublishedSite(std::move(site), std::move(revision), store_, history);
    if (!made) return spdlog::error("{} cannot be served: {}", id, made.error().message);
    made->settings_known = settings_known;
    published->sites.emplace(id, std::move(*made));
  };
  LastPublishedPlaces places{options_.data_directory, options_.catalog_directory,
                             present.catalog.get(), held};
  if (auto losses = store_.Losses()) places.losses = std::move(*losses);
  places.entries = EntriesOf(store_);
  places.unknown = [this](const std::vector<store::Publication>& history) {
    const auto unknown = Unknown(history);
    if (!unknown) spdlog::error("{}", unknown.error().message);
    return unknown.ok() ? *unknown : int64_t{0};
  };
  bool complete = true;
  for (LastPublication& last : FindLastPublished(store_, places)) {
    complete &= last.settings_known;
    add(std::move(last.site), std::move(last.revision), last.history, last.settings_known);
  }
  // Where nothing tells what was published: what will be, once the database is in order.
  if (held && present.ok() && published->sites.size() < present.catalog->sites().size()) {
    auto plan = MakePlan({});
    if (!plan) spdlog::error("{}", plan.error().message);
    for (Plan::Entry& entry : plan ? plan->entries : std::vector<Plan::Entry>()) {
      if (published->sites.contains(entry.site->id)) continue;
      add(entry.site, std::move(entry.revision), entry.history, /*settings_known=*/true);
    }
  }
  if (published->sites.empty()) {
    refused_day_.store(Today());
    readiness_.Complain("catalog", why.message);
    return why;
  }
  if (!complete) readiness_.Complain("catalog", why.message);
  // The banner that shows it may be a new build all the same.
  store::Batch build;
  build.now = clock_.Now();
  if (!held) {
    TEMOIN_ASSIGN_OR_RETURN(build.banners, NewBuild());
  }
  if (!build.banners.empty()) TEMOIN_RETURN_IF_ERROR(Record(build));
  Activate activate;
  if (prepare_) {
    TEMOIN_ASSIGN_OR_RETURN(activate, prepare_(published));
  }
  {
    const std::lock_guard lock(mutex_);
    current_ = published;
  }
  if (activate) activate();
  spdlog::error("the catalogue was not published, the last published one is served: {}",
                why.message);
  return {};
}

}  // namespace temoin::app
