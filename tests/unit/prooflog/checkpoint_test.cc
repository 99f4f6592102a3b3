#include "prooflog/checkpoint.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "prooflog/note.h"
#include "prooflog/verify.h"

namespace temoin::prooflog {
namespace TEMOIN_TEST_FILE {

const char kRoot[] = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

TEST(Checkpoint, IsThreeLines) {
  const Checkpoint checkpoint{.origin = "temoin.example/log", .size = 0, .root = Sha256("")};
  EXPECT_EQ(FormatCheckpoint(checkpoint), std::string("temoin.example/log\n0\n") + kRoot + "\n");
  EXPECT_EQ(*ParseCheckpoint(FormatCheckpoint(checkpoint)), checkpoint);
}

TEST(Checkpoint, RefusesWhatIsMalformed) {
  const std::string root(kRoot);
  EXPECT_TRUE(ParseCheckpoint("o\n18\n" + root + "\n").ok());
  EXPECT_TRUE(ParseCheckpoint("o\n18\n" + root + "\nextension\n").ok());
  for (const std::string& bad :
       std::vector<std::string>{"",
                                "o",
                                "o\n18\n" + root,
                                "\n18\n" + root + "\n",
                                "o\n\n" + root + "\n",
                                "o\n018\n" + root + "\n",
                                "o\n-1\n" + root + "\n",
                                "o\n+1\n" + root + "\n",
                                "o\n 1\n" + root + "\n",
                                "o\n1 \n" + root + "\n",
                                "o\n0x1\n" + root + "\n",
                                "o\n18446744073709551616\n" + root + "\n",
                                "o\n99999999999999999999999\n" + root + "\n",
                                "o\n18\n" + root.substr(4) + "\n",
                                "o\n18\n" + root + "=\n",
                                "o\n18\n\n",
                                "o\n18\n" + root + "\n\n",
                                "o\n18\n" + root + "\nextension",
                                "o\n18\n" + root + "\n\nextension\n",
                                "o\n18\n"}) {
    EXPECT_FALSE(ParseCheckpoint(bad).ok()) << bad;
  }
}

TEST(Checkpoint, IsSignedByTheLogItNames) {
  const auto log = *SignerKey::FromSeed("temoin.example/log", Sha256("log"));
  const auto other = *SignerKey::FromSeed("other.example/log", Sha256("other"));
  const std::vector<VerifierKey> keys = {*ParseVerifierKey(log.Vkey()),
                                         *ParseVerifierKey(other.Vkey())};
  const std::string text = FormatCheckpoint({"temoin.example/log", 7, Sha256("root")});
  const auto good = OpenCheckpoint(*SignNote(text, std::vector{other, log}), keys);
  ASSERT_TRUE(good.ok());
  EXPECT_EQ(good->checkpoint.size, 7u);
  EXPECT_EQ(good->signers, std::vector{keys[0]});
  // A trusted key of another log does not speak for this one.
  EXPECT_FALSE(OpenCheckpoint(*SignNote(text, std::vector{other}), keys).ok());
}

RC_GTEST_PROP(Checkpoint, ReadsBack, ()) {
  const Checkpoint checkpoint{.origin = "temoin.example/log",
                              .size = *rc::gen::inRange<uint64_t>(0, uint64_t{1} << 62),
                              .root = RandomArray<32>()};
  RC_ASSERT(*ParseCheckpoint(FormatCheckpoint(checkpoint)) == checkpoint);
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::prooflog
