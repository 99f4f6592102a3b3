#include "catalog/question.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/ascii.h"
#include "base/host.h"
#include "base/utf8.h"

namespace temoin::catalog {
namespace {

constexpr size_t kMostText = size_t{1024} * 1024;
constexpr size_t kMostShown = 120;
constexpr size_t kMostWords = 12;

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

// Words that say what sort of thing it is, not whose.
constexpr std::array<std::string_view, 46> kPlain = {
    "the",     "a",       "an",      "of",      "for",     "our",     "and",     "le",
    "la",      "les",     "l",       "un",      "une",     "de",      "du",      "des",
    "d",       "et",      "cookie",  "cookies", "tracker", "traceur", "pixel",   "tag",
    "tags",    "script",  "snippet", "button",  "buttons", "bouton",  "boutons", "share",
    "sharing", "partage", "player",  "lecteur", "video",   "videos",  "vidéo",   "vidéos",
    "widget",  "embed",   "plugin",  "sdk",     "code",    "insight"};

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

bool HasTag(std::string_view text) {
  constexpr std::array<std::string_view, 10> kTags = {"<script", "<img",    "<iframe", "<noscript",
                                                      "<link",   "<object", "<embed",  "<video",
                                                      "<a ",     "<!--"};
  const std::string low = LowerAscii(text.substr(0, kMostText));
  return std::any_of(kTags.begin(), kTags.end(),
                     [&](std::string_view tag) { return low.find(tag) != std::string::npos; });
}

bool IsHostName(std::string_view text) {
  if (text.find('.') == std::string_view::npos) return false;
  const std::string host = NormalHost(text.substr(0, text.find(':')));
  if (host.empty() || host.find('_') != std::string::npos) return false;
  const size_t dot = host.rfind('.');
  const std::string last = host.substr(dot + 1);
  return dot != std::string::npos && dot > 0 && last.size() >= 2 &&
         std::all_of(last.begin(), last.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

// The host of "https://a.example/x", "//a.example/x", "a.example/x"; empty: no address.
std::string AddressHost(std::string_view text) {
  if (text.find_first_of(" \t=;,<") < text.find('/')) return {};
  if (std::string host = HostOfUrl(text); !host.empty()) return host;
  const std::string_view host = text.substr(0, text.find('/'));
  return IsHostName(host) ? HostOfAuthority(host) : std::string();
}

// Every host behind a "//" in a snippet.
std::vector<std::string> HostsIn(std::string_view text) {
  std::vector<std::string> out;
  for (size_t at = text.find("//"); at != std::string_view::npos; at = text.find("//", at + 2)) {
    const std::string_view rest = text.substr(at + 2, kMaxHost + 8);
    const std::string_view authority = rest.substr(0, rest.find_first_of("/?#\"'`<> \t\r\n\\),;+"));
    const bool address = IsHostName(authority) && authority.find("..") == std::string::npos;
    const std::string host = address ? HostOfAuthority(authority) : std::string();
    if (host.empty() || host == "www.w3.org" ||
        std::find(out.begin(), out.end(), host) != out.end()) {
      continue;
    }
    if (out.size() < Question::kMostHosts) out.push_back(host);
  }
  return out;
}

std::string Shown(std::string_view text) {
  text = TrimAscii(text.substr(0, text.find('\n')));
  std::string out = ValidUtf8(text.substr(0, kMostShown));
  return text.size() > kMostShown ? out + "…" : out;
}

Question AboutService(std::string_view text, std::vector<std::string> hosts, bool address) {
  Question question;
  question.kind = Question::Kind::kService;
  question.text = Shown(text);
  question.hosts = std::move(hosts);
  question.address = address;
  return question;
}

// Words with spaces between them that are no list of cookie names.
bool IsPhrase(std::string_view line, const Matcher* matcher) {
  if (line.find(' ') == std::string_view::npos ||
      line.find_first_of("=;,\t_$<") != std::string_view::npos) {
    return false;
  }
  size_t words = 0;
  bool all_shouted = true;  // "SID HSID"
  for (std::string_view rest = line; !rest.empty();) {
    const size_t end = rest.find(' ');
    const std::string_view word = rest.substr(0, end);
    rest = end == std::string_view::npos ? std::string_view() : TrimAscii(rest.substr(end));
    if (word.empty()) continue;
    if (++words > kMostWords || IsHostName(word)) return false;
    if (matcher != nullptr && !matcher->Match(word).candidates.empty()) return false;
    all_shouted = all_shouted && std::all_of(word.begin(), word.end(),
                                             [](char c) { return c >= 'A' && c <= 'Z'; });
  }
  return words > 1 && (matcher == nullptr || !all_shouted);
}

bool IsService(std::string_view line, const Matcher* matcher, Question& out) {
  if (HasTag(line)) {
    out = AboutService(line, HostsIn(line), true);
    return true;
  }
  if (const std::string host = AddressHost(line); !host.empty()) {
    // A name may have dots in it.
    const bool name = matcher != nullptr && !matcher->Match(line).candidates.empty();
    if (name) return false;
    out = AboutService(line, {host}, true);
    return true;
  }
  if (!IsPhrase(line, matcher)) return false;
  out = AboutService(line, {}, false);
  return true;
}

}  // namespace

Question ReadQuestion(std::string_view text, std::string_view host) {
  Question question;
  if (IsService(TrimAscii(text), nullptr, question)) return question;
  question.seen.name = text;
  question.seen.host = host;
  return question;
}

std::vector<Question> ReadQuestions(std::string_view text, const Matcher& matcher, Time now,
                                    size_t most) {
  text = text.substr(0, kMostText);
  std::vector<Question> out;
  if (HasTag(text)) {
    out.push_back(AboutService(TrimAscii(text), HostsIn(text), true));
    return out;
  }
  std::string cookies;  // lines in a row that are none of the others
  const auto take_cookies = [&] {
    for (SeenCookie& seen : ParsePasted(cookies, now, most)) {
      if (out.size() >= most) break;
      out.emplace_back().seen = std::move(seen);
    }
    cookies.clear();
  };
  while (!text.empty()) {
    const size_t end = text.find('\n');
    const std::string_view line = TrimAscii(text.substr(0, end));
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    Question question;
    if (!IsService(line, &matcher, question)) {
      cookies.append(line).append("\n");
      continue;
    }
    take_cookies();
    if (out.size() < most) out.push_back(std::move(question));
  }
  take_cookies();
  return out;
}

ServiceResult FindServices(const Matcher& matcher, const Question& question,
                           std::string_view site) {
  ServiceResult result;
  const std::vector<std::string> words =
      question.address ? std::vector<std::string>() : Words(question.text);
  std::vector<std::string> hosts = question.hosts;
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
      for (const catalog::Service& service : purpose.services) {
        for (const std::string& host : hosts) {
          // Of the site's own host, the address says nothing about what it sets.
          if (service.role == Role::kPublisher) continue;
          for (const std::string& domain : service.Hosts()) {
            if (!HostWithin(host, domain)) continue;
            add(result.found, {&each, &purpose, &service, domain});
            std::erase(unknown, host);
          }
        }
        bool named = false;
        bool near = false;
        for (const std::string_view name :
             {std::string_view(service.name), std::string_view(service.vendor->name)}) {
          for (const auto& one : NamesIn(name)) {
            // A name of one letter must be all that is said, as it is written.
            const bool short_name = one.size() == 1 && one.front().size() == 1;
            const bool all = short_name ? question.text == name.substr(0, question.text.size()) &&
                                              question.text.size() == 1
                                        : IsAll(words, one);
            named = named || all;
            near = near || (!short_name && Contains(words, one));
          }
        }
        if (named) add(result.found, {&each, &purpose, &service, service.name});
        if (near && !named) add(result.near, {&each, &purpose, &service, service.vendor->name});
      }
    }
  });
  // A product that loads from elsewhere is another one of the same company.
  if (!result.found.empty()) {
    std::erase_if(result.near, [](const ServiceMatch&) { return true; });
  }
  result.unknown_hosts = std::move(unknown);
  return result;
}

}  // namespace temoin::catalog
