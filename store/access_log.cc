#include "store/access_log.h"

#include <fmt/format.h>

#include <array>
#include <charconv>

#include "base/calendar.h"

namespace temoin::store {
namespace {

constexpr std::string_view kLines = "lines ";

std::array<uint8_t, 8> BigEndian(int64_t number) {
  std::array<uint8_t, 8> out{};
  auto rest = static_cast<uint64_t>(number);
  for (size_t i = out.size(); i-- > 0; rest >>= 8) out[i] = static_cast<uint8_t>(rest);
  return out;
}

}  // namespace

std::string ForgetDetail(uint64_t lines, Time before) {
  return fmt::format("{}{}, before {}", kLines, lines, FormatDate(before));
}

uint64_t ForgottenLines(const Access& access) {
  const std::string_view detail = access.detail;
  if (access.action != kForgetAction || !detail.starts_with(kLines)) return 0;
  uint64_t lines = 0;
  std::from_chars(detail.data() + kLines.size(), detail.data() + detail.size(), lines);
  return lines;
}

AccessChain Linked(const AccessChain& chain, int64_t id, Time at, const Digest& commitment) {
  return {.count = chain.count + 1,
          .hash = Sha256Stream()
                      .Update(chain.hash)
                      .Update(BigEndian(id))
                      .Update(BigEndian(at.time_since_epoch().count()))
                      .Update(commitment)
                      .Finish()};
}

}  // namespace temoin::store
