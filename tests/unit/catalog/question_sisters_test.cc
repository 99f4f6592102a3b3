// Once more the families of question_test.cc, with other members: names and who sets them, what was
// copied, companies, addresses, code. Each answer stands here as the catalogue and the rule of
// catalog/match.h give it.
#include <gtest/gtest.h>

#include "tests/unit/catalog/question_testing.h"

namespace temoin::catalog {
namespace {

using testing::ExpectAtEveryDoor;

TEST(QuestionSistersTest, NamesAndWhoSetsThem) {
  ExpectAtEveryDoor({
      {"ameli_localisation_counter", "www.ameli.fr", "always", "ameli"},
      {"ameli_localisation_count", "www.ameli.fr", "not-declared", ""},
      {"ameli_feedback", "https://www.ameli.fr:443/assure?x=1", "always", "ameli"},
      {"ameli_feedback", "fr", "not-declared", ""},
      {"cf_clearance", ".ameli.fr", "always", "cloudflare"},
      {"__cf_bm", "www.ameli.fr", "not-declared", ""},
      {"Pcid", "www.ameli.fr", "not-declared", ""},
      {"pcid", "ftp://www.ameli.fr/", "always", "ameli"},
      {"pcid_retry", "ameli.fr", "always", ""},
      {"pctx_retry", "ameli.fr", "not-declared", ""},
      {"temoin:ameli.fr", "vimeo.com", "not-declared", ""},
      {"pa_privacy", "xn--amli-9oa.fr", "not-declared", ""},
      {"pa_privacy", "logs1.xiti.com", "not-declared", ""},
      {"CM14", "a1.track.adform.net.", "after-consent", "adform"},
      {"CM14", "adform.com", "not-declared", ""},
      {"CM15", "adform.net", "not-declared", ""},
      {"otsid", "", "after-consent", "adform"},
      {"otsid", "[::1]", "not-declared", ""},
      {"GCM", "10.0.0.1", "not-declared", ""},
      {"uid", "https://user:pw@track.adform.net:8443/x?y#z", "after-consent", "adform"},
      {"test_cookie", "googleads.g.doubleclick.net", "after-consent", "campaign-manager"},
      {"test_cookie", "www.ameli.fr", "not-declared", ""},
      {"_gcl_dc", "assure.ameli.fr", "after-consent", "campaign-manager"},
      {"_gcl_dc", "ameli.fr.", "after-consent", "campaign-manager"},
      {"_gcl_dc", "vimeo.com", "not-declared", ""},
      {"_gcl_aw", "", "not-declared", ""},
      // Patterns: of their host, with something in the place of the bracket.
      {"BFCD1", "track.adform.net", "after-consent", "adform"},
      {"EBFCD1", "criteo.net", "not-declared", ""},
      {"BFCD", "adform.net", "not-declared", ""},
      {"CFFC", "adform.net", "not-declared", ""},
      {"CT", "adform.net", "not-declared", ""},
      {"SR1", "net", "not-declared", ""},
  });
}

TEST(QuestionSistersTest, WhatWasCopied) {
  ExpectAtEveryDoor({
      {"uid=123; Domain=adform.net; Path=/; Max-Age=5184000; SameSite=None; Secure", "",
       "after-consent", "adform"},
      {"set-cookie: pctx=x; domain=.AMELI.fr", "", "always", "ameli"},
      {"test_cookie=CheckForPermission; expires=Thu, 21-Nov-2026 12:15:00 GMT; path=/; "
       "domain=.doubleclick.net; Secure; SameSite=none",
       "", "after-consent", "campaign-manager"},
      {"IDE=x; Domain=net", "", "not-declared", ""},
      {R"({"name":"uid","domain":".adform.net","value":"1"})", "", "after-consent", "adform"},
      {R"({"name":"uid","domain":".criteo.com","value":"1"})", "", "not-declared", ""},
  });
}

TEST(QuestionSistersTest, CompaniesAndProducts) {
  ExpectAtEveryDoor({
      {"Piano", "", "exempt-with-opt-out", "piano-analytics"},
      {"le bouton J’aime de Facebook", "", "after-consent", "facebook"},
      {"Peut-on mettre l’iframe de Vimeo ?", "", "after-consent", "vimeo"},
      {"« Meta Pixel »", "", "after-consent", "facebook"},
      {"Campaign\u00a0Manager 360", "", "after-consent", "campaign-manager"},
      {"X (ex-Twitter)", "", "after-consent", "x"},
      {"Cloudflare", "", "always", "cloudflare"},
      {"the Adform pixel", "", "after-consent", "adform"},
      {"vimeo.com", "", "after-consent", "vimeo"},
      {"YouTube", "", "not-declared", ""},
      {"Dailymotion", "", "not-declared", ""},
      {"Matomo", "", "not-declared", ""},
      {"Snapchat pixel", "", "not-declared", ""},
      {"Google Maps", "", "not-declared", ""},
      {"Microsoft Clarity", "", "not-declared", ""},
  });
}

TEST(QuestionSistersTest, AddressesAndCode) {
  ExpectAtEveryDoor({
      {"https://track.adform.net/Serving/TrackPoint/?pm=1", "", "after-consent", "adform"},
      {"https://px.ads.linkedin.com/collect?pid=1", "", "after-consent", "linkedin"},
      {"https://snap.licdn.com/li.lms-analytics/insight.min.js", "", "after-consent", "linkedin"},
      {"https://player.vimeo.com./video/1?dnt=1", "", "after-consent", "vimeo"},
      {"HTTPS://PLAYER.VIMEO.COM:443/video/1", "", "after-consent", "vimeo"},
      {"https://f.vimeocdn.com/p/3/js/player.js", "", "after-consent", "vimeo"},
      {"https://www.youtube-nocookie.com/embed/x", "", "not-declared", ""},
      {"https://ameli.fr.track.example/p.gif", "", "not-declared", ""},
      {"<iframe src=\"https://www.facebook.com/plugins/page.php?href=x\"></iframe>", "",
       "after-consent", "facebook"},
      {"<iframe src=//player.vimeo.com/video/1 allow=autoplay></iframe>", "", "after-consent",
       "vimeo"},
      {"<iframe src=\"https://www.youtube.com/embed/x\"></iframe>", "", "not-declared", ""},
      {"<img src=\"https://ad.doubleclick.net/ddm/activity/src=1;type=x;cat=y;ord=1?\">", "",
       "after-consent", "campaign-manager"},
      {"<img src=\"https://bat.bing.com/action/0?ti=1\">", "", "not-declared", ""},
      {"<blockquote class=\"twitter-tweet\"><a href=\"https://twitter.com/ameli/status/1\">x</a>"
       "</blockquote><script async src=\"https://platform.twitter.com/widgets.js\"></script>",
       "", "after-consent", "x"},
      {"<link rel=preconnect href=https://player.vimeo.com>", "", "after-consent", "vimeo"},
      {"<script>fbq('init','1')</script><script>ttq.load('2')</script>", "", "not-declared", ""},
  });
}

}  // namespace
}  // namespace temoin::catalog
