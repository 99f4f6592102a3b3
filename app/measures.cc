#include "app/measures.h"

#include <filesystem>
#include <set>
#include <utility>

#include "catalog/rules/check.h"

namespace temoin::app {
namespace {

namespace fs = std::filesystem;

uint64_t BytesOf(const fs::path& file) {
  std::error_code missing;
  const auto bytes = fs::file_size(file, missing);
  return missing ? 0 : bytes;
}

uint64_t BytesIn(const fs::path& folder) {
  uint64_t bytes = 0;
  std::error_code error;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    bytes += BytesOf(at->path());
  }
  return bytes;
}

SiteFindings FindingsOf(const catalog::Site& site, Time now) {
  SiteFindings out;
  for (const catalog::Finding& finding : catalog::CheckSite(site, now).findings) {
    if (finding.waived()) {
      ++out.waived;
      out.waiver_end =
          std::min(out.waiver_end.value_or(finding.waiver->until), finding.waiver->until);
    } else if (finding.rule->severity == catalog::Severity::kError) {
      ++out.errors;
    } else if (finding.rule->severity == catalog::Severity::kWarning) {
      ++out.warnings;
    }
  }
  return out;
}

void MeasureLog(const Machine& machine, Measures& out) {
  const store::LogStore& store = machine.context.store;
  if (const auto head = store.ReadHead()) out.log_entries = head->size;
  if (machine.log != nullptr) {
    if (const auto current = machine.log->Current()) {
      out.signed_entries = current->checkpoint.size;
      out.checkpoint_at = current->at;
    }
    out.checkpoint_log_bytes = BytesIn(machine.log->checkpoint_log_dir());
    out.log_syncs = machine.log->syncs().Read();
  }
  if (machine.anchors != nullptr) {
    if (auto read = machine.anchors->Read(store, machine.context.now)) {
      out.authorities = *std::move(read);
    }
  }
  const auto kept = store.KeptCheckpoints();
  if (!kept) return;
  for (const store::KeptCheckpoint& checkpoint : *kept) {
    if (!checkpoint.anchored_at || checkpoint.size < out.anchored_entries) continue;
    out.anchored_at = checkpoint.anchored_at;
    out.anchored_entries = checkpoint.size;
  }
}

std::optional<BareRevisions> WithoutPictures(const store::PublicationStore& store,
                                             const std::string& site) {
  const auto history = store.Publications(site);
  const auto sets = store.PicturesOfSite(site);
  if (!history || history->empty() || !sets) return std::nullopt;
  std::set<std::string_view> bare;
  for (const store::Publication& publication : *history) bare.insert(publication.hash);
  for (const store::PictureSet& set : *sets) bare.erase(set.revision);
  const uint64_t in_force = bare.count(history->back().hash);
  return BareRevisions{in_force, bare.size() - in_force};
}

}  // namespace

std::shared_ptr<const FindingsWatch::Findings> FindingsWatch::Of(
    const std::shared_ptr<const Published>& published, Time now) {
  const Time day = std::chrono::floor<std::chrono::days>(now);
  const std::lock_guard lock(mutex_);
  if (findings_ && judged_ == published && day_ == day) return findings_;
  auto findings = std::make_shared<Findings>();
  for (const auto& [id, site] : published->sites) {
    findings->emplace(id, FindingsOf(*site.site, now));
  }
  judged_ = published;
  day_ = day;
  findings_ = std::move(findings);
  return findings_;
}

Measures Measure(const Machine& machine, const std::shared_ptr<const Published>& published,
                 FindingsWatch& findings) {
  Measures out;
  out.clock_vouched = machine.clock.Vouched().ok();
  if (machine.purges != nullptr) {
    out.purges_waiting = machine.purges->waiting();
    out.purge_finished = machine.purges->finished();
  }
  const fs::path data = machine.data_directory;
  out.database_bytes = BytesOf(data / "temoin.db");
  out.wal_bytes = BytesOf(data / "temoin.db-wal");
  MeasureLog(machine, out);
  out.findings = findings.Of(published, machine.context.now);
  for (const auto& [id, site] : published->sites) {
    if (const auto bare = WithoutPictures(machine.context.store, id)) {
      out.without_pictures.emplace(id, *bare);
    }
  }
  return out;
}

}  // namespace temoin::app
