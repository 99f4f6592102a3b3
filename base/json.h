// JSON at the borders: reading with every bound checked, and the one canonical form that is hashed.
//
// nlohmann/json is the model and the serializer. Its own parser is not called directly on input
// from outside: it accepts any depth (a value nested 100,000 deep parses, then overflows the stack
// when it is copied) and keeps the last of two equal keys, which has no place in evidence.
//
// Thread-safety: pure functions.
#ifndef TEMOIN_BASE_JSON_H_
#define TEMOIN_BASE_JSON_H_

#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "base/result.h"

namespace temoin {

struct JsonLimits {
  size_t max_bytes = 16 * 1024;
  int max_depth = 32;
};

// RFC 8259 JSON in UTF-8 without a byte order mark. Refuses, with a pointer or a byte position:
// over-long text (kTooLarge), syntax errors, invalid UTF-8, nesting over the bound, duplicate keys,
// and text after the value (kInvalidArgument).
Result<nlohmann::json> ParseJson(std::string_view text, const JsonLimits& limits = {});

// RFC 8785 (JCS) restricted to what this program signs: object keys are ASCII, numbers are integers
// within +-(2^53 - 1). Anything else is kInvalidArgument. Sorted keys, no white space, UTF-8.
Result<std::string> CanonicalJson(const nlohmann::json& value);

// One reference token of an RFC 6901 pointer, escaped, with its leading slash: "/a~1b".
std::string PointerToken(std::string_view key);

}  // namespace temoin

#endif  // TEMOIN_BASE_JSON_H_
