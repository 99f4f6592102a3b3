"""What people ask, answered from the library: forty names of cookies, twenty snippets as vendors
give them. A name that several services set is answered with all of them."""

import json
import unittest

from harness import ROOT, TestCase, command

LIBRARY = ROOT / "catalog" / "library"

# As they are observed: the service, or the services among which a person decides.
NAMES = {
    "_pk_id.1.1fff": "matomo", "_pk_ses.1.1fff": "matomo", "_pk_ref.1.1fff": "matomo",
    "_ga": "google-analytics", "_ga_ABC123XYZ": "google-analytics", "_gid": "google-analytics",
    "_gcl_au": "google-ads", "_gcl_aw": "google-ads", "_fbp": "meta-pixel", "_fbc": "meta-pixel",
    "datr": "meta-pixel", "YSC": "youtube", "VISITOR_INFO1_LIVE": "youtube",
    "VISITOR_PRIVACY_METADATA": "youtube", "vuid": "vimeo", "NID": "google-maps",
    "_GRECAPTCHA": "recaptcha", "hc_accessibility": "hcaptcha", "cf_clearance": "turnstile",
    "_clck": "clarity", "_clsk": "clarity", "CLID": "clarity", "MUID": "clarity",
    "_hjSessionUser_123456": "hotjar", "_hjSession_123456": "hotjar", "bcookie": "linkedin-insight",
    "li_sugr": "linkedin-insight", "UserMatchHistory": "linkedin-insight",
    "lidc": "linkedin-insight", "muc_ads": "x", "guest_id": "x", "personalization_id": "x",
    "_pcid": "piano-analytics",
    "_pctx": "piano-analytics", "pa_privacy": "piano-analytics", "IDE": "floodlight",
    "test_cookie": "floodlight", "ts": "dailymotion", "dmvk": "dailymotion",
    "crisp-client/session/abc": "crisp",
}

SNIPPETS = {
    "matomo": "<script>var _paq = window._paq = window._paq || []; (function() { var u="
              "\"https://mutuelle.matomo.cloud/\"; g.src='//cdn.matomo.cloud/mutuelle.matomo.cloud/"
              "matomo.js'; })();</script>",
    "google-analytics": "<script async "
                        "src=\"https://www.googletagmanager.com/gtag/js?id=G-ABC123\">"
                        "</script>",
    "meta-pixel": "<script>!function(f,b,e,v){}(window,document,'script',"
                  "'https://connect.facebook.net/en_US/fbevents.js');fbq('init','1');</script>",
    "youtube": "<iframe src=\"https://www.youtube.com/embed/dQw4w9WgXcQ\" "
               "allowfullscreen></iframe>",
    "vimeo": "<iframe src=\"https://player.vimeo.com/video/76979871\"></iframe>",
    "dailymotion": "<iframe src=\"https://www.dailymotion.com/embed/video/x8\"></iframe>",
    "google-maps": "<iframe src=\"https://www.google.com/maps/embed?pb=!1m18\"></iframe>",
    "openstreetmap": "<iframe "
                     "src=\"https://www.openstreetmap.org/export/embed.html?bbox=2\"></iframe>",
    "hcaptcha": "<script src=\"https://js.hcaptcha.com/1/api.js\" async defer></script>",
    "recaptcha": "<script src=\"https://www.google.com/recaptcha/api.js\" async defer></script>",
    "turnstile": "<script src=\"https://challenges.cloudflare.com/turnstile/v0/api.js\"></script>",
    "crisp": "<script>window.$crisp=[];(function(){d=document;s=d.createElement(\"script\");"
             "s.src=\"https://client.crisp.chat/l.js\";})();</script>",
    "zendesk": "<script id=\"ze-snippet\" src=\"https://static.zdassets.com/ekr/snippet.js?key=1\">"
               "</script>",
    "hotjar": "<script>(function(h,o,t,j,a,r){a.src=t;})(window,document,"
              "'https://static.hotjar.com/c/hotjar-','.js?sv=');</script>",
    "clarity": "<script>(function(c,l,a,r,i,t,y){t.src=\"https://www.clarity.ms/tag/\"+i;})"
               "(window,document,\"clarity\",\"script\",\"abc\");</script>",
    "linkedin-insight": "<script>_linkedin_partner_id=\"1\";b.src=\"https://snap.licdn.com/"
                        "li.lms-analytics/insight.min.js\";</script>",
    "x": "<script async src=\"https://platform.twitter.com/widgets.js\"></script>",
    "plausible": "<script defer data-domain=\"a.example\" "
                 "src=\"https://plausible.io/js/script.js\">"
                 "</script>",
    "piano-analytics": "<script src=\"https://tag.aticdn.net/piano-analytics.js\"></script>",
    "tiktok-pixel": "<script>var i=\"https://analytics.tiktok.com/i18n/pixel/events.js\";</script>",
}


class Recognition(TestCase):
    def asked(self, *questions):
        catalog = self.folder / "catalog"
        if not catalog.exists():
            ran = command("catalog", "new", "a.example", "--catalog", catalog, "--library", LIBRARY,
                          input="")
            self.assertEqual(ran.returncode, 1, ran.stderr)
        ran = command("catalog", "which", *questions, "--catalog", catalog, "--library", LIBRARY,
                      "--format", "json")
        self.assertEqual(ran.returncode, 1, ran.stderr)
        answers = json.loads(ran.stdout)["answers"]
        self.assertEqual(len(answers), len(questions))
        return [[service["id"] for service in answer["library"]] for answer in answers]

    def test_forty_names(self):
        self.assertEqual(len(NAMES), 40)
        for name, found in zip(NAMES, self.asked(*NAMES)):
            with self.subTest(name=name):
                self.assertIn(NAMES[name], found)

    def test_twenty_snippets(self):
        self.assertEqual(len(SNIPPETS), 20)
        for service, found in zip(SNIPPETS, self.asked(*SNIPPETS.values())):
            with self.subTest(service=service):
                self.assertIn(service, found)

    def test_each_product_of_a_code_is_told(self):
        both = ('<iframe src="https://player.vimeo.com/video/1"></iframe>'
                '<script>_paq.push(["trackPageView"])</script>')
        self.assertEqual(sorted(self.asked(both)[0]), ["matomo", "vimeo"])

    def test_a_name_that_nobody_knows_is_not_guessed(self):
        for found in self.asked("PHPSESSID_x", "panier", "JSESSIONID2"):
            self.assertEqual(found, [])


if __name__ == "__main__":
    unittest.main()
