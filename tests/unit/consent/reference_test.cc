#include "consent/reference.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "consent/token.h"

namespace temoin::consent {
namespace TEMOIN_TEST_FILE {

TEST(Reference, IsReadAsPeopleWriteIt) {
  const std::string text = FormatReference(1048576);
  ASSERT_EQ(text.substr(0, 8), "1048576-");
  const std::string letters = text.substr(8);
  std::string lower = letters;
  for (char& c : lower) c = static_cast<char>(c - 'A' + 'a');
  for (const std::string& written :
       {text, "1048576-" + lower, "1048576" + letters, "1 048 576 - " + letters,
        "1\u202f048\u00a0576-" + letters, "  " + text + " "}) {
    EXPECT_EQ(ParseReference(written), 1048576U) << written;
  }
}

TEST(Reference, RefusesWhatIsNone) {
  for (const char* text : {"", "-", "12", "12-", "AB", "-AB", "12-ABC", "12-A", "12--AA", "12-1A",
                           "A12-AA", "12-\u00e9A", "12345678901234567-AA"}) {
    EXPECT_FALSE(ParseReference(text).has_value()) << text;
  }
  const std::string text = FormatReference(12);
  EXPECT_TRUE(ParseReference(text).has_value());
  EXPECT_FALSE(ParseReference("0" + text).has_value());
}

RC_GTEST_PROP(Reference, NoticesEveryWrongCharacterAndEverySwap, ()) {
  const uint64_t index = *rc::gen::inRange<uint64_t>(0, kMaxIndex);
  const std::string text = FormatReference(index);
  RC_ASSERT(ParseReference(text) == index);
  for (size_t i = 0; i < text.size(); ++i) {
    for (const char c : std::string("0123456789ACDEFGHJKMNPRTUVWXY")) {
      std::string wrong = text;
      wrong[i] = c;
      // A lone digit in the hyphen's place makes another, longer number: out of the letters' reach.
      if (wrong == text || text[i] == '-') continue;
      RC_ASSERT(!ParseReference(wrong).has_value());
    }
    if (i + 1 < text.size() && text[i] != text[i + 1]) {
      std::string swapped = text;
      std::swap(swapped[i], swapped[i + 1]);
      RC_ASSERT(!ParseReference(swapped).has_value());
    }
  }
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::consent
