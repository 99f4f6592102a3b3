// The page's context (cookie `pctx`): what the banner needs to know of the choice, readable by the
// page, carrying no identifier.
//
//   1~<revision>~<generation>~<given_at>~<valid_until>~<service>:<0|1>_<service>:<0|1>…
//
// revision: 64 lower hex; times: seconds since 1970 in decimal without leading zeros; services in
// byte order, all refusable ones of that revision (the part is empty when there is none). Only
// cookie-octets of RFC 6265 section 4.1.1.
//
// Thread-safety: pure functions and values.
#ifndef TEMOIN_CONSENT_CONTEXT_H_
#define TEMOIN_CONSENT_CONTEXT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "consent/choice.h"

namespace temoin::consent {

inline constexpr size_t kMaxContextBytes = 3800;  // browsers drop cookies over 4096 bytes

struct Context {
  std::string revision{};
  int64_t generation = 1;
  Time given_at{};
  Time valid_until{};
  Decisions decisions{};

  bool operator==(const Context&) const = default;
};

std::string EncodeContext(const Context& context);
// Nothing for any text that EncodeContext would not have written, or over kMaxContextBytes.
std::optional<Context> DecodeContext(std::string_view text);

}  // namespace temoin::consent

#endif  // TEMOIN_CONSENT_CONTEXT_H_
