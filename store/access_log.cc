#include "store/access_log.h"

#include <array>

namespace temoin::store {
namespace {

std::array<uint8_t, 8> BigEndian(int64_t number) {
  std::array<uint8_t, 8> out{};
  auto rest = static_cast<uint64_t>(number);
  for (size_t i = out.size(); i-- > 0; rest >>= 8) out[i] = static_cast<uint8_t>(rest);
  return out;
}

}  // namespace

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
