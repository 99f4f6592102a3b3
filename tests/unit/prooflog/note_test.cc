#include "prooflog/note.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "prooflog/verify.h"

namespace temoin::prooflog {
namespace TEMOIN_TEST_FILE {

using testing::HasSubstr;

SignerKey Key(std::string_view name = "temoin.example/log", std::string_view seed = "seed") {
  auto key = SignerKey::FromSeed(name, Sha256(seed));
  EXPECT_TRUE(key.ok());
  return *key;
}

std::vector<VerifierKey> Known(std::initializer_list<SignerKey> keys) {
  std::vector<VerifierKey> out;
  for (const SignerKey& key : keys) out.push_back(*ParseVerifierKey(key.Vkey()));
  return out;
}

TEST(KeyName, IsOneWordWithoutPlus) {
  EXPECT_TRUE(ValidKeyName("temoin.localhost/log"));
  EXPECT_TRUE(ValidKeyName("é"));
  for (const char* name : {"", "a b", "a+b", "a\nb", "a\tb", "a\u00a0b", "a\u2003b", "a\u3000b",
                           "\x80", "\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80"}) {
    EXPECT_FALSE(ValidKeyName(name)) << name;
  }
  EXPECT_TRUE(ValidKeyName(std::string(255, 'a')));
  EXPECT_FALSE(ValidKeyName(std::string(256, 'a')));
}

TEST(SignerKey, WritesAndReadsItsTexts) {
  const SignerKey key = Key();
  EXPECT_EQ(key.Vkey().substr(0, 19), "temoin.example/log+");
  const auto again = SignerKey::Parse(key.Skey());
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again->Skey(), key.Skey());
  EXPECT_EQ(again->Vkey(), key.Vkey());
  const auto verifier = ParseVerifierKey(key.Vkey());
  ASSERT_TRUE(verifier.ok());
  EXPECT_EQ(verifier->id, key.id());
  EXPECT_EQ(verifier->name, key.name());
}

TEST(SignerKey, RefusalsNeverQuoteTheKey) {
  const std::string skey = Key().Skey();
  const std::string secret = skey.substr(skey.rfind('+') + 1);
  for (size_t i = 0; i < skey.size(); ++i) {
    std::string bad = skey;
    bad[i] = bad[i] == 'A' ? 'B' : 'A';
    const auto parsed = SignerKey::Parse(bad);
    // Every character is covered by the prefix or by the key ID.
    ASSERT_FALSE(parsed.ok()) << i;
    EXPECT_THAT(parsed.error().message, testing::Not(HasSubstr(secret.substr(4, 20))));
  }
  for (const char* bad : {"", "PRIVATE+KEY+", "PRIVATE+KEY+name", "PRIVATE+KEY+name+00000000",
                          "PRIVATE+KEY+name+0000000+AAAA", "PRIVATE+KEY++00000000+AQ=="}) {
    EXPECT_FALSE(SignerKey::Parse(bad).ok()) << bad;
  }
}

TEST(VerifierKey, AChangedCharacterIsNoticed) {
  const std::string vkey = Key().Vkey();
  for (size_t i = 0; i < vkey.size(); ++i) {
    for (const char c : {'A', 'b', '0', '+', ' '}) {
      std::string bad = vkey;
      if (bad[i] == c) continue;
      bad[i] = c;
      EXPECT_FALSE(ParseVerifierKey(bad).ok()) << bad;
    }
  }
  EXPECT_FALSE(ParseVerifierKey(vkey + "=").ok());
  EXPECT_FALSE(ParseVerifierKey(vkey.substr(0, vkey.size() - 4)).ok());
  EXPECT_FALSE(ParseVerifierKey(std::string(2000, 'a')).ok());
}

TEST(Note, SignsAndOpens) {
  const SignerKey key = Key();
  const std::string text = "première ligne\n\ntroisième\n";
  const auto note = SignNote(text, std::span(&key, 1));
  ASSERT_TRUE(note.ok());
  EXPECT_THAT(*note, HasSubstr("\n\n— temoin.example/log "));
  const auto opened = OpenNote(*note, Known({key}));
  ASSERT_TRUE(opened.ok()) << opened.error().message;
  EXPECT_EQ(opened->text, text);
  EXPECT_EQ(opened->signers, Known({key}));
}

TEST(Note, TextsThatCannotBeSigned) {
  const SignerKey key = Key();
  for (const char* text : {"", "no newline", "a\tb\n", "a\r\n", "\xff\n"}) {
    EXPECT_FALSE(SignNote(text, std::span(&key, 1)).ok()) << text;
  }
  EXPECT_FALSE(SignNote("a\n", {}).ok());
}

TEST(Note, UnknownSignaturesAreIgnoredAndAKnownBadOneRefusesTheNote) {
  const std::vector<SignerKey> keys = {Key("temoin.example/log", "old"), Key(),
                                       Key("witness.example", "w")};
  const auto note = *SignNote("a\n", keys);
  EXPECT_EQ(OpenNote(note, Known({keys[1]}))->signers, Known({keys[1]}));
  EXPECT_EQ(OpenNote(note, Known({keys[0], keys[1], keys[2]}))->signers.size(), 3u);
  // The same name with another key is another key.
  EXPECT_FALSE(OpenNote(note, Known({Key("temoin.example/log", "third")})).ok());
  EXPECT_FALSE(OpenNote(note, {}).ok());

  std::string forged = note;
  const size_t line = forged.find(keys[1].SignatureLine("a\n"));
  forged.replace(line, keys[1].SignatureLine("a\n").size(), keys[1].SignatureLine("b\n"));
  EXPECT_TRUE(OpenNote(forged, Known({keys[0]})).ok());
  const auto refused = OpenNote(forged, Known({keys[0], keys[1]}));
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::kDataLoss);
}

TEST(Note, AcceptsSixteenSignaturesAndRefusesATorrent) {
  const SignerKey key = Key();
  std::string note = *SignNote("a\n", std::span(&key, 1));
  for (int i = 1; i < 64; ++i) note += Key("w" + std::to_string(i)).SignatureLine("a\n");
  EXPECT_TRUE(OpenNote(note, Known({key})).ok());
  note += Key("w64").SignatureLine("a\n");
  EXPECT_FALSE(OpenNote(note, Known({key})).ok());
}

TEST(Note, RefusesWhatIsMalformed) {
  const SignerKey key = Key();
  const auto known = Known({key});
  const std::string line = key.SignatureLine("a\n");
  const auto opens = [&](const std::string& note) { return OpenNote(note, known).ok(); };
  ASSERT_TRUE(opens("a\n\n" + line));
  EXPECT_FALSE(opens(""));
  EXPECT_FALSE(opens("\n"));
  EXPECT_FALSE(opens("a\n"));
  EXPECT_FALSE(opens("a\n\n"));
  EXPECT_FALSE(opens("a\n" + line));
  EXPECT_FALSE(opens("a\n\n" + line.substr(0, line.size() - 1)));
  EXPECT_FALSE(opens("a\n\n" + line + "\n"));
  EXPECT_FALSE(opens("a\n\n" + line + "rest\n"));
  EXPECT_FALSE(opens("a\n\n" + line + "— x\n"));
  EXPECT_FALSE(opens("a\n\n" + line + "— x AAAA\n"));
  EXPECT_FALSE(opens("a\n\n" + line + "— x  AAAAAAAA\n"));
  EXPECT_FALSE(opens("a\n\n-- " + line.substr(4)));
  EXPECT_FALSE(opens("a\r\n\n" + line));
  EXPECT_FALSE(opens(std::string(70'000, 'a') + "\n\n" + line));
}

// Whatever bit is flipped, the note is refused or its text is what it was (a flip that makes the
// key ID or name another's leaves no known signature, so with one key it is always refused).
TEST(Note, AFlippedBitIsAlwaysNoticed) {
  const SignerKey key = Key();
  const std::string note = *SignNote("temoin.example/log\n5\nroot\n", std::span(&key, 1));
  for (size_t bit = 0; bit < note.size() * 8; ++bit) {
    std::string bad = note;
    bad[bit / 8] = static_cast<char>(bad[bit / 8] ^ (1 << bit % 8));
    EXPECT_FALSE(OpenNote(bad, Known({key})).ok()) << bit;
  }
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::prooflog
