#include "catalog/import.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "base/utf8.h"
#include "tests/source_dir.h"

namespace temoin::catalog {
namespace TEMOIN_TEST_FILE {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

const Library& LibraryOfImports() {
  static const LibraryOutcome kOutcome =
      LoadLibrary(std::string(TEMOIN_SOURCE_DIR) + "/catalog/library");
  return *kOutcome.library;
}

struct Case {
  const char* tool;
  const char* text;
  std::vector<std::string> services;  // of the library
  std::vector<std::string> open;      // what is left to decide
};

const std::vector<Case>& Cases() {
  static const std::vector<Case> kCases = {
      {"klaro",
       R"js(// config.js
        var klaroConfig = { version: 1, lang: 'fr', translations: { fr: { x: `y` } },
          services: [
            { name: 'matomo', title: 'Matomo', purposes: ['analytics'],
              cookies: [/^_pk_.*$/, ['piwik_ignore', '/', 'stats.mutuelle.example']],
              callback: function (consent, service) { console.log("}"); } },
            { name: 'google-analytics', purposes: ['analytics'], cookies: [/^_ga$/, '_gid'] },
            { name: 'agenda-maison', title: 'Agenda maison', required: true, cookies: [] },
          ] };)js",
       {"google-analytics", "matomo"},
       {"agenda-maison Agenda maison"}},
      {"vanilla-cookieconsent",
       R"js(CookieConsent.run({
          categories: {
            necessary: { enabled: true, readOnly: true },
            analytics: { autoClear: { cookies: [{ name: /^_ga/ }, { name: '_gid' }] },
              services: { youtube: { label: 'YouTube', onAccept: () => {} } } } },
          language: { default: 'fr', translations: { fr: { preferencesModal: { sections: [
            { cookieTable: { headers: { name: 'Cookie' }, body: [
              { name: '_fbp', domain: 'mutuelle.example', desc: 'Publicité' },
              { name: 'panier', domain: 'mutuelle.example', desc: 'Retenir le panier' } ] } } ] } } } } });)js",
       {"google-analytics", "meta-pixel", "youtube"},
       {"panier"}},
      {"tarteaucitron",
       R"js(
          tarteaucitron.init({ "privacyUrl": "", "hashtag": "#tarteaucitron" });
          tarteaucitron.user.gtagUa = 'G-XXXX';
          (tarteaucitron.job = tarteaucitron.job || []).push('gtag');
          (tarteaucitron.job = tarteaucitron.job || []).push('youtube');
          (tarteaucitron.job = tarteaucitron.job || []).push('facebookpixel');
          (tarteaucitron.job = tarteaucitron.job || []).push('maison');)js",
       {"google-analytics", "meta-pixel", "youtube"},
       {"maison"}},
      {"cookiebot",
       R"json({"domain": "www.mutuelle.example", "cookies": [
          {"Name": "_ga", "Provider": "mutuelle.example", "ExpireDescription": "2 years",
           "Category": "3", "PurposeDescription": "Registers a unique ID",
           "InitiatorSource": "https://www.googletagmanager.com/gtag/js?id=G-X"},
          {"Name": "YSC", "Provider": "youtube.com", "Category": "4"},
          {"Name": "panier", "Provider": "www.mutuelle.example", "Category": "1",
           "PurposeDescription": "Retenir le panier"}]})json",
       {"google-analytics", "youtube"},
       {"panier"}},
      {"onetrust",
       R"json({"DomainData": {"Groups": [
          {"GroupName": "Performance", "OptanonGroupId": "C0002",
           "FirstPartyCookies": [{"Name": "_ga", "Host": ".mutuelle.example", "IsSession": false,
             "Length": "730", "description": "x"}],
           "Hosts": [{"HostName": "youtube.com", "DisplayName": "YouTube",
             "Cookies": [{"Name": "YSC", "Host": "youtube.com", "IsSession": true}]}]},
          {"GroupName": "Necessary",
           "FirstPartyCookies": [{"Name": "panier", "Host": "mutuelle.example"}], "Hosts": []}]}})json",
       {"google-analytics", "youtube"},
       {"panier"}},
      {"cookieyes",
       "\"post_title\",\"post_content\",\"post_status\",\"_cli_cookie_slugid\","
       "\"_cli_cookie_duration\",\"tax:cookielawinfo-category\"\n"
       "\"_ga\",\"Installed by \"\"GA\"\"\",\"publish\",\"_ga\",\"2 years\",\"analytics\"\n"
       "\"_fbp\",\"x\",\"publish\",\"\",\"3 months\",\"advertisement\"\n"
       "\"panier\",\"Retenir\nle panier\",\"publish\",\"panier\",\"1 day\",\"necessary\"\n",
       {"google-analytics", "meta-pixel"},
       {"panier"}},
  };
  return kCases;
}

TEST(ImportTest, EachToolsServicesAreRecognisedAndTheRestIsLeftToDecide) {
  for (const Case& each : Cases()) {
    SCOPED_TRACE(each.tool);
    const auto imported = ReadImport(each.tool, each.text);
    ASSERT_TRUE(imported.ok()) << imported.error().message;
    const Recognition recognition = Recognise(LibraryOfImports(), imported->traces, {});
    std::vector<std::string> services;
    for (const auto& row : recognition.found) services.push_back(row.service->id);
    std::vector<std::string> open;
    for (const auto& row : recognition.open) open.push_back(row.trace->text);
    for (const std::string& id : each.services) EXPECT_THAT(services, Contains(id));
    EXPECT_EQ(services.size(), each.services.size()) << FoundText(recognition, "en");
    for (const std::string& text : each.open) EXPECT_THAT(open, Contains(text));
  }
}

TEST(ImportTest, WhatTheToolSaysIsQuotedToWhoeverDecides) {
  const auto imported = ReadImport("cookieyes", Cases().back().text);
  ASSERT_TRUE(imported.ok());
  const Trace& last = imported->traces.back();
  EXPECT_THAT(last.about.fr, HasSubstr("Catégorie dans CookieYes : « necessary »."));
  EXPECT_THAT(last.about.en, HasSubstr("Lifetime: \"1 day\"."));
}

TEST(ImportTest, WhatIsOfAnotherToolIsRefusedWithWhatIsExpected) {
  for (const std::string& tool : ImportTools()) {
    for (const char* text : {"", "{}", "[1]", "no such thing", "\xff\xfe", "{\"cookies\": 1}"}) {
      const auto imported = ReadImport(tool, text);
      ASSERT_FALSE(imported.ok()) << tool << " " << text;
      EXPECT_FALSE(imported.error().message.empty());
    }
  }
  EXPECT_FALSE(ReadImport("other", "{}").ok());
  EXPECT_FALSE(ReadImport("klaro", std::string(kMostImportBytes + 1, ' ')).ok());
}

// As Windows saves it.
TEST(ImportTest, AMarkBeforeTheTextIsPassedOverAndAnotherEncodingIsNamed) {
  for (const Case& each : Cases()) {
    const auto plain = ReadImport(each.tool, each.text);
    const auto marked = ReadImport(each.tool, "\xEF\xBB\xBF" + std::string(each.text));
    ASSERT_TRUE(marked.ok()) << each.tool << ": " << marked.error().message;
    EXPECT_EQ(marked->traces.size(), plain->traces.size()) << each.tool;
    for (const char* start : {"\xFF\xFE", "\xFE\xFF"}) {
      const auto wide = ReadImport(each.tool, start + std::string(each.text));
      ASSERT_FALSE(wide.ok());
      EXPECT_THAT(wide.error().message, HasSubstr("UTF-16")) << each.tool;
    }
  }
}

// As Excel saves it in French: Windows-1252, semicolons.
TEST(ImportTest, AnExportThatASpreadsheetSavedAgainIsRead) {
  const auto imported = ReadImport("cookieyes",
                                   "post_title;_cli_cookie_duration;post_content\r\n"
                                   "panier;1 an;\"Retenir; r\xE9server\"\r\n");
  ASSERT_TRUE(imported.ok()) << imported.error().message;
  ASSERT_EQ(imported->traces.size(), 1U);
  EXPECT_EQ(imported->traces[0].text, "panier");
  EXPECT_THAT(imported->traces[0].about.fr,
              AllOf(HasSubstr("Durée : « 1 an »."), HasSubstr("Retenir; réserver")));
  for (const auto& [tool, text] : std::vector<std::pair<const char*, std::string>>{
           {"cookiebot", R"({"cookies": [{"Name": "p", "PurposeDescription": "réserver"}]})"},
           {"onetrust",
            R"({"Groups": [{"GroupName": "réserver", "FirstPartyCookies": [{"Name": "p"}]}]})"},
           {"klaro", "c = {services: [{name: 'p', purposes: ['réserver']}]}"},
           {"vanilla-cookieconsent", "run({categories: {'réserver': {services: {p: {}}}}})"}}) {
    std::string bytes = text;
    bytes.replace(bytes.find("é"), std::string_view("é").size(), "\xE9");
    const auto read = ReadImport(tool, bytes);
    ASSERT_TRUE(read.ok()) << tool << ": " << read.error().message;
    EXPECT_THAT(read->traces[0].about.fr, HasSubstr("réserver")) << tool;
  }
}

TEST(ImportTest, AScriptThatIsTooLargeIsRefusedAsOne) {
  for (const char* tool : {"klaro", "vanilla-cookieconsent", "tarteaucitron"}) {
    const auto huge = ReadImport(tool, std::string(2 << 20, ' '));
    ASSERT_FALSE(huge.ok());
    EXPECT_THAT(huge.error().message, HasSubstr("1 MiB")) << tool;
  }
}

// Pages in which the tool's configuration stands beside others, or in names of its own.
TEST(ImportTest, AConfigurationIsFoundHoweverItIsKept) {
  const auto first = [](const char* tool, const char* text) {
    const auto imported = ReadImport(tool, text);
    return imported.ok() ? imported->traces.front().text : imported.error().message;
  };
  EXPECT_EQ(first("klaro", "const services = [{name: 'matomo'}];\nexport const c = {services};"),
            "matomo");
  EXPECT_EQ(first("klaro", "const list = [{name: 'matomo'}];\nmodule.exports = {apps: list,};"),
            "matomo");
  EXPECT_EQ(first("vanilla-cookieconsent",
                  "dataLayer.push({language: 'fr'});\nlet categories = {a: {services: {matomo: "
                  "{label: ''}}}};\nCookieConsent.run({categories, language: {default: 'fr'}})"),
            "matomo");
  EXPECT_EQ(first("tarteaucitron",
                  "<script>tarteaucitron.init({privacyUrl: 'https://a.example/'});"
                  "(tarteaucitron.job = tarteaucitron.job || []).push('matomo');</script>"),
            "matomo");
}

TEST(ImportTest, ACodeThatComputesGivesWhatItNamesAndNothingElse) {
  const auto names = [](const char* tool, const char* text) {
    std::vector<std::string> out;
    const auto imported = ReadImport(tool, text);
    if (!imported.ok()) return std::vector<std::string>{imported.error().message};
    for (const Trace& trace : imported->traces) out.push_back(trace.text);
    return out;
  };
  // Minified, with remarks, functions and signs in strings.
  EXPECT_THAT(names("klaro",
                    "/*{services:[{name:'evil'}]}*/window.klaroConfig={services:["
                    "{name:`youtube`,required:!0,callback:function(a){if(a){b('}')}}},"
                    "{name:'matomo',onAccept:()=>{c(\"{services:[\")},cookies:[/^_pk_/]},"
                    "]};klaro.setup(klaroConfig)"),
              AllOf(Contains("youtube"), Contains("matomo"), Not(Contains(HasSubstr("evil")))));
  EXPECT_THAT(
      names("vanilla-cookieconsent",
            "import*as C from'./c.js';C.run({categories:{a:{autoClear:{cookies:[{name:/^_ga/}"
            "]}}},language:{translations:{fr:{},de:async()=>{const r=await f();return r}}}})"),
      Contains("_ga"));
  EXPECT_THAT(
      names("tarteaucitron", "(tarteaucitron.job=tarteaucitron.job||[]).push( \"youtube\" )"),
      Contains("youtube"));
  // What is no name is none.
  for (const char* odd : {"{services:[{name:7},{name:null},{name:{a:1}},{name:['x']},7,null]}",
                          "{services:'x'}", "{services:{matomo:{}}}"}) {
    EXPECT_THAT(names("klaro", odd), ElementsAre(HasSubstr("no service"))) << odd;
  }
}

TEST(ImportTest, WhatAnExportSaysSteersNoTerminal) {
  const auto imported = ReadImport(
      "cookieyes", "post_title,post_content\n\"a\x1b[2J\",\"b\u202e<script>c\u009b31m\"\n");
  ASSERT_TRUE(imported.ok());
  const Recognition recognition = Recognise(LibraryOfImports(), imported->traces, {});
  const auto decisions = DecisionsOn(recognition);
  ASSERT_EQ(decisions.size(), 1U);
  EXPECT_THAT(decisions.front().question.fr, HasSubstr("<script>"));
  EXPECT_TRUE(IsPlainLine(decisions.front().question.fr)) << decisions.front().question.fr;
  EXPECT_TRUE(IsPlainLine(decisions.front().question.en));
}

TEST(ImportTest, IsBounded) {
  std::string csv = "cookie\n";
  for (size_t i = 0; i < kMostImported + 5; ++i) csv += "a" + std::to_string(i) + "\n";
  const auto imported = ReadImport("cookieyes", csv);
  ASSERT_TRUE(imported.ok());
  EXPECT_EQ(imported->traces.size(), kMostImported);
  EXPECT_TRUE(imported->truncated);
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::catalog
