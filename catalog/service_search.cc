#include "catalog/service_search.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/ascii.h"
#include "base/host.h"

namespace temoin::catalog {
namespace {

// Products by the name that people give them, with a host that they load from. What is declared is
// found by its vendor's domains; what is not gets a host to declare.
struct Product {
  std::string_view name;
  std::string_view host;
};
constexpr std::array<Product, 42> kProducts = {{
    {"meta", "facebook.com"},
    {"meta pixel", "connect.facebook.net"},
    {"facebook pixel", "connect.facebook.net"},
    {"fbq", "connect.facebook.net"},
    {"instagram", "instagram.com"},
    {"whatsapp", "whatsapp.com"},
    {"twitter", "twitter.com"},
    {"linkedin insight", "snap.licdn.com"},
    {"google analytics", "google-analytics.com"},
    {"ga4", "google-analytics.com"},
    {"google tag manager", "googletagmanager.com"},
    {"gtm", "googletagmanager.com"},
    {"google ads", "googleadservices.com"},
    {"adwords", "googleadservices.com"},
    {"floodlight", "doubleclick.net"},
    {"dcm", "doubleclick.net"},
    {"campaign manager 360", "doubleclick.net"},
    {"dv360", "doubleclick.net"},
    {"google maps", "maps.googleapis.com"},
    {"google fonts", "fonts.googleapis.com"},
    {"recaptcha", "www.google.com"},
    {"youtube", "youtube.com"},
    {"dailymotion", "dailymotion.com"},
    {"at internet", "aticdn.net"},
    {"xiti", "xiti.com"},
    {"matomo", "matomo.cloud"},
    {"piwik", "matomo.cloud"},
    {"eulerian", "eulerian.net"},
    {"hotjar", "hotjar.com"},
    {"contentsquare", "contentsquare.net"},
    {"clarity", "clarity.ms"},
    {"bing ads", "bat.bing.com"},
    {"tiktok", "analytics.tiktok.com"},
    {"snapchat", "sc-static.net"},
    {"pinterest", "pinterest.com"},
    {"criteo", "criteo.com"},
    {"taboola", "taboola.com"},
    {"outbrain", "outbrain.com"},
    {"xandr", "adnxs.com"},
    {"hubspot", "hubspot.com"},
    {"intercom", "intercom.io"},
    {"adobe analytics", "omtrdc.net"},
}};

// Functions of vendors' snippets, as words.
constexpr std::array<Product, 12> kCalls = {{
    {"fbq", "connect.facebook.net"},
    {"gtag", "googletagmanager.com"},
    {"datalayer", "googletagmanager.com"},
    {"lintrk", "snap.licdn.com"},
    {"twq", "static.ads-twitter.com"},
    {"ttq", "analytics.tiktok.com"},
    {"snaptr", "sc-static.net"},
    {"pintrk", "pinterest.com"},
    {"uetq", "bat.bing.com"},
    {"clarity", "clarity.ms"},
    {"hj", "static.hotjar.com"},
    {"paq", "matomo.cloud"},
}};

// Words that say what sort of thing it is or who asks, not whose it is.
constexpr std::array<std::string_view, 115> kPlain = {
    "the",      "a",         "an",       "of",       "for",      "our",        "and",
    "on",       "in",        "with",     "this",     "it",       "is",         "do",
    "we",       "i",         "can",      "may",      "use",      "add",        "put",
    "set",      "need",      "to",       "allowed",  "site",     "website",    "page",
    "please",   "official",  "company",  "inc",      "ltd",      "llc",        "corp",
    "plc",      "gmbh",      "sa",       "sas",      "sarl",     "bv",         "ag",
    "s",        "le",        "la",       "les",      "l",        "un",         "une",
    "de",       "du",        "des",      "d",        "et",       "sur",        "dans",
    "avec",     "ce",        "cet",      "cette",    "notre",    "nos",        "est",
    "il",       "elle",      "c",        "qu",       "peut",     "peux",       "puis",
    "je",       "mettre",    "utiliser", "ajouter",  "intégrer", "déposer",    "poser",
    "autorisé", "autorisée", "permis",   "faut",     "société",  "entreprise", "cookie",
    "cookies",  "tracker",   "traceur",  "traceurs", "pixel",    "tag",        "tags",
    "script",   "snippet",   "button",   "buttons",  "bouton",   "boutons",    "share",
    "sharing",  "partage",   "partager", "player",   "lecteur",  "video",      "videos",
    "vidéo",    "vidéos",    "widget",   "embed",    "plugin",   "sdk",        "code",
    "insight",  "smarttag",  "via"};

bool IsWordByte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
}

std::vector<std::string> Words(std::string_view text) {
  std::vector<std::string> out;
  std::string word;
  for (const char c : LowerAscii(text) + " ") {
    if (IsWordByte(c)) {
      word += c;
    } else if (!word.empty()) {
      out.push_back(std::exchange(word, {}));
    }
  }
  return out;
}

bool IsPlainWord(const std::string& word) {
  return std::find(kPlain.begin(), kPlain.end(), word) != kPlain.end();
}

// The words of `name` stand in `words`, one after the other.
bool Contains(const std::vector<std::string>& words, const std::vector<std::string>& name) {
  return !name.empty() &&
         std::search(words.begin(), words.end(), name.begin(), name.end()) != words.end();
}

// … and nothing stands beside them but words that say what sort of thing it is.
bool IsAll(const std::vector<std::string>& words, const std::vector<std::string>& name) {
  const auto at = std::search(words.begin(), words.end(), name.begin(), name.end());
  if (name.empty() || at == words.end()) return false;
  return std::all_of(words.begin(), at, IsPlainWord) &&
         std::all_of(at + static_cast<std::ptrdiff_t>(name.size()), words.end(), IsPlainWord);
}

// A word of a text, letter by letter.
bool HasWord(std::string_view text, std::string_view word) {
  const std::string low = LowerAscii(text);
  const auto between = [&](size_t i) { return i >= low.size() || !IsWordByte(low[i]); };
  for (size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
    if ((at == 0 || between(at - 1)) && between(at + word.size())) return true;
  }
  return false;
}

// The names that one written name stands for: "Google (Doubleclick / Campaign Manager)" are three.
std::vector<std::vector<std::string>> NamesIn(std::string_view name) {
  std::vector<std::vector<std::string>> out = {Words(name)};
  for (size_t at = 0; at < name.size();) {
    const size_t end = std::min(name.find_first_of("()/,", at), name.size());
    std::vector<std::string> words = Words(name.substr(at, end - at));
    if (!words.empty() && words.front() == "ex") words.erase(words.begin());
    if (!words.empty()) out.push_back(std::move(words));
    at = end + 1;
  }
  return out;
}

// How a question names a service: not at all, with another product's name beside it, or alone.
enum class Named { kNo, kWith, kAlone };

Named NamedBy(const Service& service, std::string_view asked,
              const std::vector<std::string>& words) {
  bool named = false;
  bool short_name = false;
  std::vector<std::string> own;  // all words of its names
  for (const std::string* name : {&service.name, &service.vendor->name}) {
    for (const std::vector<std::string>& one : NamesIn(*name)) {
      own.insert(own.end(), one.begin(), one.end());
      if (one.size() == 1 && one.front().size() == 1) {
        // A letter is a name only as it is written: X, not x.
        short_name = short_name || HasWord(asked, name->substr(0, 1));
      } else {
        named = named || Contains(words, one);
      }
    }
  }
  if (!named && !short_name) return Named::kNo;
  const bool alone = std::all_of(words.begin(), words.end(), [&](const std::string& word) {
    return IsPlainWord(word) || std::find(own.begin(), own.end(), word) != own.end();
  });
  if (alone) return Named::kAlone;
  return named ? Named::kWith : Named::kNo;
}

}  // namespace

ServiceResult FindServices(const Matcher& matcher, std::string_view asked,
                           std::vector<std::string> hosts, std::string_view site) {
  ServiceResult result;
  const std::vector<std::string> words = Words(asked);
  for (const Product& product : kProducts) {
    if (IsAll(words, Words(product.name))) hosts.emplace_back(product.host);
  }
  std::vector<std::string> unknown = hosts;
  const auto add = [](std::vector<ServiceMatch>& list, ServiceMatch match) {
    const bool known = std::any_of(list.begin(), list.end(), [&](const ServiceMatch& other) {
      return other.service == match.service;
    });
    if (!known) list.push_back(std::move(match));
  };
  matcher.EachSite([&](const Site& each) {
    if (!site.empty() && each.id != site) return;
    for (const Purpose& purpose : each.purposes) {
      for (const Service& service : purpose.services) {
        for (const std::string& host : hosts) {
          // Of the site's own host, the address says nothing about what it sets.
          if (service.role == Role::kPublisher) continue;
          for (const std::string& domain : service.Hosts()) {
            if (!HostWithin(host, domain)) continue;
            add(result.found, {&each, &purpose, &service, domain});
            std::erase(unknown, host);
          }
        }
        switch (NamedBy(service, asked, words)) {
          case Named::kNo:
            break;
          case Named::kWith:
            add(result.near, {&each, &purpose, &service, service.vendor->name});
            break;
          case Named::kAlone:
            add(result.found, {&each, &purpose, &service, service.name});
            break;
        }
      }
    }
  });
  // A product that loads from elsewhere is another one of the same company.
  if (!result.found.empty()) result.near.clear();
  result.unknown_hosts = std::move(unknown);
  return result;
}

std::vector<std::string> HostsOfCalls(std::string_view code) {
  const std::vector<std::string> words = Words(code);
  std::vector<std::string> hosts;
  for (const Product& call : kCalls) {
    if (std::find(words.begin(), words.end(), call.name) == words.end()) continue;
    if (std::find(hosts.begin(), hosts.end(), call.host) == hosts.end()) {
      hosts.emplace_back(call.host);
    }
  }
  return hosts;
}

}  // namespace temoin::catalog
