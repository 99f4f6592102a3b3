#include "base/terminal.h"

#include <gtest/gtest.h>

namespace temoin {
namespace TEMOIN_TEST_FILE {

std::string Escaped(std::string_view text, size_t cut = std::string_view::npos,
                    bool colours = false) {
  TerminalText terminal(colours);
  std::string out;
  terminal.Append(text.substr(0, cut), out);
  if (cut < text.size()) terminal.Append(text.substr(cut), out);
  terminal.Finish(out);
  return out;
}

TEST(Terminal, WhatATerminalObeysIsWrittenOut) {
  EXPECT_EQ(Escaped("\x1b]0;owned\x07"), "\\u001b]0;owned\\u0007");
  EXPECT_EQ(Escaped(std::string_view("a\0b\b\x7f", 5)), "a\\u0000b\\u0008\\u007f");
  EXPECT_EQ(Escaped("C1: \u009b2J, \u0085"), "C1: \\u009b2J, \\u0085");
  EXPECT_EQ(Escaped("over\rwritten"), "over\\u000dwritten");
  EXPECT_EQ(Escaped("ends\r"), "ends\\u000d");
}

TEST(Terminal, TextStaysAsItIs) {
  for (const char* text :
       {"", "two\nlines\tof text\n", "a,b\r\nc,d\r\n", "été, 1\u00a0048\u202f576 – « ça »",
        "\xff\xfe no UTF-8 \xc2", "\U0001f36a", "\\u001b"}) {
    EXPECT_EQ(Escaped(text), text);
  }
}

TEST(Terminal, OurColoursAndNoOthersReachATerminal) {
  const std::string text = "\x1b[31mred\x1b[0m \x1b[8mhidden\x1b[2J\x1b[\x1b[1mbold\x1b";
  const std::string shown =
      "\x1b[31mred\x1b[0m \\u001b[8mhidden\\u001b[2J\\u001b[\x1b[1mbold\\u001b";
  for (size_t cut = 0; cut <= text.size(); ++cut) EXPECT_EQ(Escaped(text, cut, true), shown) << cut;
  EXPECT_EQ(Escaped("\x1b[31mred\x1b[0m"), "\\u001b[31mred\\u001b[0m");
}

TEST(Terminal, ItMayBeCutAnywhere) {
  const std::string text = "é\u009b\x1b[1m\r\r\n\u0080\xc2\xc2\xa0\r";
  for (size_t cut = 0; cut <= text.size(); ++cut)
    EXPECT_EQ(Escaped(text, cut), Escaped(text)) << cut;
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin
