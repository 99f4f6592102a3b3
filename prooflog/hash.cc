#include "prooflog/hash.h"

#include <algorithm>
#include <array>

namespace temoin::prooflog {

Digest LeafHash(ByteView entry) {
  Bytes input;
  input.reserve(entry.size() + 1);
  input.push_back(0x00);
  input.insert(input.end(), entry.begin(), entry.end());
  return Sha256(input);
}

Digest NodeHash(const Digest& left, const Digest& right) {
  std::array<uint8_t, 65> input{};
  input[0] = 0x01;
  std::copy(left.begin(), left.end(), input.begin() + 1);
  std::copy(right.begin(), right.end(), input.begin() + 33);
  return Sha256(input);
}

Digest EmptyRoot() { return Sha256(ByteView{}); }

}  // namespace temoin::prooflog
