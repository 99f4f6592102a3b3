#include "server/settings/settings.h"

#include <gmock/gmock.h>

#include <set>
#include <string>

#include "base/file.h"
#include "tests/unit/temporary_directory.h"

namespace temoin::settings {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

constexpr std::string_view kFile =
    "data = \"d\"\ncatalog = \"c\"\n\n[public]\nrate-limit = 5\ntrusted-proxies = "
    "[\"10.0.0.0/8\"]\n";

class SettingsTest : public ::testing::Test {
 protected:
  // With `toml` in a file, and the variables given.
  Result<Settings> Read(std::string_view toml, Given options = {},
                        std::map<std::string, std::string> variables = {}) {
    const std::string file = folder_ / "temoin.toml";
    EXPECT_TRUE(WriteFileDurably(file, toml).ok());
    Sources sources;
    sources.options = std::move(options);
    sources.file = file;
    sources.environment =
        [variables = std::move(variables)](const std::string& name) -> std::optional<std::string> {
      const auto found = variables.find(name);
      return found == variables.end() ? std::nullopt : std::optional(found->second);
    };
    return ReadSettings(sources);
  }
  std::string Refused(std::string_view toml) {
    const auto settings = Read(toml);
    return settings.ok() ? "understood" : settings.error().message;
  }

  TemporaryDirectory folder_;
};

Given Option(const std::string& name, std::vector<std::string> values) {
  return {{name, Value{std::move(values), Source::kOption, "--" + name}}};
}

TEST_F(SettingsTest, EachSourceComesBeforeTheNext) {
  const auto by_file = Read(kFile);
  ASSERT_TRUE(by_file.ok()) << by_file.error().message;
  EXPECT_EQ(by_file->Number("rate-limit"), 5);
  EXPECT_THAT(by_file->At("rate-limit").place, HasSubstr("temoin.toml:5"));
  EXPECT_EQ(by_file->Text("listen"), "127.0.0.1:8080");
  EXPECT_EQ(by_file->At("listen").source, Source::kDefault);

  const auto by_variable = Read(kFile, {}, {{"TEMOIN_RATE_LIMIT", "6"}});
  ASSERT_TRUE(by_variable.ok());
  EXPECT_EQ(by_variable->Number("rate-limit"), 6);
  EXPECT_EQ(by_variable->At("rate-limit").place, "TEMOIN_RATE_LIMIT");

  const auto by_option = Read(kFile, Option("rate-limit", {"7"}), {{"TEMOIN_RATE_LIMIT", "6"}});
  ASSERT_TRUE(by_option.ok());
  EXPECT_EQ(by_option->Number("rate-limit"), 7);
}

TEST_F(SettingsTest, AListIsReplacedWhole) {
  const auto by_file = Read(kFile);
  ASSERT_TRUE(by_file.ok());
  EXPECT_THAT(by_file->List("trusted-proxy"), ElementsAre("10.0.0.0/8"));
  const auto by_variable = Read(kFile, {}, {{"TEMOIN_TRUSTED_PROXY", "127.0.0.1/32, ::1/128"}});
  ASSERT_TRUE(by_variable.ok());
  EXPECT_THAT(by_variable->List("trusted-proxy"), ElementsAre("127.0.0.1/32", "::1/128"));
  const auto none = Read(kFile, {}, {{"TEMOIN_TRUSTED_PROXY", ""}});
  ASSERT_TRUE(none.ok());
  EXPECT_THAT(none->List("trusted-proxy"), IsEmpty());
}

TEST_F(SettingsTest, WhatIsNotUnderstoodIsToldWithItsPlace) {
  const std::string head = "data = \"d\"\ncatalog = \"c\"\n";
  EXPECT_THAT(Refused(head + "[public]\nrate-limits = 5\n"),
              HasSubstr("temoin.toml:4: there is no setting 'public.rate-limits'; did you mean "
                        "'public.rate-limit'?"));
  EXPECT_THAT(Refused(head + "[nothing]\nof = \"this\"\n"), HasSubstr("temoin config options"));
  EXPECT_THAT(Refused(head + "public = 5\n"), HasSubstr("no setting 'public'"));
  EXPECT_THAT(Refused(head + "[[public]]\nlisten = \"a\"\n"), HasSubstr("no setting 'public'"));
  EXPECT_THAT(Refused(head + "[public.listen]\na = 1\n"), HasSubstr("write a text in quotes"));
  EXPECT_THAT(Refused(head + "[public]\nlisten = 8080\n"), HasSubstr("write a text in quotes"));
  EXPECT_THAT(Refused(head + "[public]\nrate-limit = \"5\"\n"), HasSubstr("without quotes"));
  EXPECT_THAT(Refused(head + "[public]\nrate-limit = 5.5\n"), HasSubstr("without quotes"));
  EXPECT_THAT(Refused(head + "[public]\nrate-limit = -1\n"),
              HasSubstr("temoin.toml:4: public.rate-limit: give a number from 0 to 1000000"));
  EXPECT_THAT(Refused(head + "[public]\ntrusted-proxies = \"10.0.0.0/8\"\n"),
              HasSubstr("write a list"));
  EXPECT_THAT(Refused(head + "[public]\ntrusted-proxies = [1]\n"), HasSubstr("texts in quotes"));
  EXPECT_THAT(Refused(head + "[demo]\non = 1\n"), HasSubstr("write true or false"));
  EXPECT_THAT(Refused(head + "[messages]\nlevel = \"loud\"\n"),
              HasSubstr("debug info warning error"));
  EXPECT_THAT(Refused(head + "[log]\norigin = \"a\\u0007\"\n"), HasSubstr("control character"));
  EXPECT_THAT(Refused(head + "data = \"e\"\n"), HasSubstr("it is no TOML"));
  EXPECT_THAT(Refused("catalog = \"c\"\n"), StartsWith("no data is given: write --data"));
  EXPECT_THAT(Refused(std::string(70000, '#')), HasSubstr("temoin.toml"));
}

TEST_F(SettingsTest, WhatMayChangeWhileItRunsIsTakenOver) {
  auto now = Read(kFile);
  ASSERT_TRUE(now.ok());
  const auto later = Read(
      "data = \"other\"\ncatalog = \"c\"\n[public]\nrate-limit = 9\nlisten = \"127.0.0.1:1\"\n");
  ASSERT_TRUE(later.ok());
  EXPECT_THAT(now->Reload(*later), ElementsAre("data", "public.listen"));
  EXPECT_EQ(now->Number("rate-limit"), 9);
  EXPECT_THAT(now->List("trusted-proxy"), IsEmpty());
  EXPECT_EQ(now->Text("data"), "d");
}

TEST(SettingsTableTest, EveryRowCanBeGivenInEveryWay) {
  std::set<std::string_view> keys;
  std::set<std::string> variables;
  for (const Setting& setting : Table()) {
    EXPECT_TRUE(keys.insert(setting.key).second) << setting.key;
    EXPECT_TRUE(variables.insert(VariableOf(setting)).second) << setting.key;
    EXPECT_EQ(FindByKey(setting.key), &setting);
    EXPECT_EQ(FindByOption(setting.option), &setting);
    EXPECT_FALSE(setting.help.empty()) << setting.key;
    EXPECT_EQ(setting.form == Form::kNumber, setting.most > 0) << setting.key;
    EXPECT_EQ(setting.form == Form::kChoice, !setting.choices.empty()) << setting.key;
  }
}

}  // namespace
}  // namespace temoin::settings
