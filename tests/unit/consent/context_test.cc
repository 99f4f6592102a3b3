#include "consent/context.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "tests/unit/consent/consent_fixture.h"

namespace temoin::consent {
namespace TEMOIN_TEST_FILE {

Context Example() {
  return {.revision = std::string(64, 'a'),
          .generation = 2,
          .given_at = At("2026-11-21T19:10:00Z"),
          .valid_until = At("2027-12-21T19:10:00Z"),
          .decisions = {{"adform", true}, {"piano-analytics", false}, {"x", true}}};
}

const char kExample[] =
    "1~aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa~2~1795288200~1829416200~"
    "adform:1_piano-analytics:0_x:1";

TEST(Context, HasTheDocumentedForm) {
  EXPECT_EQ(EncodeContext(Example()), kExample);
  EXPECT_EQ(DecodeContext(kExample), Example());
  Context empty = Example();
  empty.decisions.clear();
  EXPECT_EQ(DecodeContext(EncodeContext(empty)), empty);
}

TEST(Context, RefusesEveryOtherSpelling) {
  const std::string good = kExample;
  const auto replaced = [&](const std::string& from, const std::string& to) {
    std::string text = good;
    return text.replace(text.find(from), from.size(), to);
  };
  for (const std::string& text : {std::string(),
                                  good + "_",
                                  good + "~",
                                  "2" + good.substr(1),
                                  good.substr(2),
                                  replaced("~2~", "~02~"),
                                  replaced("~2~", "~0~"),
                                  replaced("~2~", "~-2~"),
                                  replaced("~2~", "~+2~"),
                                  replaced("~2~", "~~"),
                                  replaced("1795288200", "99999999999999999"),
                                  replaced("adform:1", "adform:2"),
                                  replaced("adform:1", "adform"),
                                  replaced("adform:1", ":1"),
                                  replaced("adform:1_", "adform:1_adform:1_"),
                                  replaced("adform", "zdform"),
                                  replaced("adform", "Adform"),
                                  replaced("aaaa", "AAAA"),
                                  replaced("aaaa", "aaa"),
                                  replaced("x:1", std::string(4000, 'x') + ":1")}) {
    EXPECT_FALSE(DecodeContext(text).has_value()) << text;
  }
}

RC_GTEST_PROP(Context, RoundTripsAndHoldsCookieOctetsOnly, ()) {
  const auto id = rc::gen::nonEmpty(
      rc::gen::container<std::string>(rc::gen::elementOf(std::string("abcxyz0189-"))));
  Context context = Example();
  context.generation = *rc::gen::inRange<int64_t>(1, 1'000'000);
  context.given_at = Time(std::chrono::seconds(*rc::gen::inRange<int64_t>(0, 4'000'000'000)));
  context.decisions.clear();
  for (const std::string& service : *rc::gen::container<std::vector<std::string>>(id)) {
    if (service.size() <= 64) context.decisions[service] = *rc::gen::arbitrary<bool>();
  }
  const std::string text = EncodeContext(context);
  RC_PRE(text.size() <= kMaxContextBytes);
  RC_ASSERT(DecodeContext(text) == context);
  RC_ASSERT(std::ranges::all_of(text, [](char c) {
    return c > ' ' && c < 0x7f && c != '"' && c != ',' && c != ';' && c != '\\';
  }));
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::consent
