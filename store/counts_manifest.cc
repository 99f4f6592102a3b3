#include "store/counts_manifest.h"

#include <nlohmann/json.hpp>

#include "base/calendar.h"
#include "base/json.h"
#include "store/manifest_members.h"

namespace temoin::store {

Result<std::string> FormatCountsManifest(const CountsManifest& manifest) {
  const DayCounts& counts = manifest.counts;
  nlohmann::json out = {{"day", FormatDate(manifest.day)},
                        {"end", FormatTime(manifest.end)},
                        {"records", counts.records},
                        {"repeats", counts.repeats},
                        {"rows", EncodeHex(counts.rows)},
                        {"schema", counts.apart ? 2 : 1},
                        {"site", manifest.site},
                        {"start", FormatTime(manifest.start)},
                        {"time", FormatTime(manifest.time)}};
  if (counts.apart) {
    out["scans"] = counts.scans;
    out["marked"] = counts.marked;
  }
  return CanonicalJson(out);
}

Result<CountsManifest> ParseCountsManifest(std::string_view bytes) {
  ManifestMembers members(bytes, "a day's counts");
  CountsManifest out;
  out.site = members.Text("site");
  const auto day = ParseDate(members.Text("day"));
  out.start = members.Instant("start");
  out.end = members.Instant("end");
  out.counts.records = members.Number("records");
  out.counts.repeats = members.Number("repeats");
  out.counts.apart = members.Number("schema") != 1;
  if (out.counts.apart) {
    out.counts.scans = members.Number("scans");
    out.counts.marked = members.Number("marked");
  }
  out.counts.rows = members.Hash("rows");
  out.time = members.Instant("time");
  TEMOIN_RETURN_IF_ERROR(members.status());
  if (!day) return day.error();
  out.day = *day;
  TEMOIN_RETURN_IF_ERROR(members.Same(FormatCountsManifest(out)));
  return out;
}

}  // namespace temoin::store
