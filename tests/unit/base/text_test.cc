#include "base/text.h"

#include <gtest/gtest.h>

#include <string>

namespace temoin {
namespace TEMOIN_TEST_FILE {

TEST(IsPlain, FindsEveryByteAtEveryPlace) {
  for (unsigned byte = 0; byte < 256; ++byte) {
    const char c = static_cast<char>(byte);
    const bool plain = byte >= 0x20 && c != '"' && c != '\x7f';
    for (size_t size = 1; size < 20; ++size) {
      for (size_t at = 0; at < size; ++at) {
        // Neighbours that a carry between the bytes of a word would change.
        for (const char around : {' ', '!', '~', '\x80', '\xff'}) {
          std::string text(size, around);
          text[at] = c;
          ASSERT_EQ(IsPlain(text, '"', '\x7f'), plain) << byte << " at " << at << " of " << size;
        }
      }
    }
  }
  EXPECT_TRUE(IsPlain("", '"', '\\'));
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin
