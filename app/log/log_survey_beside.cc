// What the files beside database and checkpoint log tell of more than these hold.

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "app/clock/clock_file.h"
#include "app/log/log_anchor.h"
#include "app/log/log_survey.h"
#include "app/publish/kept_history.h"
#include "app/publish/published_sites.h"
#include "base/calendar.h"

namespace temoin::app {

std::string SignedBeyond(const std::string& data_dir, uint64_t entries) {
  const auto clock = ReadClockFile(data_dir);
  if (!clock) return "";
  uint64_t known = clock->signed_entries.value_or(0);
  if (clock->correction) known = std::max(known, *clock->correction + 1);
  if (known <= entries) return "";
  return fmt::format("they hold {} entries, and the file clock says that {} were signed", entries,
                     known);
}

Result<std::string> PublishedBeyond(const std::string& data_dir,
                                    const store::PublicationStore& publications,
                                    const store::LogStore& log) {
  TEMOIN_ASSIGN_OR_RETURN(const auto losses, log.Losses());
  // A loss explains that what was published before it is missing, and nothing that came after.
  std::optional<Time> explained;
  for (const store::Loss& loss : losses) {
    if (!loss.whole && loss.others == 0) continue;
    if (!explained || loss.found > *explained) explained = loss.found;
  }
  const auto sites = ListHistories(data_dir);
  if (!sites) return std::string();  // nothing that can be read tells anything
  const auto entries = EntriesOf(log);
  for (const std::string& site : *sites) {
    TEMOIN_ASSIGN_OR_RETURN(const auto stored, publications.Publications(site));
    const auto behind = KeptBehind(data_dir, site, stored, entries);
    if (!behind || behind->empty()) continue;
    if (explained && behind->back().published_at <= *explained) continue;
    // Nothing signs a history: alone, without what was published then, it tells nothing.
    const auto kept = ReadPublishedSite(data_dir, {site, behind->back().hash});
    if (!kept || (*kept)->id != site) continue;
    return fmt::format(
        "the database has no publication of {0} at {1}, and {2}/published/{0}.history.json has; "
        "if nothing was set back, that file was altered: move it away",
        site, FormatTime(behind->back().published_at), data_dir);
  }
  return std::string();
}

Status LookAtPublications(const std::string& data_dir, const store::PublicationStore& publications,
                          const store::LogStore& log, LogSurvey& survey) {
  if (survey.found.newer || survey.found.relation != LogFound::Relation::kContinues) return {};
  auto beyond = PublishedBeyond(data_dir, publications, log);
  if (!beyond && beyond.error().code == ErrorCode::kDataLoss) {
    survey.found.relation = LogFound::Relation::kDamaged;
    survey.comparison.detail = beyond.error().message.substr(0, beyond.error().message.rfind('.'));
    return {};
  }
  if (!beyond) return beyond.error();
  survey.about_newer = std::move(*beyond);
  survey.found.newer = !survey.about_newer.empty();
  return {};
}

bool HasSigned(const std::string& data_dir, const store::LogStore* store) {
  const auto keys = LoadLogKeys(data_dir);
  if (keys ? !keys->unused : keys.error().code != ErrorCode::kNotFound) return true;
  const auto listed = ReadLogVkeys(data_dir);
  if (!keys && (listed || listed.error().code != ErrorCode::kNotFound)) return true;
  const auto anchors = ReadAnchors(data_dir);
  if (!anchors || !anchors->empty()) return true;
  const auto clock = ReadClockFile(data_dir);
  if (clock && clock->visitors) return true;
  if (store == nullptr) return false;
  const auto kept = store->KeptCheckpoints();
  return !kept || !kept->empty();
}

}  // namespace temoin::app
