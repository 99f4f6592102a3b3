#include "server/http/metrics.h"

#include <prometheus/metric_family.h>
#include <prometheus/text_serializer.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cassert>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/version.h"
#include "server/http/metrics_table.h"

namespace temoin::http {
namespace {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;
using Labels = std::vector<ClientMetric::Label>;

constexpr double kMicrosInSecond = 1e6;

MetricType TypeOf(MetricKind kind) {
  switch (kind) {
    case MetricKind::kCounter:
      return MetricType::Counter;
    case MetricKind::kGauge:
      return MetricType::Gauge;
    case MetricKind::kHistogram:
      return MetricType::Histogram;
  }
  return MetricType::Untyped;
}

// Each name is one of the table's.
class Collector {
 public:
  void Add(std::string_view name, double value, Labels labels = {}) {
    ClientMetric metric;
    metric.label = std::move(labels);
    MetricFamily& family = Family(name);
    (family.type == MetricType::Counter ? metric.counter.value : metric.gauge.value) = value;
    family.metric.push_back(std::move(metric));
  }
  template <typename Number>
  void Add(std::string_view name, const std::atomic<Number>& value, Labels labels = {}) {
    Add(name, static_cast<double>(value.load(std::memory_order_relaxed)), std::move(labels));
  }
  void Add(std::string_view name, Time at) {
    Add(name, static_cast<double>(at.time_since_epoch().count()));
  }
  // `parts`: how many of the histogram are one of the unit in the name.
  void Add(std::string_view name, const Histogram::Reading& read, double parts,
           Labels labels = {}) {
    ClientMetric metric;
    metric.label = std::move(labels);
    metric.histogram.sample_count = read.observed;
    metric.histogram.sample_sum = static_cast<double>(read.sum) / parts;
    uint64_t so_far = 0;
    for (size_t i = 0; i < read.counts.size(); ++i) {
      so_far += read.counts[i];
      metric.histogram.bucket.push_back({so_far, i < read.bounds.size()
                                                     ? static_cast<double>(read.bounds[i]) / parts
                                                     : std::numeric_limits<double>::infinity()});
    }
    Family(name).metric.push_back(std::move(metric));
  }

  std::string Text() const { return prometheus::TextSerializer().Serialize(families_); }

 private:
  MetricFamily& Family(std::string_view name) {
    for (MetricFamily& family : families_) {
      if (family.name == name) return family;
    }
    const Metric* const row = FindMetric(name);
    assert(row != nullptr);
    families_.push_back({std::string(name), std::string(row->help), TypeOf(row->kind),
                         std::vector<ClientMetric>()});
    return families_.back();
  }

  std::vector<MetricFamily> families_;
};

void CollectFront(Collector& out, const FrontMetrics& front, const std::string& listener) {
  const Labels labels = {{"listener", listener}};
  const auto labelled = [&labels](const char* name, std::string_view value) {
    Labels both = labels;
    both.push_back({name, std::string(value)});
    return both;
  };
  out.Add("temoin_connections", front.connections_open, labels);
  out.Add("temoin_connections_accepted_total", front.connections_accepted, labels);
  out.Add("temoin_connections_timed_out_total", front.connections_timed_out, labels);
  out.Add("temoin_requests_total", front.requests, labels);
  out.Add("temoin_requests_parked", front.parked, labels);
  out.Add("temoin_request_duration_seconds", front.reading.Read(), kMicrosInSecond,
          labelled("method", "GET"));
  out.Add("temoin_request_duration_seconds", front.writing.Read(), kMicrosInSecond,
          labelled("method", "other"));
  for (size_t digit = 1; digit < front.responses.size(); ++digit) {
    out.Add("temoin_responses_total", front.responses[digit],
            labelled("status", std::to_string(digit) + "xx"));
  }
  for (size_t reason = 1; reason < kRejectReasonCount; ++reason) {
    out.Add("temoin_requests_rejected_total", front.rejects[reason],
            labelled("reason", RejectReasonName(static_cast<RejectReason>(reason))));
  }
  for (size_t problem = 0; problem < kProblemNames.size(); ++problem) {
    out.Add("temoin_problems_total", front.problems[problem],
            labelled("problem", kProblemNames[problem]));
  }
}

void CollectHandler(Collector& out, const PublicMetrics& handler) {
  out.Add("temoin_rate_limited_total", handler.rate_limited);
  out.Add("temoin_wrong_origin_total", handler.wrong_origin);
  out.Add("temoin_choices_capped_total", handler.choices_capped);
}

void CollectRecorder(Collector& out, const app::RecorderMetrics& recorder,
                     const app::Recorder::ErasureState& erasing) {
  out.Add("temoin_consents_recorded_total", recorder.choices);
  out.Add("temoin_consents_unchanged_total", recorder.unchanged);
  out.Add("temoin_consents_repeated_total", recorder.repeated);
  out.Add("temoin_consents_withheld_total", recorder.withheld);
  out.Add("temoin_erasures_total", recorder.erasures);
  out.Add("temoin_erasures_waiting", static_cast<double>(erasing.waiting.count));
  out.Add("temoin_erasure_oldest_seconds",
          static_cast<double>(erasing.waiting.oldest.count()) / 1e3);
  out.Add("temoin_wal_kept_seconds", static_cast<double>(erasing.kept_by_reader.count()) / 1e3);
  const Histogram::Reading commits = recorder.commits.Read();
  out.Add("temoin_commits_total", static_cast<double>(commits.observed));
  out.Add("temoin_commit_seconds_total", static_cast<double>(commits.sum) / kMicrosInSecond);
  out.Add("temoin_commit_duration_seconds", commits, kMicrosInSecond);
  out.Add("temoin_commit_choices", recorder.batches.Read(), 1);
  out.Add("temoin_sync_duration_seconds", recorder.syncs.Read(), kMicrosInSecond,
          {{"file", "database"}});
  out.Add("temoin_commits_failed_total", recorder.failed_commits);
  out.Add("temoin_queue_full_total", recorder.refused_full);
  out.Add("temoin_queue_length", recorder.queued);
}

void CollectLosses(Collector& out, const store::Store& store) {
  const auto losses = store.Losses();
  if (!losses) return;
  uint64_t entries = 0;
  size_t pending = 0;
  for (const store::Loss& loss : *losses) {
    if (loss.acknowledged) continue;
    ++pending;
    entries += loss.end - loss.first;
  }
  out.Add("temoin_losses", static_cast<double>(pending));
  out.Add("temoin_lost_entries", static_cast<double>(entries));
}

void CollectFindings(Collector& out, const app::FindingsWatch::Findings& findings) {
  for (const auto& [site, found] : findings) {
    const std::pair<const char*, uint64_t> counts[] = {
        {"error", found.errors}, {"warning", found.warnings}, {"waived", found.waived}};
    for (const auto& [severity, count] : counts) {
      out.Add("temoin_catalog_findings", static_cast<double>(count),
              {{"site", site}, {"severity", severity}});
    }
    if (found.waiver_end) {
      out.Add("temoin_waiver_end_timestamp_seconds",
              static_cast<double>(found.waiver_end->time_since_epoch().count()), {{"site", site}});
    }
  }
}

void CollectMeasures(Collector& out, const app::Measures& measures,
                     const app::Published& published) {
  out.Add("temoin_clock_vouched", measures.clock_vouched ? 1 : 0);
  out.Add("temoin_database_bytes", static_cast<double>(measures.database_bytes));
  out.Add("temoin_wal_bytes", static_cast<double>(measures.wal_bytes));
  out.Add("temoin_log_journal_bytes", static_cast<double>(measures.checkpoint_log_bytes));
  if (measures.log_entries) {
    out.Add("temoin_log_entries", static_cast<double>(*measures.log_entries));
  }
  out.Add("temoin_log_signed_entries", static_cast<double>(measures.signed_entries));
  if (measures.checkpoint_at) {
    out.Add("temoin_checkpoint_timestamp_seconds", *measures.checkpoint_at);
  }
  out.Add("temoin_anchored_entries", static_cast<double>(measures.anchored_entries));
  if (measures.anchored_at) out.Add("temoin_anchor_timestamp_seconds", *measures.anchored_at);
  for (const app::AuthorityStanding& standing : measures.authorities) {
    out.Add("temoin_authority_late", standing.late ? 1 : 0, {{"authority", standing.authority}});
  }
  if (measures.log_syncs) {
    out.Add("temoin_sync_duration_seconds", *measures.log_syncs, kMicrosInSecond,
            {{"file", "log"}});
  }
  if (measures.purge_finished) {
    out.Add("temoin_purge_finished_timestamp_seconds", *measures.purge_finished);
  }
  // A site of which nothing waits has a zero: an alert goes back by itself.
  std::map<std::string, uint64_t, std::less<>> waiting;
  for (const auto& [id, site] : published.sites) waiting.emplace(id, 0);
  for (const store::DueCount& due : measures.purges_waiting) waiting[due.site] = due.records;
  for (const auto& [site, records] : waiting) {
    out.Add("temoin_purge_waiting_records", static_cast<double>(records), {{"site", site}});
  }
  if (measures.findings) CollectFindings(out, *measures.findings);
  for (const auto& [site, bare] : measures.without_pictures) {
    out.Add("temoin_revisions_without_pictures", static_cast<double>(bare.in_force),
            {{"site", site}, {"in_force", "true"}});
    out.Add("temoin_revisions_without_pictures", static_cast<double>(bare.earlier),
            {{"site", site}, {"in_force", "false"}});
  }
}

void CollectPublished(Collector& out, const app::Published& published) {
  out.Add("temoin_catalog_fallback", published.fallback ? 1 : 0);
  for (const auto& [id, site] : published.sites) {
    out.Add("temoin_revision_info", 1, {{"site", id}, {"revision", site.revision}});
    out.Add("temoin_generation", static_cast<double>(site.generation), {{"site", id}});
  }
}

// A site whose script was not seen since the start has no row: zero would be a time.
void CollectScripts(Collector& out, const ScriptSightings& scripts,
                    const app::Published& published) {
  for (const auto& [id, site] : published.sites) {
    const std::optional<Time> last = scripts.Last(id);
    if (!last) continue;
    out.Add("temoin_script_seen_timestamp_seconds",
            static_cast<double>(last->time_since_epoch().count()), {{"site", id}});
  }
}

// From /proc/self, as proc(5) has it.
void CollectProcess(Collector& out) {
  std::ifstream pages("/proc/self/statm");
  double total = 0;
  double resident = 0;
  pages >> total >> resident;
  out.Add("process_resident_memory_bytes", resident * static_cast<double>(::sysconf(_SC_PAGESIZE)));
  std::error_code error;
  const std::filesystem::directory_iterator open("/proc/self/fd", error);
  if (!error) {
    out.Add("process_open_fds", static_cast<double>(std::distance(begin(open), end(open))));
  }
  rusage used{};
  if (::getrusage(RUSAGE_SELF, &used) == 0) {
    const auto seconds = [](const timeval& time) {
      return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / kMicrosInSecond;
    };
    out.Add("process_cpu_seconds_total", seconds(used.ru_utime) + seconds(used.ru_stime));
  }
}

}  // namespace

std::string CollectMetrics(const MetricSources& sources) {
  const Services& services = sources.services;
  const std::shared_ptr<const Snapshot> snapshot = services.snapshot.Get();
  Collector out;
  out.Add("temoin_build_info", 1, {{"version", std::string(ProgramVersion())}});
  out.Add("temoin_ready", services.readiness.ready() ? 1 : 0);
  for (const auto& [part, reason] : services.readiness.reasons()) {
    out.Add("temoin_unready_part", 1, {{"part", part}});
  }
  if (sources.public_front) CollectFront(out, *sources.public_front, "public");
  if (sources.staff_front) CollectFront(out, *sources.staff_front, "staff");
  if (sources.public_handler) CollectHandler(out, *sources.public_handler);
  if (sources.scripts) CollectScripts(out, *sources.scripts, *snapshot->published);
  CollectRecorder(out, services.recorder.metrics(), services.recorder.erasure_state());
  CollectLosses(out, services.store);
  if (sources.measures) CollectMeasures(out, *sources.measures, *snapshot->published);
  if (sources.tokens) {
    out.Add("temoin_last_resort_uses_total",
            static_cast<double>(sources.tokens->last_resort_uses()));
  }
  CollectPublished(out, *snapshot->published);
  CollectProcess(out);
  return out.Text();
}

}  // namespace temoin::http
