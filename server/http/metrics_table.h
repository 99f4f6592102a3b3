// Every metric of GET /metrics, one row each: its name, kind, labels and what it says. The
// response, `temoin config metrics` and docs/metrics.md are made from this table.
//
// Thread-safety: constant.
#ifndef TEMOIN_SERVER_HTTP_METRICS_TABLE_H_
#define TEMOIN_SERVER_HTTP_METRICS_TABLE_H_

#include <cstdint>
#include <span>
#include <string_view>

namespace temoin::http {

enum class MetricKind : uint8_t { kCounter, kGauge, kHistogram };
std::string_view MetricKindName(MetricKind kind);

struct Metric {
  std::string_view name;
  MetricKind kind;
  std::string_view labels;  // with spaces between
  std::string_view help;
};

// In the order in which they are told.
std::span<const Metric> MetricTable();
// nullptr: there is none.
const Metric* FindMetric(std::string_view name);

}  // namespace temoin::http

#endif  // TEMOIN_SERVER_HTTP_METRICS_TABLE_H_
