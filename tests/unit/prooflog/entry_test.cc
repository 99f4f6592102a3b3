#include "prooflog/entry.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "prooflog/hash.h"

namespace temoin::prooflog {
namespace TEMOIN_TEST_FILE {

TEST(Entry, Is34BytesVersionTypeCommitment) {
  Entry entry{.type = EntryType::kPurge, .commitment = Sha256("manifest")};
  const EntryBytes bytes = EncodeEntry(entry);
  EXPECT_EQ(EncodeHex(bytes), "0103" + EncodeHex(Sha256("manifest")));
  EXPECT_EQ(*DecodeEntry(bytes), entry);
}

TEST(Entry, RefusesOtherLengthsVersionsAndTypes) {
  const EntryBytes good = EncodeEntry({.type = EntryType::kAccessDay});
  EXPECT_FALSE(DecodeEntry(ByteView(good).first(33)).ok());
  Bytes longer(good.begin(), good.end());
  longer.push_back(0);
  EXPECT_FALSE(DecodeEntry(longer).ok());
  EXPECT_FALSE(DecodeEntry({}).ok());
  for (int i = 0; i < 256; ++i) {
    EntryBytes bytes = good;
    bytes[0] = static_cast<uint8_t>(i);
    EXPECT_EQ(DecodeEntry(bytes).ok(), i == 1) << i;
    bytes = good;
    bytes[1] = static_cast<uint8_t>(i);
    EXPECT_EQ(DecodeEntry(bytes).ok(), i >= 1 && i <= 11) << i;
  }
}

TEST(Entry, AConsentsCommitmentIsKeyedWithItsRandomBytes) {
  // HMAC-SHA256 of RFC 4231 test case 2 with its key padded to 32 bytes by zeros, which HMAC does
  // to any key shorter than a block.
  RecordKey key{};
  std::copy_n("Jefe", 4, key.begin());
  const Entry entry = ConsentEntry(key, AsBytes("what do ya want for nothing?"));
  EXPECT_EQ(entry.type, EntryType::kConsent);
  EXPECT_EQ(EncodeHex(entry.commitment),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST(Hash, LeavesAndNodesAreOfDifferentDomains) {
  // RFC 6962: the leaf of an empty entry, as in every implementation's tests.
  EXPECT_EQ(EncodeHex(LeafHash({})),
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
  const Digest a = LeafHash(AsBytes("a"));
  const Digest b = LeafHash(AsBytes("b"));
  Bytes pair{1};
  pair.insert(pair.end(), a.begin(), a.end());
  pair.insert(pair.end(), b.begin(), b.end());
  EXPECT_EQ(NodeHash(a, b), Sha256(pair));
  EXPECT_NE(NodeHash(a, b), LeafHash(ByteView(pair).subspan(1)));
}

TEST(EntryBundle, RefusesWhatIsCutOrTooLong) {
  const Bytes bundle = EncodeEntryBundle(std::vector<EntryBytes>(2));
  EXPECT_EQ(bundle.size(), 2 * kBundledEntrySize);
  for (size_t length = 0; length <= bundle.size(); ++length) {
    EXPECT_EQ(DecodeEntryBundle(ByteView(bundle).first(length)).ok(),
              length % kBundledEntrySize == 0);
  }
  EXPECT_TRUE(DecodeEntryBundle(EncodeEntryBundle(std::vector<EntryBytes>(256))).ok());
  EXPECT_FALSE(DecodeEntryBundle(EncodeEntryBundle(std::vector<EntryBytes>(257))).ok());
  EXPECT_FALSE(DecodeEntryBundle(Bytes{0xff, 0xff, 0x00}).ok());
}

RC_GTEST_PROP(EntryBundle, ReadsBackAndGrowsOnlyAtItsEnd, ()) {
  const auto count = *rc::gen::inRange<size_t>(0, 257);
  std::vector<EntryBytes> entries(count);
  for (auto& entry : entries) {
    entry = EncodeEntry({.type = EntryType::kConsent, .commitment = RandomArray<32>()});
  }
  const Bytes bundle = EncodeEntryBundle(entries);
  const auto read = DecodeEntryBundle(bundle);
  RC_ASSERT(read.ok());
  RC_ASSERT(read->size() == count);
  for (size_t i = 0; i < count; ++i) {
    RC_ASSERT(
        std::equal(entries[i].begin(), entries[i].end(), (*read)[i].begin(), (*read)[i].end()));
  }
  const auto fewer = *rc::gen::inRange<size_t>(0, count + 1);
  const Bytes part = EncodeEntryBundle(std::span(entries).first(fewer));
  RC_ASSERT(std::equal(part.begin(), part.end(), bundle.begin()));
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::prooflog
