#include "base/utf8.h"

#include <gtest/gtest.h>

#include <string>

namespace temoin {
namespace TEMOIN_TEST_FILE {

TEST(Utf8Test, TellsWholeCharactersFromPartsOfThemWhereverTheyStand) {
  for (size_t before = 0; before < 20; ++before) {
    for (size_t after = 0; after < 20; ++after) {
      const auto among = [&](std::string_view text) {
        return IsUtf8(std::string(before, 'a').append(text).append(after, '~'));
      };
      for (const char* const whole : {"", "é", "€", "😀", "\x7f", "éé€", "\xf4\x8f\xbf\xbf"}) {
        EXPECT_TRUE(among(whole)) << before << ' ' << after << ' ' << whole;
      }
      for (const char* const part :
           {"\x80", "\xc3", "\xc0\xaf", "\xe2\x82", "\xed\xa0\x80", "\xe0\x80\xaf", "\xf0\x9f\x98",
            "\xf0\x80\x80\xaf", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff", "é\xa9"}) {
        EXPECT_FALSE(among(part)) << before << ' ' << after;
      }
    }
  }
}

TEST(Utf8Test, APlainLineReadsAsItIsWritten) {
  for (const char* const plain : {"", "la CNIL, contrôle 2026-118", "\u05D0\u05D1", "😀"}) {
    EXPECT_TRUE(IsPlainLine(plain)) << plain;
  }
  for (const char* const steered : {"a\nb", "\x1b[2J", "a\x7f", "\u0085", "a\u202Eb", "\u2028",
                                    "\u2066", "a\u200F", "\u061C", "\xff"}) {
    EXPECT_FALSE(IsPlainLine(steered)) << steered;
  }
}

TEST(Utf8Test, AFileOfASpreadsheetIsReadAsItWasWritten) {
  EXPECT_EQ(ReadAsUtf8("Dur\xE9"
                       "e \x96 \x80 \x9C\xFF"),
            "Durée – € œÿ");
  EXPECT_EQ(ReadAsUtf8("a\x81"), "a\uFFFD");
  EXPECT_EQ(ReadAsUtf8("plain"), "plain");
  // One whole character, and it is UTF-8; what is broken in it stays so.
  EXPECT_EQ(ReadAsUtf8("é\xE9"), "é\uFFFD");
}

TEST(Utf8Test, ATameLineHasNothingThatSteers) {
  EXPECT_EQ(TameLine("Durée : 2 ans"), "Durée : 2 ans");
  EXPECT_EQ(TameLine("a\x1b[2Jb\nc\u009bd\u202ee\u2028f\xff"), "a [2Jb c d e f\uFFFD");
}

TEST(Utf8Test, APlainNameHasNothingThatNobodySees) {
  for (const char* const plain : {"", "Déléguée à la protection", "\u05D0\u05D1", "😀", "Zoé-Ève"}) {
    EXPECT_TRUE(IsPlainName(plain)) << plain;
    EXPECT_EQ(PlainName(plain), plain);
  }
  for (const char* const unseen :
       {"\u00AD", "\u200B", "\u200D", "\u2060", "\uFEFF", "\uFE0F", "\u3164", "\U000E0041",
        "\u2029", "\u202E", "\u2066", "\u061C", "\n", "\xff", "\u115F", "\uFFFB"}) {
    EXPECT_FALSE(IsPlainName(std::string("a") + unseen + "b")) << unseen;
    EXPECT_EQ(PlainName(std::string("a") + unseen + "b"), "ab") << unseen;
  }
}

TEST(Utf8Test, PutsAMarkInThePlaceOfEachByteThatIsNoPart) {
  EXPECT_EQ(ValidUtf8("a\xc3z\xe2\x82\xacé"), "a\uFFFDz€é");
  EXPECT_EQ(ValidUtf8("\xe2\x82"), "\uFFFD\uFFFD");
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin
