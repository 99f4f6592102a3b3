#include "render/html.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <string>

namespace temoin::render {
namespace TEMOIN_TEST_FILE {

using testing::HasSubstr;
using testing::Not;

TEST(EscapeHtmlTest, LeavesNoCharacterThatHtmlReads) {
  EXPECT_EQ(EscapeHtml("a<b> & \"c\" 'd'"), "a&lt;b&gt; &amp; &quot;c&quot; &#39;d&#39;");
  EXPECT_EQ(EscapeHtml("été – «\u00a0»"), "été – «\u00a0»");
}

TEST(EscapeHtmlTest, IsUndoneByItsOpposite) {
  EXPECT_EQ(UnescapeHtml("&amp;lt; &nbsp; &"), "&lt; &nbsp; &");
  const bool held =
      rc::check([](const std::string& text) { RC_ASSERT(UnescapeHtml(EscapeHtml(text)) == text); });
  EXPECT_TRUE(held);
}

TEST(MakeDocument, EscapesItsWordsAndAllowsItsStyleOnly) {
  const HtmlPage page = MakeDocument("<b>titre</b>", "\"sous\" & titre", "<p>corps</p>");
  EXPECT_THAT(page.html, HasSubstr("<h1>&lt;b&gt;titre&lt;/b&gt;</h1>"));
  EXPECT_THAT(page.html, HasSubstr("&quot;sous&quot; &amp; titre"));
  EXPECT_THAT(page.html, HasSubstr("default-src 'none'; style-src " + page.style_source));
  EXPECT_THAT(page.html, Not(HasSubstr(" style=")));
  EXPECT_THAT(page.Policy(), HasSubstr("style-src " + page.style_source + ";"));
}

TEST(MakePage, SaysItsLanguageAndCarriesTheStyleItIsGiven) {
  const HtmlPage page =
      MakePage({.title = "Audit", .body = "<main></main>", .language = "en", .style = "p{}"});
  EXPECT_THAT(page.html, HasSubstr("<html lang=\"en\">"));
  EXPECT_THAT(page.html, HasSubstr("<style>p{}</style>"));
  EXPECT_NE(page.style_source, MakeDocument("", "", "").style_source);
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::render
