#include "server/http/metrics.h"

#include <prometheus/metric_family.h>
#include <prometheus/text_serializer.h>
#include <unistd.h>

#include <fstream>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace temoin::http {
namespace {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;
using Labels = std::vector<ClientMetric::Label>;

class Collector {
 public:
  void Counter(const std::string& name, const std::string& help, double value, Labels labels = {}) {
    ClientMetric metric;
    metric.label = std::move(labels);
    metric.counter.value = value;
    Family(name, help, MetricType::Counter).metric.push_back(std::move(metric));
  }

  void Gauge(const std::string& name, const std::string& help, double value, Labels labels = {}) {
    ClientMetric metric;
    metric.label = std::move(labels);
    metric.gauge.value = value;
    Family(name, help, MetricType::Gauge).metric.push_back(std::move(metric));
  }

  std::string Text() const { return prometheus::TextSerializer().Serialize(families_); }

 private:
  MetricFamily& Family(const std::string& name, const std::string& help, MetricType type) {
    for (MetricFamily& family : families_) {
      if (family.name == name) return family;
    }
    MetricFamily family;
    family.name = name;
    family.help = help;
    family.type = type;
    families_.push_back(std::move(family));
    return families_.back();
  }

  std::vector<MetricFamily> families_;
};

double ValueOf(const std::atomic<uint64_t>& counter) {
  return static_cast<double>(counter.load(std::memory_order_relaxed));
}
double ValueOf(const std::atomic<int64_t>& gauge) {
  return static_cast<double>(gauge.load(std::memory_order_relaxed));
}

void CollectFront(Collector& out, const FrontMetrics& front, const std::string& listener) {
  const Labels labels = {{"listener", listener}};
  out.Gauge("temoin_connections", "Open connections", ValueOf(front.connections_open), labels);
  out.Counter("temoin_connections_accepted_total", "Connections accepted",
              ValueOf(front.connections_accepted), labels);
  out.Counter("temoin_connections_timed_out_total", "Connections cut for being slow",
              ValueOf(front.connections_timed_out), labels);
  out.Counter("temoin_requests_total", "Requests that reached a handler", ValueOf(front.requests),
              labels);
  out.Gauge("temoin_requests_parked", "Requests that wait for the disk", ValueOf(front.parked),
            labels);
  for (size_t digit = 1; digit < front.responses.size(); ++digit) {
    out.Counter("temoin_responses_total", "Answers by class of status",
                ValueOf(front.responses[digit]),
                {{"listener", listener}, {"status", std::to_string(digit) + "xx"}});
  }
  for (size_t reason = 1; reason < kRejectReasonCount; ++reason) {
    out.Counter("temoin_requests_rejected_total", "Requests refused before a handler saw them",
                ValueOf(front.rejects[reason]),
                {{"listener", listener},
                 {"reason", std::string(RejectReasonName(static_cast<RejectReason>(reason)))}});
  }
}

void CollectRecorder(Collector& out, const app::RecorderMetrics& recorder,
                     const app::Recorder::ErasureState& erasing) {
  out.Counter("temoin_consents_recorded_total", "Choices recorded", ValueOf(recorder.choices));
  out.Counter("temoin_consents_unchanged_total", "Choices that stood already",
              ValueOf(recorder.unchanged));
  out.Counter("temoin_consents_repeated_total", "Choices sent again with the same key",
              ValueOf(recorder.repeated));
  out.Counter("temoin_consents_withheld_total",
              "Choices sent again with the same key and without the cookie that proves it",
              ValueOf(recorder.withheld));
  out.Counter("temoin_erasures_total", "Erasures asked for by visitors",
              ValueOf(recorder.erasures));
  out.Gauge("temoin_erasures_waiting",
            "Erasures that were asked for and are not over: a line, the checkpoint log or the "
            "write-ahead log is behind",
            static_cast<double>(erasing.waiting.count));
  out.Gauge("temoin_erasure_oldest_seconds", "Age of the oldest erasure that is not over",
            static_cast<double>(erasing.waiting.oldest.count()) / 1e3);
  out.Gauge("temoin_wal_kept_seconds",
            "How long a reader has kept what was erased in the write-ahead log",
            static_cast<double>(erasing.kept_by_reader.count()) / 1e3);
  out.Counter("temoin_commits_total", "Durable commits", ValueOf(recorder.batches));
  out.Counter("temoin_commit_seconds_total", "Time spent in commits",
              ValueOf(recorder.commit_micros) / 1e6);
  out.Counter("temoin_commits_failed_total", "Commits that failed",
              ValueOf(recorder.failed_commits));
  out.Counter("temoin_queue_full_total", "Choices refused because too many were waiting",
              ValueOf(recorder.refused_full));
  out.Gauge("temoin_queue_length", "Choices that wait for the writer", ValueOf(recorder.queued));
}

// A site of which nothing waits has a zero: an alert goes back by itself.
void CollectPurges(Collector& out, const app::PurgeWatch& purges, const app::Published& published) {
  std::map<std::string, uint64_t, std::less<>> waiting;
  for (const auto& [id, site] : published.sites) waiting.emplace(id, 0);
  for (const store::DueCount& due : purges.waiting()) waiting[due.site] = due.records;
  for (const auto& [site, records] : waiting) {
    out.Gauge("temoin_purge_waiting_records",
              "Records that are due, and wait for `temoin purge --approve`",
              static_cast<double>(records), {{"site", site}});
  }
}

void CollectPublished(Collector& out, const app::Published& published) {
  out.Gauge("temoin_catalog_fallback",
            "1 while the catalogue on disk could not be published and the last one is served",
            published.fallback ? 1 : 0);
  for (const auto& [id, site] : published.sites) {
    out.Gauge("temoin_revision_info", "The published revision of a site", 1,
              {{"site", id}, {"revision", site.revision}});
    out.Gauge("temoin_generation", "The generation of a site's published revision",
              static_cast<double>(site.generation), {{"site", id}});
  }
}

// A site whose script was not seen since the start has no row: zero would be a time.
void CollectScripts(Collector& out, const ScriptSightings& scripts,
                    const app::Published& published) {
  for (const auto& [id, site] : published.sites) {
    const std::optional<Time> last = scripts.Last(id);
    if (!last) continue;
    out.Gauge("temoin_script_seen_timestamp_seconds",
              "When a page of the site last asked for its script, since the start",
              static_cast<double>(last->time_since_epoch().count()), {{"site", id}});
  }
}

// Resident pages, from /proc/self/statm.
double ResidentBytes() {
  std::ifstream file("/proc/self/statm");
  double total = 0;
  double resident = 0;
  file >> total >> resident;
  return resident * static_cast<double>(::sysconf(_SC_PAGESIZE));
}

}  // namespace

std::string CollectMetrics(const MetricSources& sources) {
  Collector out;
  out.Gauge("temoin_ready", "1 when visitors may be sent here",
            sources.services.readiness.ready() ? 1 : 0);
  for (const auto& [part, reason] : sources.services.readiness.reasons()) {
    out.Gauge("temoin_unready_part", "A part that is out of order", 1, {{"part", part}});
  }
  if (const auto losses = sources.services.store.Losses()) {
    uint64_t entries = 0;
    size_t pending = 0;
    for (const store::Loss& loss : *losses) {
      if (loss.acknowledged) continue;
      ++pending;
      entries += loss.end - loss.first;
    }
    out.Gauge("temoin_losses", "Losses that nobody acknowledged yet; choices wait",
              static_cast<double>(pending));
    out.Gauge("temoin_lost_entries", "Entries of the log that these name",
              static_cast<double>(entries));
  }
  if (const auto head = sources.services.store.ReadHead()) {
    out.Gauge("temoin_log_entries", "Entries of the log; fewer than before: it was set back",
              static_cast<double>(head->size));
  }
  if (sources.public_front) CollectFront(out, *sources.public_front, "public");
  if (sources.staff_front) CollectFront(out, *sources.staff_front, "staff");
  if (sources.public_handler) {
    out.Counter("temoin_rate_limited_total", "Requests refused by the rate limit",
                ValueOf(sources.public_handler->rate_limited));
    out.Counter("temoin_wrong_origin_total", "Requests from pages that are none of the site's",
                ValueOf(sources.public_handler->wrong_origin));
    out.Counter("temoin_choices_capped_total", "Choices refused by the cap of an hour",
                ValueOf(sources.public_handler->choices_capped));
  }
  if (sources.scripts) {
    CollectScripts(out, *sources.scripts, *sources.services.snapshot.Get()->published);
  }
  if (sources.clock) {
    out.Gauge("temoin_clock_vouched", "0 while the machine's clock cannot be gone by",
              sources.clock->Vouched() ? 1 : 0);
  }
  if (sources.purges) {
    CollectPurges(out, *sources.purges, *sources.services.snapshot.Get()->published);
  }
  CollectRecorder(out, sources.services.recorder.metrics(),
                  sources.services.recorder.erasure_state());
  CollectPublished(out, *sources.services.snapshot.Get()->published);
  out.Gauge("process_resident_memory_bytes", "Resident memory", ResidentBytes());
  return out.Text();
}

}  // namespace temoin::http
