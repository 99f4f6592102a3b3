// The log's root computed again from all of its leaves.
#ifndef TEMOIN_TESTS_UNIT_STORE_SLOW_ROOT_H_
#define TEMOIN_TESTS_UNIT_STORE_SLOW_ROOT_H_

#include <gtest/gtest.h>

#include <vector>

#include "prooflog/hash.h"
#include "store/store.h"

namespace temoin::store {

// The root as RFC 9162 section 2.1.1 defines it, over all leaves again.
inline Digest SlowRoot(const std::vector<Digest>& leaves, size_t begin, size_t end) {
  if (begin == end) return Sha256(ByteView());
  if (end - begin == 1) return leaves[begin];
  size_t split = 1;
  while (split * 2 < end - begin) split *= 2;
  return prooflog::NodeHash(SlowRoot(leaves, begin, begin + split),
                            SlowRoot(leaves, begin + split, end));
}

inline Digest SlowRoot(const Store& store, uint64_t size) {
  std::vector<Digest> leaves;
  while (leaves.size() < size) {
    const auto entries = store.ReadEntries(leaves.size(), 100);
    EXPECT_TRUE(entries.ok());
    if (!entries.ok() || entries->empty()) break;
    for (const LogEntry& entry : *entries) leaves.push_back(prooflog::LeafHash(entry));
  }
  EXPECT_EQ(leaves.size(), size);
  return SlowRoot(leaves, 0, leaves.size());
}

}  // namespace temoin::store

#endif  // TEMOIN_TESTS_UNIT_STORE_SLOW_ROOT_H_
