#include "reports/shown.h"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <vector>

#include "consent/reference.h"

namespace temoin::reports {
namespace TEMOIN_TEST_FILE {

const std::vector<std::string> kNames = {"pcid", "choix"};
constexpr char kReceipt[] =
    "c2sp.org/tlog-proof@v1\n"
    "extra RUNJ5CLwUpcZHq0T4h09tSDlq+9SBV5JZLgvshP1k6F7InNjaGVtYSI6MX0=\n"
    "index 3\n"
    "BkUvV7IBXSdMaDufcO0InIs4RaxVJdf76B/2l41iN14=\n"
    "VDKf2EIXaiEeAmGw3y+DVpc1D7wdTSOZuYNTFFKCTTM=\n"
    "\n"
    "temoin.example/log\n"
    "5\n"
    "8xr5hmDQ5Loy5RPksrXBEMgfWJlfH6u0/6cCmKYhWLY=\n"
    "\n"
    "\u2014 temoin.example/log tTl5WugyfJbh59Uv5ijJy+VE7jWHIm0yP8R32J1ea3G+M3QaGk39sesfN6KBWdOZHrx"
    "kJtfsAXCcrIf/Ba9+cKE+pww=\n";

std::string Replaced(std::string text, const std::string& what, const std::string& with) {
  for (size_t at = text.find(what); at != std::string::npos;
       at = text.find(what, at + with.size())) {
    text.replace(at, what.size(), with);
  }
  return text;
}

// As a mail program breaks long lines, quotes them and indents them.
std::string Wrapped(const std::string& text, size_t width, const std::string& prefix) {
  std::string out = prefix;
  size_t column = 0;
  for (const char c : text) {
    if (c == '\n' || ++column > width) {
      out += "\n" + prefix;
      column = 0;
    }
    if (c != '\n') out += c;
  }
  return out;
}

TEST(Shown, AReceiptIsFoundInEveryCopyOfIt) {
  const std::string receipt = kReceipt;
  for (const std::string& copy : {
           receipt,
           Replaced(receipt, "\n", "\r\n"),
           Replaced(receipt, "\n", "\r"),
           Replaced(receipt, "\n", "\n\n"),
           Replaced(receipt, "\n\n", "\n"),
           Replaced(receipt, "\n", " "),
           "> " + Replaced(receipt, "\n", "\n> "),
           ">> " + Replaced(receipt, "\n", "\n>>"),
           "\t" + Replaced(receipt, "\n", "\n\t"),
           "\u00a0\u00a0" + Replaced(receipt, "\n", "\n\u00a0\u00a0"),
           "\ufeff" + receipt,
           "Bonjour,\nvoici mon reçu :\n\n\u00ab " + receipt + " \u00bb\n\nCordialement",
           receipt + "-- \nMarie Exemple, 3492-ET\n",
           Wrapped(receipt, 60, "> "),
           Wrapped(receipt, 72, "    "),
           Replaced(receipt, "\u2014", "--"),
           Replaced(receipt, "\u2014", "\u2013"),
           "<html><p>Reçu</p><pre>" + receipt.substr(0, receipt.size() - 1) + "</pre></html>",
       }) {
    const auto shown = ReadShown(copy, kNames);
    ASSERT_TRUE(shown.ok()) << copy;
    EXPECT_EQ(shown->kind, ShownKind::kReceipt) << copy;
    EXPECT_EQ(shown->index, 3U) << copy;
    EXPECT_EQ(shown->receipt, receipt) << copy;
  }
}

TEST(Shown, AReceiptThatIsNotWholeSaysSo) {
  const std::string receipt = kReceipt;
  for (const size_t length : {size_t{22}, size_t{30}, receipt.find("index") + 5}) {
    const auto shown = ReadShown(receipt.substr(0, length), kNames);
    ASSERT_FALSE(shown.ok()) << length;
    EXPECT_EQ(shown.error().code, ErrorCode::kUnprocessable);
  }
}

TEST(Shown, ATokenIsFoundWithOrWithoutItsName) {
  const consent::Token token{3492, consent::NewTokenSecret()};
  const std::string value = consent::EncodeToken(token);
  for (const std::string& copy :
       {value, " " + value + "\n", "pcid=" + value, "pcid: " + value, "PCID " + value,
        "Cookie: a=b; pcid=" + value + "; pctx=1.2", "\"pcid\": \"" + value + "\"",
        "Set-Cookie: pcid=" + value + "; Domain=ameli.fr; Path=/",
        "pcid\t" + value + "\t.ameli.fr\t/\t2027-12-01", "\u00ab " + value + " \u00bb",
        "> pcid = " + value, value + " " + value}) {
    const auto shown = ReadShown(copy, kNames);
    ASSERT_TRUE(shown.ok()) << copy;
    ASSERT_EQ(shown->kind, ShownKind::kToken) << copy;
    EXPECT_EQ(shown->index, 3492U);
    EXPECT_EQ(shown->token->secret, token.secret);
  }
}

TEST(Shown, WhatIsNamedAsATokenAndIsNoneIsFalse) {
  for (const std::string copy :
       {"pcid=abc", "pcid: ", "Cookie: choix=oui", "PCID=....", "________________________________",
        "pcid=________________________________"}) {
    const auto shown = ReadShown(copy, kNames);
    ASSERT_TRUE(shown.ok()) << copy;
    EXPECT_EQ(shown->kind, ShownKind::kFalseToken) << copy;
  }
}

TEST(Shown, AReferenceIsFoundInASentence) {
  const std::string reference = consent::FormatReference(1048576);
  const std::string letters = reference.substr(reference.size() - 2);
  for (const std::string& copy :
       {reference, " " + reference + "\r\n", "Référence : " + reference + ".",
        "\u00ab " + reference + " \u00bb", "1 048 576-" + letters,
        "1\u202f048\u202f576 - " + letters, "1048576\u2011" + letters, "1048576\u2013" + letters,
        "> ma référence est " + reference + ", merci", "(" + reference + ")",
        "réf. 1 048 576 - " + letters + " du site"}) {
    const auto shown = ReadShown(copy, kNames);
    ASSERT_TRUE(shown.ok()) << copy;
    EXPECT_EQ(shown->kind, ShownKind::kReference) << copy;
    EXPECT_EQ(shown->index, 1048576U) << copy;
  }
  EXPECT_EQ(ReadShown("12345", kNames)->kind, ShownKind::kIndex);
}

TEST(Shown, SeveralChoicesOrNoneAreRefused) {
  const std::string several = consent::FormatReference(7) + " et " + consent::FormatReference(8);
  const std::string tokens = consent::EncodeToken({1, consent::NewTokenSecret()}) + " " +
                             consent::EncodeToken({2, consent::NewTokenSecret()});
  for (const std::string& text : {several, tokens, std::string("<script>alert(1)</script>"),
                                  std::string("99999999999999999999"), std::string(),
                                  std::string("bonjour"), std::string("\xff\xfe\x00", 3)}) {
    const auto shown = ReadShown(text, kNames);
    ASSERT_FALSE(shown.ok()) << text;
    EXPECT_EQ(shown.error().code, ErrorCode::kUnprocessable) << text;
  }
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::reports
