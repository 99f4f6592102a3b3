#include "store/hold_manifest.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "base/calendar.h"
#include "base/json.h"
#include "store/manifest_members.h"

namespace temoin::store {
namespace {

constexpr std::string_view kPlace = "place";
constexpr std::string_view kLimit = "limit";
constexpr std::string_view kRelease = "release";

nlohmann::json JsonOf(const std::optional<Time>& time) {
  return time ? nlohmann::json(FormatTime(*time)) : nlohmann::json();
}

Result<Digest> PersonOf(ByteView random, const nlohmann::json& said) {
  TEMOIN_ASSIGN_OR_RETURN(const std::string text, CanonicalJson(said));
  return HmacSha256(random, AsBytes(text));
}

}  // namespace

Result<HoldManifest> ManifestOfHold(const Hold& hold, ByteView random) {
  HoldManifest out{.hold = hold.id,
                   .kind = hold.kind,
                   .site = hold.site,
                   .from = hold.from,
                   .to = hold.to,
                   .records = MakeRanges(hold.records),
                   .review = hold.review,
                   .time = hold.created};
  TEMOIN_ASSIGN_OR_RETURN(out.person,
                          PersonOf(random, {{"author", hold.author}, {"reason", hold.reason}}));
  return out;
}

Result<HoldManifest> ManifestOfRelease(const Hold& hold, ByteView random) {
  HoldManifest out{.hold = hold.id, .released = true, .time = hold.released.value_or(Time{})};
  TEMOIN_ASSIGN_OR_RETURN(out.person, PersonOf(random, {{"author", hold.released_by}}));
  return out;
}

Result<std::string> FormatHoldManifest(const HoldManifest& manifest) {
  const std::string_view placed = manifest.kind == HoldKind::kLimitation ? kLimit : kPlace;
  nlohmann::json out{{"action", manifest.released ? kRelease : placed},
                     {"hold", manifest.hold},
                     {"person", EncodeHex(manifest.person)},
                     {"schema", 1},
                     {"time", FormatTime(manifest.time)}};
  uint64_t count = 0;
  if (!manifest.released) {
    out["site"] = manifest.site;
    out["from"] = JsonOf(manifest.from);
    out["to"] = JsonOf(manifest.to);
    out["review"] = FormatTime(manifest.review);
    nlohmann::json& records = out["records"] = nlohmann::json::array();
    for (const auto& [first, last] : manifest.records) {
      records.push_back({first, last});
    }
    count = CountOf(manifest.records);
  }
  TEMOIN_ASSIGN_OR_RETURN(std::string text, CanonicalJson(out));
  if (text.size() <= kMaxManifestBytes && count <= kMaxHoldRecords) return text;
  return Error(ErrorCode::kTooLarge, "The hold names too many records apart; name a period.");
}

Result<HoldManifest> ParseHoldManifest(std::string_view bytes) {
  ManifestMembers members(bytes, "a hold");
  HoldManifest out;
  const std::string action = members.Text("action");
  out.hold = static_cast<int64_t>(members.Number("hold"));
  out.person = members.Hash("person");
  out.time = members.Instant("time");
  out.released = action == kRelease;
  if (!out.released) {
    if (action == kLimit) out.kind = HoldKind::kLimitation;
    out.site = members.Text("site");
    out.from = members.MaybeInstant("from");
    out.to = members.MaybeInstant("to");
    out.review = members.Instant("review");
    out.records = members.Ranges("records");
  }
  TEMOIN_RETURN_IF_ERROR(members.status());
  TEMOIN_RETURN_IF_ERROR(members.Same(FormatHoldManifest(out)));
  return out;
}

}  // namespace temoin::store
