#include "catalog/js_literal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

namespace temoin::catalog {
namespace TEMOIN_TEST_FILE {

using nlohmann::json;
using ::testing::ElementsAre;

TEST(JsLiteralTest, ReadsWhatConfigurationsAreWrittenIn) {
  const auto found = FindObjectLiteral(R"js(
    // var other = {services: 1};
    import {x} from "y";
    const config = /* ours { */ {
      'quoted': "a\u00e9\x41\n", plain: 'it\'s', tpl: `one
two`, "n": -1.5, yes: true, no: !1, none: undefined,
      list: ['a', , /^_ga[/}]*$/i, {deep: [],},],
      callback: function (a) { return {services: "no", b: "}"}; },
      arrow: (a) => ({ x: /[}]/ }), sum: "a" + "b", call: f({a: 1}), tern: a ? 1 : 2,
      method() { return "}"; }, async other({a}) {}, ...spread, [computed]: 1, short,
      tagged: `a${ {b: "}"} }c`,
      services: [{name: "x"}],
    };)js",
                                       {"services"});
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->at("quoted"), "aéA\n");
  EXPECT_EQ(found->at("plain"), "it's");
  EXPECT_EQ(found->at("tpl"), "one\ntwo");
  EXPECT_EQ(found->at("n"), -1.5);
  EXPECT_EQ(found->at("yes"), true);
  EXPECT_EQ(found->at("no"), false);
  EXPECT_EQ(found->at("list"), json::parse(R"(["a", "/^_ga[/}]*$/", {"deep": []}])"));
  for (const char* member : {"none", "callback", "arrow", "sum", "call", "tern", "tagged"}) {
    EXPECT_TRUE(found->at(member).is_null()) << member;
  }
  EXPECT_FALSE(found->contains("method"));
  EXPECT_EQ(found->at("services"), json::parse(R"([{"name": "x"}])"));
}

// As configurations are kept: parts in names of their own, put together at the end.
TEST(JsLiteralTest, ANameIsWhatTheProgramDeclaresItToBe) {
  const auto found = FindObjectLiteral(R"js(
    /* const services = [{name: "old"}]; */
    // let more = "commented";
    const matomo = { name: 'matomo', more };
    let services = [matomo, {name: "x"}, unknown, other.matomo];
    var more = "more", servicesList = [];
    headers("Accept", "*/*");
    export default { services, purposes: undeclared, twice: services[0] };)js",
                                       {"services"});
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(*found, json::parse(R"({"services": [{"name": "matomo", "more": "more"},
                                                 {"name": "x"}, null, null],
                                    "purposes": null, "twice": null})"));
}

TEST(JsLiteralTest, NamesThatNameThemselvesEnd) {
  std::string code = "const a = [a, a, a, b]; const b = [a, b]; x = {services: [";
  for (size_t i = 0; i < 2 * kMostLiteralNames; ++i) code += "a, ";
  EXPECT_TRUE(FindObjectLiteral(code + "]}", {"services"}).has_value());
}

TEST(JsLiteralTest, WhatHoldsSomethingGoesFirst) {
  const auto found = FindObjectLiteral(
      "push({services: 'x'}); run({services: [1]}); run({services: [2]})", {"services"});
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(*found, json::parse(R"({"services": [1]})"));
  EXPECT_EQ(FindObjectLiteral("push({services: 'x'})", {"services"}),
            json::parse(R"({"services": "x"})"));
}

TEST(JsLiteralTest, JsonIsRead) {
  const auto found =
      FindObjectLiteral(R"({"a": {"services": [1e3, null, "\ud83d\ude00"]}})", {"a"});
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(*found, json::parse(R"({"a": {"services": [1000.0, null, "😀"]}})"));
}

TEST(JsLiteralTest, WhatDoesNotEndOrIsOutOfBoundsIsNothing) {
  for (const std::string& code :
       {std::string("{services: ["), std::string("{services: 'x"), std::string("{"),
        std::string(100, '{'), "{services: " + std::string(40, '[') + std::string(40, ']') + "}",
        "{services: [" + std::string(2 * kMostLiteralValues, '1') + "]",
        std::string(kMostLiteralBytes + 1, ' ') + "{services: 1}"}) {
    EXPECT_FALSE(FindObjectLiteral(code, {"services"}).has_value()) << code.substr(0, 40);
  }
}

TEST(JsLiteralTest, StringsOfCalls) {
  EXPECT_THAT(StringsOfCalls("(tarteaucitron.job = tarteaucitron.job || []).push('youtube');\n"
                             "tarteaucitron.job.push( \"vimeo\" ); other.push('no');\n"
                             "// tarteaucitron.job.push('commented');\n"
                             "tarteaucitron.job.push(key);",
                             "push", "tarteaucitron.job"),
              ElementsAre("youtube", "vimeo"));
  // Minified behind an address, several at once, in comments of a script and of a page.
  EXPECT_THAT(StringsOfCalls("init({u:'https://a.example/x',v:\"//cdn.example\",w:'*/*'});"
                             "(tarteaucitron.job=tarteaucitron.job||[]).push('gtag', \"crisp\");\n"
                             "/* tarteaucitron.job.push('block');\n */"
                             "<!-- <script>tarteaucitron.job.push('page');</script> -->"
                             "tarteaucitron.job.push('last')",
                             "push", "tarteaucitron.job"),
              ElementsAre("gtag", "crisp", "last"));
  EXPECT_THAT(StringsOfCalls("t.job.push('a','b','c')", "push", "t.job", 2), ElementsAre("a", "b"));
}

// The end of each of them was looked for to the end of the text: minutes for a megabyte.
TEST(JsLiteralTest, CommentsThatNeverEndAreNone) {
  std::string code;
  while (code.size() < kMostLiteralBytes - 100) code += "/* x <!-- ";
  code += "{services: ['a']};\nt.job.push('b');";
  const auto found = FindObjectLiteral(code, {"services"});
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ((*found)["services"], json({"a"}));
  EXPECT_THAT(StringsOfCalls(code, "push", "t.job"), ElementsAre("b"));
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::catalog
