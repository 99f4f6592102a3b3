#include "server/http/public/refused_origins.h"

#include <gtest/gtest.h>

#include <string>

namespace temoin::http {
namespace TEMOIN_TEST_FILE {

TEST(RefusedOriginsTest, EachOriginOfASiteIsNamedOnceWithTheRemedy) {
  RefusedOrigins refused;
  const std::string line = refused.Note("ameli.fr", "https://recette.ameli.fr:8443");
  EXPECT_NE(line.find("--allow-origin https://recette.ameli.fr:8443"), line.npos) << line;
  EXPECT_EQ(refused.Note("ameli.fr", "https://recette.ameli.fr:8443"), "");
  EXPECT_NE(refused.Note("autre.fr", "https://recette.ameli.fr:8443"), "");
}

TEST(RefusedOriginsTest, WhatIsNoOriginIsNotRepeatedIntoTheLog) {
  RefusedOrigins refused;
  for (const std::string& origin :
       {std::string(), std::string("null"), std::string("https://"), std::string("ftp://a.fr"),
        std::string("https://a.fr\nerror: x"), std::string("https://a.fr/path?secret"),
        std::string("https://u@a.fr"), "https://" + std::string(400, 'a')}) {
    EXPECT_EQ(refused.Note("ameli.fr", origin), "") << origin;
  }
  EXPECT_EQ(refused.Note("", "https://a.fr"), "");
}

TEST(RefusedOriginsTest, SomebodyWhoSendsEverNewOnesDoesNotFillTheLog) {
  RefusedOrigins refused;
  std::string last;
  size_t lines = 0;
  for (size_t i = 0; i < 3 * RefusedOrigins::kMost; ++i) {
    const std::string line = refused.Note("ameli.fr", "https://a" + std::to_string(i) + ".fr");
    if (line.empty()) continue;
    ++lines;
    last = line;
  }
  EXPECT_EQ(lines, RefusedOrigins::kMost);
  EXPECT_NE(last.find("not named"), last.npos) << last;
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::http
