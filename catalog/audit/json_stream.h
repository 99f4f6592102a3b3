// JSON read as events from a source of any length, in bounded memory.
//
// A HAR holds whole response bodies: a string is kept up to `max_string` bytes and the rest of it
// is passed over. Depth is bounded. What is read is well-formed JSON (RFC 8259) except that strings
// are not checked for valid UTF-8 and numbers are handed on as they are written. Escaped surrogates
// are joined; one that stands alone becomes U+FFFD.
//
// Thread-safety: one thread at a time.
#ifndef TEMOIN_CATALOG_AUDIT_JSON_STREAM_H_
#define TEMOIN_CATALOG_AUDIT_JSON_STREAM_H_

#include <cstddef>
#include <functional>
#include <string_view>

#include "base/result.h"

namespace temoin::catalog {

// Fills the buffer and returns how much; 0 at the end.
using ByteSource = std::function<size_t(char* buffer, size_t size)>;

class JsonEvents {
 public:
  virtual ~JsonEvents() = default;
  virtual void StartObject() = 0;
  virtual void EndObject() = 0;
  virtual void StartArray() = 0;
  virtual void EndArray() = 0;
  virtual void Key(std::string_view key) = 0;
  // Its first `max_string` bytes; `whole`: there are no more.
  virtual void String(std::string_view value, bool whole) = 0;
  virtual void Scalar(std::string_view text) = 0;  // a number, true, false or null
};

struct JsonStreamLimits {
  size_t max_string = 64 * 1024;
  int max_depth = 64;
};

// kInvalidArgument with the byte position when it is not JSON.
Status ReadJsonStream(const ByteSource& source, JsonEvents& events,
                      const JsonStreamLimits& limits = {});

}  // namespace temoin::catalog

#endif  // TEMOIN_CATALOG_AUDIT_JSON_STREAM_H_
