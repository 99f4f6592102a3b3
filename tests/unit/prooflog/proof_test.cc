#include "prooflog/proof.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "prooflog/note.h"
#include "prooflog/verify.h"
#include "tests/unit/prooflog/reference.h"

namespace temoin::prooflog {
namespace TEMOIN_TEST_FILE {

constexpr char kOrigin[] = "temoin.example/log";

// A log of a few consents with a receipt of each.
struct SmallLog {
  explicit SmallLog(size_t size) : signer(*SignerKey::FromSeed(kOrigin, Sha256("log"))) {
    keys.push_back(*ParseVerifierKey(signer.Vkey()));
    std::vector<Digest> leaves;
    for (size_t i = 0; i < size; ++i) {
      random.push_back(Sha256("random " + std::to_string(i)));
      records.push_back("{\"n\":" + std::to_string(i) + "}");
      entries.push_back(ConsentEntry(random[i], AsBytes(records[i])));
      leaves.push_back(EntryLeafHash(entries[i]));
    }
    appender.Append(leaves);
    tiles.Apply(appender.TakeWrites());
    note = *SignNote(FormatCheckpoint({kOrigin, size, appender.Root()}), std::span(&signer, 1));
  }

  std::string Receipt(size_t i) {
    TlogProof proof;
    proof.extra = ReceiptExtra(random[i], AsBytes(records[i]));
    proof.index = i;
    proof.path = *TreeReader(tiles).InclusionProof(i, appender.size());
    proof.checkpoint = note;
    return FormatProof(proof);
  }

  SignerKey signer;
  std::vector<VerifierKey> keys;
  std::vector<RecordKey> random;
  std::vector<std::string> records;
  std::vector<Entry> entries;
  MemoryTiles tiles;
  Appender appender;
  std::string note;
};

TEST(Proof, ReceiptsVerify) {
  SmallLog log(300);
  for (const size_t i : {0, 1, 127, 255, 256, 299}) {
    const std::string receipt = log.Receipt(i);
    const auto verified = VerifyReceipt(receipt, log.keys);
    ASSERT_TRUE(verified.ok()) << verified.error().message;
    EXPECT_EQ(verified->index, i);
    EXPECT_EQ(AsText(verified->record), log.records[i]);
    EXPECT_EQ(verified->checkpoint.size, 300u);
    EXPECT_EQ(verified->signer, log.keys[0]);
    EXPECT_TRUE(VerifyProof(receipt, EncodeEntry(log.entries[i]), log.keys).ok());
    EXPECT_FALSE(VerifyProof(receipt, EncodeEntry(log.entries[(i + 1) % 300]), log.keys).ok());
  }
}

TEST(Proof, HasTheLinesOfTheSpecification) {
  SmallLog log(3);
  const std::string receipt = log.Receipt(2);
  const std::string extra = EncodeBase64(ReceiptExtra(log.random[2], AsBytes(log.records[2])));
  EXPECT_EQ(receipt.find("c2sp.org/tlog-proof@v1\nextra " + extra + "\nindex 2\n"), 0u);
  EXPECT_TRUE(receipt.ends_with("=\n\n" + log.note));
}

// The log's own name stands in the signed text, in the key name and in the trusted key; every other
// byte is under a hash, the signature, or has only one spelling.
TEST(Proof, AFlippedBitAnywhereInAReceiptIsNoticed) {
  SmallLog log(11);
  const std::string receipt = log.Receipt(6);
  for (size_t bit = 0; bit < receipt.size() * 8; ++bit) {
    std::string bad = receipt;
    bad[bit / 8] = static_cast<char>(bad[bit / 8] ^ (1 << bit % 8));
    ASSERT_FALSE(VerifyReceipt(bad, log.keys).ok()) << "bit " << bit << "\n" << bad;
  }
}

TEST(Proof, ACutReceiptIsNoticed) {
  SmallLog log(11);
  const std::string receipt = log.Receipt(6);
  for (size_t length = 0; length < receipt.size(); ++length) {
    ASSERT_FALSE(VerifyReceipt(receipt.substr(0, length), log.keys).ok()) << length;
  }
}

TEST(Proof, WithoutARecordItIsNoReceipt) {
  SmallLog log(4);
  TlogProof proof = *ParseProof(log.Receipt(1));
  proof.extra->resize(32);
  EXPECT_FALSE(VerifyReceipt(FormatProof(proof), log.keys).ok());
  proof.extra.reset();
  EXPECT_FALSE(VerifyReceipt(FormatProof(proof), log.keys).ok());
  EXPECT_TRUE(VerifyProof(FormatProof(proof), EncodeEntry(log.entries[1]), log.keys).ok());
}

TEST(Proof, RefusesWhatIsMalformed) {
  SmallLog log(2);
  const std::string hash(EncodeBase64(Sha256("h")));
  const std::string head = "c2sp.org/tlog-proof@v1\n";
  ASSERT_TRUE(ParseProof(head + "index 0\n" + hash + "\n\n" + log.note).ok());
  ASSERT_TRUE(ParseProof(head + "extra AAAA\nindex 0\n\n" + log.note).ok());
  std::string long_path = head + "index 0\n";
  for (int i = 0; i < 63; ++i) long_path += hash + "\n";
  ASSERT_TRUE(ParseProof(long_path + "\n" + log.note).ok());
  for (const std::string& bad : {std::string(),
                                 std::string("\n"),
                                 head,
                                 head + "\n",
                                 head + "index 0\n",
                                 head + "index 0\n\n",
                                 head + "index 00\n\n" + log.note,
                                 head + "index -0\n\n" + log.note,
                                 head + "index\n\n" + log.note,
                                 head + "index \n\n" + log.note,
                                 head + "index 0 \n\n" + log.note,
                                 head + "Index 0\n\n" + log.note,
                                 head + "extra A\nindex 0\n\n" + log.note,
                                 head + "extra  AAAA\nindex 0\n\n" + log.note,
                                 head + "extraAAAA\nindex 0\n\n" + log.note,
                                 head + "index 0\nextra AAAA\n\n" + log.note,
                                 head + "extra AAAA\nextra AAAA\nindex 0\n\n" + log.note,
                                 head + "index 0\nAAAA\n\n" + log.note,
                                 head + "index 0\n" + hash + " \n\n" + log.note,
                                 "c2sp.org/tlog-proof@v2\nindex 0\n\n" + log.note,
                                 "c2sp.org/tlog-proof@v1\r\nindex 0\n\n" + log.note,
                                 long_path + hash + "\n\n" + log.note,
                                 head + "index 0\n\n" + std::string(70'000, 'a')}) {
    EXPECT_FALSE(ParseProof(bad).ok()) << bad.substr(0, 200);
  }
}

RC_GTEST_PROP(Proof, WhatIsWrittenReadsBack, ()) {
  TlogProof proof;
  if (*rc::gen::arbitrary<bool>()) {
    proof.extra = *rc::gen::container<Bytes>(rc::gen::arbitrary<uint8_t>());
  }
  proof.index = *rc::gen::inRange<uint64_t>(0, kMaxTreeSize);
  proof.path.resize(*rc::gen::inRange<size_t>(0, 64));
  for (Digest& hash : proof.path) hash = RandomArray<32>();
  proof.checkpoint = "o\n1\nroot\n\n— o AAAA\n";
  const auto read = ParseProof(FormatProof(proof));
  RC_ASSERT(read.ok());
  RC_ASSERT(*read == proof);
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::prooflog
