#include "app/recording/upkeep.h"

#include <fmt/format.h>

#include <filesystem>
#include <system_error>

#include "app/log/log_loss.h"
#include "app/publish/published_sites.h"
#include "base/calendar.h"

namespace temoin::app {
namespace {

// What is no reason to be unready, and yet nothing to pass over.
std::vector<std::string> Notices(const LogPublisher* log) {
  std::string ids;
  if (log != nullptr) {
    for (const std::string& id : log->missing_keys()) ids += (ids.empty() ? "" : ", ") + id;
  }
  if (ids.empty()) return {};
  return {"log.vkeys lacks earlier keys of this log, with the ids " + ids +
          ": put their lines back from a backup; what they signed verifies no more"};
}

// What may be another's, or not the latest, is erased from by nobody.
Status VouchedFor(const Readiness& readiness) {
  if (!readiness.holds_choices()) return {};
  return Error(ErrorCode::kUnavailable,
               fmt::format("Nothing is erased while the database cannot be vouched for. {}",
                           readiness.why()));
}

}  // namespace

Result<Purged> EraseDue(const Machine& machine, const Actor& actor, const Purge& command) {
  TEMOIN_ASSIGN_OR_RETURN(const auto losses, PendingLosses(machine.context.store));
  if (!losses.empty()) return Error(ErrorCode::kUnavailable, LossSentence(losses));
  TEMOIN_RETURN_IF_ERROR(VouchedFor(machine.readiness));
  if (command.approval) {
    TEMOIN_RETURN_IF_ERROR(Note(machine.context, actor, "purge.approve", command.approval->site,
                                fmt::format("{} records", command.approval->records)));
  }
  Purged out;
  TEMOIN_ASSIGN_OR_RETURN(out.report,
                          PurgeNow(machine.context.store, machine.recorder, machine.clock,
                                   machine.purge_limit, command.approval));
  if (machine.purges != nullptr) machine.purges->Note(out.report.waiting);
  out.over = out.report.purged == 0 || machine.recorder.AwaitErasures(machine.erase_wait);
  return out;
}

Status CheckBackupLife(const catalog::Site& site, int64_t days, Time now) {
  const Duration& kept = site.evidence_retention.duration;
  if (AddDuration(now, {.days = days}) < AddDuration(now, kept)) return {};
  return Error(
      ErrorCode::kUnprocessable,
      fmt::format("A backup that is kept for {} days outlives the evidence of {}, which is "
                  "kept for {}: what was erased could come back from it. Keep it for "
                  "fewer days.",
                  days, site.id, FormatDuration(kept)));
}

Result<uint64_t> CopyDatabase(const Machine& machine, const Actor& actor, const Backup& command) {
  if (!command.to.starts_with('/')) {
    return Error(ErrorCode::kInvalidArgument, "a backup is written to an absolute path", "/to");
  }
  if (command.kept_days) {
    TEMOIN_ASSIGN_OR_RETURN(const auto names, ListPublishedSites(machine.data_directory));
    for (const PublishedName& name : names) {
      const auto site = ReadPublishedSite(machine.data_directory, name);
      if (!site.ok()) continue;
      TEMOIN_RETURN_IF_ERROR(CheckBackupLife(**site, *command.kept_days, machine.context.now));
    }
  }
  TEMOIN_RETURN_IF_ERROR(Note(machine.context, actor, "backup", "", ""));
  // A little at a time: what visitors choose goes on in between.
  constexpr size_t kPages = 256;
  for (bool more = true; more;) {
    TEMOIN_RETURN_IF_ERROR(machine.context.write([&](store::Store& store) -> Status {
      TEMOIN_ASSIGN_OR_RETURN(more, store.BackupPages(command.to, kPages));
      return {};
    }));
  }
  std::error_code error;
  const uintmax_t bytes = std::filesystem::file_size(command.to, error);
  return error ? 0 : uint64_t{bytes};
}

Status Restore(const PutInPlace& put, const RestoreFile& command) {
  if (command.file.empty()) {
    return Error(ErrorCode::kInvalidArgument,
                 "say which FILE is to be restored, or --acknowledge-loss");
  }
  return put(command.file, command.data_directory);
}

Result<ServiceStatus> StatusOf(const Machine& machine, const Actor& /*actor*/,
                               const ShowStatus& /*command*/) {
  ServiceStatus out;
  out.ready = machine.readiness.ready();
  out.reasons = machine.readiness.reasons();
  out.notices = Notices(machine.log);
  out.erasures = machine.recorder.erasure_state();
  out.retention_until = machine.clock.RetentionEnd();
  // A store that cannot be read is among the reasons.
  const auto head = machine.context.store.ReadHead();
  if (!head) {
    if (out.ready) return head.error();
    return out;
  }
  out.head = *head;
  TEMOIN_ASSIGN_OR_RETURN(out.waiting,
                          PurgesWaiting(machine.context.store, machine.clock, machine.purge_limit));
  return out;
}

}  // namespace temoin::app
