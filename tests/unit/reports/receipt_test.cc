#include "reports/receipt.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/calendar.h"

namespace temoin::reports {
namespace TEMOIN_TEST_FILE {

using testing::HasSubstr;
using testing::Not;

constexpr char kProof[] =
    "c2sp.org/tlog-proof@v1\nextra AAAA\nindex 3\nAB+/=\n\nexample.com/<log>&\"\n4\nroot\n\n— x "
    "y\n";

ReceiptView View() {
  ReceiptView view;
  view.record.site = "ameli.fr";
  view.record.controller = "Caisse <nationale> & Cie";
  view.record.action = consent::Action::kSave;
  view.record.event = consent::Event::kPartial;
  view.record.decisions = {{"adform", false}, {"piano-analytics", true}, {"vimeo", true}};
  view.record.basis = {{"adform", consent::Basis::kConsent},
                       {"piano-analytics", consent::Basis::kExemptWithOptOut},
                       {"vimeo", consent::Basis::kConsent}};
  view.record.revision = std::string(64, 'a');
  view.record.language = "fr";
  view.record.given_at = *ParseTime("2026-11-01T09:05:10Z");
  view.record.valid_until = *ParseTime("2027-12-01T09:05:10Z");
  view.names = {{"vimeo", {.name = "Vimeo", .purpose = "Contenus <multimédias>"}}};
  view.index = 3;
  view.size = 4;
  view.origin = "example.com/log";
  view.vkey = "example.com/log+00000000+AAAA";
  view.proof = kProof;
  return view;
}

TEST(ReceiptText, SaysWhatWasChosen) {
  consent::Record record = View().record;
  EXPECT_EQ(ChoiceInWords(record, "fr"), "choisi service par service");
  record.action = consent::Action::kAcceptAll;
  EXPECT_EQ(ChoiceInWords(record, "fr"), "tout accepté");
  record.action = consent::Action::kRefuseAll;
  EXPECT_EQ(ChoiceInWords(record, "fr"), "tout refusé");
  record.action = consent::Action::kWithdraw;
  record.event = consent::Event::kWithdrawn;
  EXPECT_EQ(ChoiceInWords(record, "fr"), "retiré votre accord");
}

TEST(ReceiptText, ThePageHoldsTheProofAndEscapesEverything) {
  const std::string page = ReceiptPage(View()).html;
  EXPECT_THAT(page, HasSubstr("Caisse &lt;nationale&gt; &amp; Cie"));
  EXPECT_THAT(page, HasSubstr("Contenus &lt;multimédias&gt;"));
  EXPECT_THAT(page, HasSubstr("<th scope=\"row\">Vimeo</th>"));
  EXPECT_THAT(page, HasSubstr("<td>sans opposition</td>"));  // exempt: never called accepted
  EXPECT_THAT(page, Not(HasSubstr("<nationale>")));
  EXPECT_EQ(ExtractProof(page), kProof);
}

TEST(ReceiptText, FindsTheProofInWhatWasSaved) {
  EXPECT_EQ(ExtractProof(kProof), kProof);
  EXPECT_EQ(ExtractProof("\xef\xbb\xbf" + std::string(kProof)), kProof);
  std::string windows;
  for (const char c : std::string(kProof)) {
    if (c == '\n') windows += '\r';
    windows += c;
  }
  EXPECT_EQ(ExtractProof(windows), kProof);
  std::string page;
  for (const char c : ReceiptPage(View()).html) {
    if (c == '\n') page += '\r';
    page += c;
  }
  EXPECT_EQ(ExtractProof(page), kProof);
  EXPECT_EQ(ExtractProof(""), "");
  EXPECT_EQ(ExtractProof("<html>nothing</html>"), "");
  EXPECT_EQ(ExtractProof("<pre>c2sp.org/tlog-proof@v1\ncut"), "");
}

TEST(ReceiptText, TellsTimesToTheMinute) {
  EXPECT_THAT(ReceiptInWords(View(), "fr"), HasSubstr("1er novembre 2026 à 09 h 05 (UTC)"));
  EXPECT_THAT(ReceiptInWords(View(), "en"), HasSubstr("1 November 2026 at 09:05 (UTC)"));
}

TEST(ReceiptText, NoSentenceIsCutInTwo) {
  const std::string page = ReceiptPage(View()).html;
  EXPECT_THAT(page, HasSubstr("Ce journal est signé et construit"));
  EXPECT_THAT(page, HasSubstr("suivi du nom du fichier"));
}

TEST(ReceiptText, ASiteThatSpeaksFrenchAloneGetsNoEnglishHalf) {
  ReceiptView view = View();
  EXPECT_THAT(ReceiptPage(view).html, HasSubstr("In English"));
  view.english = false;
  EXPECT_THAT(ReceiptPage(view).html, Not(HasSubstr("lang=\"en\"")));
}

TEST(ReceiptText, ReadsTheNamesOfARevision) {
  catalog::RevisionView revision;
  revision.services.resize(2);
  revision.services[0].id = "a";
  revision.services[0].name = "Alpha";
  revision.services[0].purpose_title = {"Mesure", "Measuring"};
  revision.services[1].id = "b";
  revision.services[1].name = "Bêta";
  revision.services[1].purpose_title = {"Mesure", ""};
  const auto names = NamesIn(revision, "fr");
  ASSERT_EQ(names.size(), 2u);
  EXPECT_EQ(names.at("a").name, "Alpha");
  EXPECT_EQ(names.at("a").purpose, "Mesure");
  EXPECT_EQ(names.at("b").name, "Bêta");
  EXPECT_EQ(NamesIn(revision, "en").at("a").purpose, "Measuring");
  EXPECT_EQ(NamesIn(revision, "en").at("b").purpose, "Mesure");
}

TEST(ReceiptText, TheCommandsWordsAreInBothLanguages) {
  const std::string french = ReceiptInWords(View(), "fr");
  EXPECT_THAT(french, HasSubstr("La preuve est valable"));
  EXPECT_THAT(french, HasSubstr("Vimeo : accepté"));
  EXPECT_THAT(french, HasSubstr("adform : refusé"));
  EXPECT_THAT(french, HasSubstr("entrée 3 sur 4"));
  const std::string english = ReceiptInWords(View(), "en");
  EXPECT_THAT(english, HasSubstr("The proof is valid"));
  EXPECT_THAT(english, HasSubstr("adform: refused"));
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::reports
