// What GET /metrics says, in the Prometheus text format: read from the parts' own counters when it
// is asked, so that counting costs nothing in between. metrics_table.h says what each one means.
//
// Thread-safety: Collect from any thread; every source is atomic or locks itself.
#ifndef TEMOIN_SERVER_HTTP_METRICS_H_
#define TEMOIN_SERVER_HTTP_METRICS_H_

#include <string>
#include <string_view>

#include "app/measures.h"
#include "app/staff/staff_tokens.h"
#include "server/http/public/public_handler.h"
#include "server/http/services.h"
#include "server/http/transport/front.h"

namespace temoin::http {

inline constexpr std::string_view kMetricsType = "text/plain; version=0.0.4; charset=utf-8";

struct MetricSources {
  Services services;
  const FrontMetrics* public_front = nullptr;
  const FrontMetrics* staff_front = nullptr;
  const PublicMetrics* public_handler = nullptr;
  const ScriptSightings* scripts = nullptr;
  const app::Measures* measures = nullptr;
  const app::StaffTokens* tokens = nullptr;
};

// The text exposition.
std::string CollectMetrics(const MetricSources& sources);

}  // namespace temoin::http

#endif  // TEMOIN_SERVER_HTTP_METRICS_H_
