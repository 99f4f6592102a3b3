// Erasure, copies, keys, clock, losses and the state of the service.
#include <fmt/format.h>

#include <chrono>
#include <nlohmann/json.hpp>
#include <utility>

#include "app/log/log_loss.h"
#include "base/calendar.h"
#include "base/encoding.h"
#include "server/control/arguments.h"
#include "server/control/codec.h"

namespace temoin::control {

using nlohmann::json;

namespace {

int64_t Seconds(std::chrono::milliseconds time) {
  return std::chrono::duration_cast<std::chrono::seconds>(time).count();
}

json WaitingJson(const std::vector<store::DueCount>& waiting) {
  json out = json::array();
  for (const store::DueCount& count : waiting) {
    out.push_back({{"site", count.site},
                   {"records", count.records},
                   {"oldest", FormatTime(count.oldest)},
                   {"text", app::WaitingInWords(count)}});
  }
  return out;
}

}  // namespace

Result<app::Purge> ReadPurge(const json& arguments) {
  TEMOIN_ASSIGN_OR_RETURN(std::string site, TextOf(arguments, "approve"));
  if (site.empty()) return app::Purge{};
  const auto records = arguments.find("records");
  if (records == arguments.end() || !records->is_number_unsigned()) {
    return BadArgument("records is missing: how many are approved, as `temoin status` shows it",
                       "records");
  }
  return app::Purge{
      app::PurgeApproval{.site = std::move(site), .records = records->get<uint64_t>()}};
}

Result<app::Backup> ReadBackup(const json& arguments) {
  TEMOIN_ASSIGN_OR_RETURN(std::string to, NeededText(arguments, "to"));
  app::Backup out{.to = std::move(to)};
  const auto days = arguments.find("kept_days");
  if (days == arguments.end()) return out;
  if (!days->is_number_unsigned() || days->get<uint64_t>() > uint64_t{app::Backup::kMostDays}) {
    return BadArgument(
        fmt::format("kept_days is a number of days, up to {}", app::Backup::kMostDays),
        "kept_days");
  }
  out.kept_days = days->get<int64_t>();
  return out;
}

Result<app::ConfirmTime> ReadConfirmTime(const json& arguments) {
  TEMOIN_ASSIGN_OR_RETURN(const std::string typed, TextOf(arguments, "now"));
  const auto now = ParseRfc3339(typed);
  if (!now) {
    return BadArgument(
        "now: write the time it is, like 2026-11-26T09:00:00Z or 2026-11-26T10:00:00+01:00", "now");
  }
  return app::ConfirmTime{*now};
}

json WritePurged(const app::Purged& purged) {
  return {{"purged", purged.report.purged},
          {"held", purged.report.held},
          {"over", purged.over},
          {"waiting", WaitingJson(purged.report.waiting)}};
}

json WriteBytes(const uint64_t& bytes) { return {{"bytes", bytes}}; }

json WriteKeys(const std::vector<std::string>& vkeys) { return {{"vkeys", vkeys}}; }

json WriteKept(const size_t& kept) { return {{"kept", kept}}; }

json WriteConfirmed(const std::optional<store::ClockCorrected>& corrected) {
  if (!corrected) return {{"confirmed", false}};
  return {{"confirmed", true},
          {"time", FormatTime(corrected->correction.time)},
          {"entry", corrected->correction.index},
          {"entries", corrected->entries}};
}

json WriteLosses(const std::vector<store::Loss>& losses) {
  json ranges = json::array();
  for (const store::Loss& loss : losses) ranges.push_back(app::LossRange(loss));
  return {{"acknowledged", std::move(ranges)}};
}

json WriteStatus(const app::ServiceStatus& status) {
  json out = {{"ready", status.ready},
              {"reasons", status.reasons},
              {"notices", status.notices},
              {"waiting", WaitingJson(status.waiting)},
              {"erasures",
               {{"waiting", status.erasures.waiting.count},
                {"oldest_seconds", Seconds(status.erasures.waiting.oldest)},
                {"kept_by_reader_seconds", Seconds(status.erasures.kept_by_reader)}}}};
  if (status.retention_until) out["retention_until"] = FormatTime(*status.retention_until);
  if (status.head) {
    out["size"] = status.head->size;
    out["root"] = EncodeHex(status.head->root);
  }
  return out;
}

}  // namespace temoin::control
