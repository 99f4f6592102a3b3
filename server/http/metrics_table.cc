#include "server/http/metrics_table.h"

#include <algorithm>
#include <array>

namespace temoin::http {
namespace {

constexpr auto kCounter = MetricKind::kCounter;
constexpr auto kGauge = MetricKind::kGauge;
constexpr auto kHistogram = MetricKind::kHistogram;

constexpr auto kTable = std::to_array<Metric>({
    {"temoin_build_info", kGauge, "version", "1, for the version that runs"},
    {"temoin_ready", kGauge, "", "1 when visitors may be sent here"},
    {"temoin_unready_part", kGauge, "part", "A part that is out of order"},

    {"temoin_connections", kGauge, "listener", "Open connections"},
    {"temoin_connections_accepted_total", kCounter, "listener", "Connections accepted"},
    {"temoin_connections_timed_out_total", kCounter, "listener", "Connections cut for being slow"},
    {"temoin_requests_total", kCounter, "listener", "Requests that reached a handler"},
    {"temoin_requests_parked", kGauge, "listener", "Requests that wait for the disk"},
    {"temoin_request_duration_seconds", kHistogram, "listener method",
     "From a request read whole to its answer ready to be sent; method is GET (HEAD too) or other"},
    {"temoin_responses_total", kCounter, "listener status", "Answers by class of status"},
    {"temoin_requests_rejected_total", kCounter, "listener reason",
     "Requests refused before a handler saw them"},
    {"temoin_problems_total", kCounter, "listener problem",
     "Requests that a handler refused, by what was wrong: the end of the type of the answer"},
    {"temoin_rate_limited_total", kCounter, "", "Requests refused by the rate limit"},
    {"temoin_wrong_origin_total", kCounter, "", "Requests from pages that are none of the site's"},
    {"temoin_choices_capped_total", kCounter, "", "Choices refused by the cap of an hour"},

    {"temoin_consents_recorded_total", kCounter, "", "Choices recorded"},
    {"temoin_consents_unchanged_total", kCounter, "", "Choices that stood already"},
    {"temoin_consents_repeated_total", kCounter, "", "Choices sent again with the same key"},
    {"temoin_consents_withheld_total", kCounter, "",
     "Choices sent again with the same key and without the cookie that proves it"},
    {"temoin_queue_length", kGauge, "", "Choices that wait for the writer"},
    {"temoin_queue_full_total", kCounter, "", "Choices refused because too many were waiting"},
    {"temoin_commits_total", kCounter, "", "Durable commits"},
    {"temoin_commit_seconds_total", kCounter, "", "Time spent in durable commits"},
    {"temoin_commit_duration_seconds", kHistogram, "",
     "Time of a durable commit, from its first row to its answers"},
    {"temoin_commit_choices", kHistogram, "", "Choices recorded by a commit"},
    {"temoin_commits_failed_total", kCounter, "", "Commits that failed"},
    {"temoin_sync_duration_seconds", kHistogram, "file",
     "Time until the disk had it: of a commit (database), of a checkpoint's entries (log)"},

    {"temoin_database_bytes", kGauge, "", "Size of the database"},
    {"temoin_wal_bytes", kGauge, "", "Size of the database's write-ahead log"},
    {"temoin_log_journal_bytes", kGauge, "", "Size of the checkpoint log"},
    {"temoin_log_entries", kGauge, "", "Entries of the log; fewer than before: it was set back"},
    {"temoin_log_signed_entries", kGauge, "",
     "Entries of the log that the served checkpoint signs"},
    {"temoin_checkpoint_timestamp_seconds", kGauge, "", "When the served checkpoint was signed"},
    {"temoin_anchored_entries", kGauge, "", "Entries of the log that a time stamp dates"},
    {"temoin_anchor_timestamp_seconds", kGauge, "", "What the newest time stamp says"},
    {"temoin_authority_late", kGauge, "authority",
     "1 where an authority has stamped no checkpoint for two days"},
    {"temoin_losses", kGauge, "", "Losses that nobody acknowledged yet; choices wait"},
    {"temoin_lost_entries", kGauge, "", "Entries of the log that these name"},

    {"temoin_erasures_total", kCounter, "", "Erasures asked for by visitors"},
    {"temoin_erasures_waiting", kGauge, "",
     "Erasures that were asked for and are not over: a line, the checkpoint log or the write-ahead "
     "log is behind"},
    {"temoin_erasure_oldest_seconds", kGauge, "", "Age of the oldest erasure that is not over"},
    {"temoin_wal_kept_seconds", kGauge, "",
     "How long a reader has kept what was erased in the write-ahead log"},
    {"temoin_purge_waiting_records", kGauge, "site",
     "Records that are due, and wait for `temoin purge --approve`"},
    {"temoin_purge_finished_timestamp_seconds", kGauge, "",
     "When everything that was due was last looked through; every hour"},

    {"temoin_last_resort_uses_total", kCounter, "", "Requests with a staff token of last resort"},

    {"temoin_clock_vouched", kGauge, "", "0 while the machine's clock cannot be gone by"},
    {"temoin_catalog_fallback", kGauge, "",
     "1 while the catalogue on disk could not be published and the last one is served"},
    {"temoin_revision_info", kGauge, "site revision", "1, for the published revision of a site"},
    {"temoin_generation", kGauge, "site", "The generation of a site's published revision"},
    {"temoin_script_seen_timestamp_seconds", kGauge, "site",
     "When a page of the site last asked for its script, since the start; no row before that"},
    {"temoin_catalog_findings", kGauge, "site severity",
     "What the rules say today of a site as it is published: error and warning without a waiver in "
     "force, and waived"},
    {"temoin_waiver_end_timestamp_seconds", kGauge, "site",
     "When the first of a site's waivers that are in force ends"},
    {"temoin_revisions_without_pictures", kGauge, "site in_force",
     "Revisions that were published and that no picture was filed of"},

    {"process_resident_memory_bytes", kGauge, "", "Resident memory"},
    {"process_open_fds", kGauge, "", "Open file descriptors"},
    {"process_cpu_seconds_total", kCounter, "", "Processor time, user and system"},
});

}  // namespace

std::string_view MetricKindName(MetricKind kind) {
  switch (kind) {
    case MetricKind::kCounter:
      return "counter";
    case MetricKind::kGauge:
      return "gauge";
    case MetricKind::kHistogram:
      return "histogram";
  }
  return {};
}

std::span<const Metric> MetricTable() { return kTable; }

const Metric* FindMetric(std::string_view name) {
  const auto found = std::ranges::find(kTable, name, &Metric::name);
  return found == kTable.end() ? nullptr : &*found;
}

}  // namespace temoin::http
