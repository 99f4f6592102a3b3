// The members of a manifest, read one by one: the first that is missing or of another kind is the
// error of all. What is read is written again by the manifest's own format and compared, so that
// nothing stands in it beside.
//
// Bounds: kMaxManifestBytes, 4 levels. Errors: kInvalidArgument, naming what the bytes are not.
//
// Thread-safety: one thread.
#ifndef TEMOIN_STORE_MANIFEST_MEMBERS_H_
#define TEMOIN_STORE_MANIFEST_MEMBERS_H_

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/crypto.h"
#include "base/result.h"
#include "store/index_ranges.h"
#include "store/purge_manifest.h"

namespace temoin::store {

class ManifestMembers {
 public:
  // `what` names the manifest in an error: "a hold". It outlives this.
  ManifestMembers(std::string_view bytes, std::string_view what);

  uint64_t Number(const char* member);
  std::optional<uint64_t> MaybeNumber(const char* member);  // null: none
  std::string Text(const char* member);
  std::string Object(const char* member);  // as canonical JSON
  Digest Hash(const char* member);         // of 64 lower hex digits
  Time Day(const char* member);            // "2026-11-26"
  Time Instant(const char* member);
  std::optional<Time> MaybeInstant(const char* member);  // null: none
  IndexRanges Ranges(const char* member);

  const Status& status() const { return status_; }
  // What was read, written again, must be the bytes.
  Status Same(const Result<std::string>& again) const;

 private:
  const nlohmann::json* Find(const char* member);
  void Fail(std::string_view why);
  uint64_t NumberOf(const nlohmann::json& value, const char* member);
  Time InstantOf(const nlohmann::json& value);

  std::string bytes_;
  std::string_view what_;
  nlohmann::json value_;
  Status status_;
};

}  // namespace temoin::store

#endif  // TEMOIN_STORE_MANIFEST_MEMBERS_H_
