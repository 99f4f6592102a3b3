#include "catalog/service_search.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include "base/ascii.h"
#include "base/host.h"
#include "catalog/name_words.h"
#include "catalog/products.h"

namespace temoin::catalog {
namespace {

// Names that people use beside those of the library, with an address that they load from.
struct Alias {
  std::string_view name;
  std::string_view address;
};
constexpr std::array<Alias, 39> kAliases = {{
    {"meta", "www.facebook.com/tr"},
    {"meta pixel", "connect.facebook.net/"},
    {"facebook pixel", "connect.facebook.net/"},
    {"fbq", "connect.facebook.net/"},
    {"fbevents", "connect.facebook.net/"},
    {"meta capi", "connect.facebook.net/"},
    {"whatsapp", "whatsapp.com"},
    {"threads", "threads.net"},
    {"linkedin insight", "snap.licdn.com/li.lms-analytics/"},
    {"insight tag", "snap.licdn.com/li.lms-analytics/"},
    {"insight min", "snap.licdn.com/li.lms-analytics/"},
    {"uwt", "static.ads-twitter.com/"},
    {"universal analytics", "www.google-analytics.com/"},
    {"google analytics 360", "www.google-analytics.com/"},
    {"gtm", "www.googletagmanager.com/gtm.js"},
    {"google tag manager", "www.googletagmanager.com/gtm.js"},
    {"google tag", "www.googletagmanager.com/gtag/destination"},
    {"adsense", "pagead2.googlesyndication.com/"},
    {"dcm", "fls.doubleclick.net/"},
    {"double click", "fls.doubleclick.net/"},
    {"campaign manager 360", "fls.doubleclick.net/"},
    {"google campaign manager 360", "fls.doubleclick.net/"},
    {"google marketing platform", "displayvideo.google.com/"},
    {"dv360", "displayvideo.google.com/"},
    {"display video 360", "displayvideo.google.com/"},
    {"search ads 360", "searchads.google.com/"},
    {"sa360", "searchads.google.com/"},
    {"xiti", "tag.aticdn.net/"},
    {"applied technologies internet", "tag.aticdn.net/"},
    {"bing ads", "bat.bing.com/"},
    {"microsoft ads", "bat.bing.com/"},
    {"microsoft", "bat.bing.com/"},
    {"uet", "bat.bing.com/"},
    {"tiktok", "analytics.tiktok.com/i18n/pixel/"},
    {"snapchat", "sc-static.net/"},
    {"insta", "www.instagram.com/"},
    {"taboola", "taboola.com"},
    {"xandr", "adnxs.com"},
    {"adobe analytics", "assets.adobedtm.com/"},
}};

// Functions and lists of vendors' snippets, in small letters.
constexpr std::array<Alias, 44> kCalls = {{
    {"grecaptcha", "www.google.com/recaptcha/"},
    {"hcaptcha", "js.hcaptcha.com/"},
    {"turnstile", "challenges.cloudflare.com/"},
    {"fbq", "connect.facebook.net/"},
    {"gtag", "www.googletagmanager.com/gtag/js"},
    {"datalayer", "www.googletagmanager.com/gtm.js"},
    {"lintrk", "snap.licdn.com/li.lms-analytics/"},
    {"twq", "static.ads-twitter.com/"},
    {"ttq", "analytics.tiktok.com/i18n/pixel/"},
    {"snaptr", "sc-static.net/"},
    {"pintrk", "s.pinimg.com/ct/"},
    {"uetq", "bat.bing.com/"},
    {"clarity", "www.clarity.ms/tag/"},
    {"hj", "static.hotjar.com/c/hotjar-"},
    {"paq", "cdn.matomo.cloud/"},
    {"gaq", "www.google-analytics.com/"},
    {"linkedin_partner_id", "snap.licdn.com/li.lms-analytics/"},
    {"adftrack", "track.adform.net/"},
    {"hsq", "js.hs-scripts.com/"},
    {"crisp", "client.crisp.chat/"},
    {"plausible", "plausible.io/js/"},
    {"amplitude", "cdn.amplitude.com/libs/"},
    {"ga", "www.google-analytics.com/"},
    {"mtm", "cdn.matomo.cloud/"},
    {"mixpanel", "cdn.mxpnl.com/libs/"},
    {"posthog", "i.posthog.com/"},
    {"intercom", "widget.intercom.io/widget/"},
    {"obapi", "amplify.outbrain.com/cp/"},
    {"criteo_q", "static.criteo.net/js/ld/"},
    {"uxa", "t.contentsquare.net/uxa/"},
    {"onesignal", "cdn.onesignal.com/sdks/"},
    {"smartsupp", "www.smartsuppchat.com/"},
    {"tawk_api", "embed.tawk.to/"},
    {"zesettings", "static.zdassets.com/"},
    {"satellite", "assets.adobedtm.com/"},
    {"abtasty", "try.abtasty.com/"},
    {"kameleoonqueue", "kameleoon.eu/"},
    {"ym", "mc.yandex.ru/"},
    {"tfa", "cdn.taboola.com/"},
    {"rdt", "www.redditstatic.com/ads/"},
    {"heap", "cdn.heapanalytics.com/"},
    {"analytics.load", "cdn.segment.com/"},
    {"analytics.track", "cdn.segment.com/"},
    {"analytics.identify", "cdn.segment.com/"},
}};

// Classes of the elements that vendors' scripts fill, in small letters.
constexpr std::array<Alias, 18> kClasses = {{
    {"youtube_player", "www.youtube.com/embed/"},
    {"vimeo_player", "player.vimeo.com/video/"},
    {"fb-like", "connect.facebook.net/"},
    {"fb-page", "connect.facebook.net/"},
    {"fb-post", "connect.facebook.net/"},
    {"fb-video", "connect.facebook.net/"},
    {"fb-comments", "connect.facebook.net/"},
    {"fb-share-button", "connect.facebook.net/"},
    {"fb-login-button", "connect.facebook.net/"},
    {"twitter-tweet", "platform.twitter.com/"},
    {"twitter-timeline", "platform.twitter.com/"},
    {"twitter-share-button", "platform.twitter.com/"},
    {"instagram-media", "www.instagram.com/embed"},
    {"tiktok-embed", "www.tiktok.com/embed"},
    {"g-recaptcha", "www.google.com/recaptcha/"},
    {"h-captcha", "js.hcaptcha.com/"},
    {"cf-turnstile", "challenges.cloudflare.com/"},
    {"calendly-inline-widget", "assets.calendly.com/"},
}};

// Elements of their own that such a script fills.
constexpr std::array<Alias, 8> kElements = {{
    {"<lite-youtube", "www.youtube.com/embed/"},
    {"<amp-youtube", "www.youtube.com/embed/"},
    {"<lite-vimeo", "player.vimeo.com/video/"},
    {"<amp-vimeo", "player.vimeo.com/video/"},
    {"<amp-facebook", "connect.facebook.net/"},
    {"<amp-twitter", "platform.twitter.com/"},
    {"<amp-instagram", "www.instagram.com/embed"},
    {"<fb:", "connect.facebook.net/"},
}};

bool HasClass(std::string_view low, std::string_view name) {
  constexpr std::string_view kAround = " \t\n\"'";
  for (size_t at = low.find(name); at != std::string_view::npos; at = low.find(name, at + 1)) {
    const std::string_view before = low.substr(0, at);
    const size_t end = at + name.size();
    // class="… name …", class=name, className = "name"
    const size_t quoted = before.find_last_of("<>;");
    const bool in_class =
        before.substr(quoted == std::string_view::npos ? 0 : quoted).find("class") !=
        std::string_view::npos;
    const bool begins = !before.empty() && (kAround.find(before.back()) != std::string_view::npos ||
                                            before.back() == '=');
    const bool ends =
        end == low.size() || kAround.find(low[end]) != std::string_view::npos || low[end] == '>';
    if (in_class && begins && ends) return true;
  }
  return false;
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

const std::vector<std::pair<std::vector<std::string>, std::string_view>>& WordsOfAliases() {
  static const std::vector<std::pair<std::vector<std::string>, std::string_view>> kWords = [] {
    std::vector<std::pair<std::vector<std::string>, std::string_view>> all;
    all.reserve(std::size(kAliases));
    for (const Alias& alias : kAliases) all.emplace_back(WordsIn(alias.name), alias.address);
    return all;
  }();
  return kWords;
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

// What an address is asked about: its host, and the products that load from it.
struct Asked {
  std::string address;  // in small letters
  std::string host;
  std::vector<Product> products;
};

std::vector<Asked> AskedAt(const std::vector<std::string>& addresses) {
  std::vector<Asked> out;
  for (const std::string& address : addresses) {
    std::string host = HostOfAuthority(address.substr(0, address.find_first_of("/?#")));
    if (host.empty()) continue;
    out.push_back({LowerAscii(address), std::move(host), ProductsAt(address)});
  }
  return out;
}

// What is exempt, names no hosts and sets what it sets on the site's own: of its vendor's hosts the
// site says nothing.
bool StaysOnSite(const Site& site, const Purpose& purpose, const Service& service) {
  return purpose.basis == Basis::kExempt && !service.hosts && !service.trackers.empty() &&
         std::all_of(service.trackers.begin(), service.trackers.end(), [&](const Tracker& tracker) {
           return tracker.set_on_site || tracker.own_host || IsSiteHost(site, tracker.host);
         });
}

// Whether the service says to load this of a host that it shares with others.
bool SharesAddress(const Service& service, std::string_view address) {
  return std::any_of(service.addresses.begin(), service.addresses.end(),
                     [&](const std::string& own) { return LoadsFrom(address, LowerAscii(own)); });
}

bool IsOneOf(const Service& service, const std::vector<Product>& products) {
  return std::any_of(products.begin(), products.end(),
                     [&](const Product& product) { return IsProduct(service, product); });
}

void AddMatch(std::vector<ServiceMatch>& list, ServiceMatch match) {
  const bool known = std::any_of(list.begin(), list.end(), [&](const ServiceMatch& other) {
    return other.service == match.service;
  });
  if (!known) list.push_back(std::move(match));
}

}  // namespace

ServiceResult FindServices(const Matcher& matcher, std::string_view asked,
                           std::vector<std::string> addresses, std::string_view site,
                           const std::vector<std::string>& calls) {
  ServiceResult result;
  const std::vector<std::string> words = WordsIn(asked);
  std::vector<Product> named = ProductsNamed(words);
  for (const auto& [name, address] : WordsOfAliases()) {
    if (IsAll(words, name)) addresses.emplace_back(address);
  }
  const std::vector<Asked> asked_at = AskedAt(addresses);
  const std::vector<Asked> called = AskedAt(calls);
  std::vector<bool> answered(asked_at.size(), false);
  std::vector<bool> served(called.size(), false);
  std::vector<bool> own(asked_at.size(), false);                    // hosts of the site
  std::vector<std::vector<ServiceMatch>> by_host(asked_at.size());  // hosts of their own
  matcher.EachSite([&](const Site& each) {
    if (!site.empty() && each.id != site) return;
    for (size_t i = 0; i < asked_at.size(); ++i) {
      own[i] = own[i] || IsSiteHost(each, asked_at[i].host);
    }
    for (const Purpose& purpose : each.purposes) {
      for (const Service& service : purpose.services) {
        for (size_t i = 0; i < asked_at.size(); ++i) {
          const auto& [address, host, products] = asked_at[i];
          // Of the site's own host, the address says nothing about what it sets.
          if (service.role == Role::kPublisher) continue;
          if (SharesAddress(service, address)) {
            AddMatch(result.found, {&each, &purpose, &service, host});
            answered[i] = true;
            continue;
          }
          const size_t above = LongestAbove(service.Hosts(), host);
          if (above == 0 || NearerVendor(each, *service.vendor, above, host) != nullptr) {
            // Its product loads from there; the site does not say that it does.
            if (IsOneOf(service, products)) {
              AddMatch(result.near, {&each, &purpose, &service, host});
            }
            continue;
          }
          const bool fits = (products.empty() || IsOneOf(service, products)) &&
                            !StaysOnSite(each, purpose, service);
          ServiceMatch match{&each, &purpose, &service, host};
          if (!fits && service.hosts) by_host[i].push_back(match);
          AddMatch(fits ? result.found : result.near, std::move(match));
          answered[i] = answered[i] || fits;
        }
        for (size_t i = 0; i < called.size(); ++i) {
          if (!IsOneOf(service, called[i].products)) continue;
          AddMatch(result.found, {&each, &purpose, &service, called[i].host});
          served[i] = true;
        }
        const Named how = NamedBy(service, asked, words);
        if (IsOneOf(service, named) ||
            (how == Named::kAlone && named.empty() && addresses.empty())) {
          AddMatch(result.found, {&each, &purpose, &service, service.name});
        } else if (how != Named::kNo) {
          AddMatch(result.near, {&each, &purpose, &service, service.vendor->name});
        }
      }
    }
  });
  for (size_t i = 0; i < asked_at.size(); ++i) {
    if (answered[i]) continue;
    // Whatever its name, a service that says to load from a host where nothing else is.
    if (!by_host[i].empty() && ProductsAt(asked_at[i].host).size() == 1) {
      for (ServiceMatch& match : by_host[i]) AddMatch(result.found, std::move(match));
      continue;
    }
    if (own[i]) {
      result.own_hosts.push_back(asked_at[i].host);
      continue;
    }
    result.unknown_hosts.push_back(asked_at[i].host);
    for (const Product& product : asked_at[i].products) named.push_back(product);
  }
  for (size_t i = 0; i < called.size(); ++i) {
    if (served[i]) continue;
    result.unknown_hosts.push_back(called[i].host);
    for (const Product& product : called[i].products) named.push_back(product);
  }
  std::erase_if(result.near, [&](const ServiceMatch& match) {
    return std::any_of(result.found.begin(), result.found.end(),
                       [&](const ServiceMatch& other) { return other.service == match.service; });
  });
  for (const Product& product : named) {
    if (std::any_of(result.found.begin(), result.found.end(), [&](const ServiceMatch& match) {
          return IsProduct(*match.service, product);
        })) {
      continue;
    }
    if (std::find(result.products.begin(), result.products.end(), product.name) ==
        result.products.end()) {
      result.products.push_back(product.name);
    }
  }
  return result;
}

namespace {

// "name(", "name.push", "name = []", "name[0]", "name || []", or the name alone in quotes.
bool IsCalled(std::string_view low, std::string_view name) {
  for (size_t at = low.find(name); at != std::string_view::npos; at = low.find(name, at + 1)) {
    const std::string_view rest = low.substr(at + name.size());
    const char before = at == 0 ? ' ' : low[at - 1];
    if (IsWordByte(before) || rest.empty() || IsWordByte(rest[0])) continue;
    if ((rest[0] == '"' || rest[0] == '\'') && before == rest[0]) return true;
    if (rest[0] == '.' && rest.size() > 1 && IsWordByte(rest[1])) return true;
    const size_t next = rest.find_first_not_of(" \t\r\n");
    if (next != std::string_view::npos &&
        std::string_view("([=|").find(rest[next]) != std::string_view::npos) {
      return true;
    }
  }
  return false;
}

}  // namespace

std::vector<std::string> AddressesOfCalls(std::string_view code) {
  const std::string low = LowerAscii(code);
  std::vector<std::string> out;
  for (const Alias& call : kCalls) {
    if (IsCalled(low, call.name)) out.emplace_back(call.address);
  }
  const auto add = [&](const Alias& each) {
    const bool told = std::find(out.begin(), out.end(), each.address) != out.end();
    if (!told) out.emplace_back(each.address);
  };
  for (const Alias& each : kClasses) {
    if (HasClass(low, each.name)) add(each);
  }
  for (const Alias& each : kElements) {
    if (low.find(each.name) != std::string::npos) add(each);
  }
  return out;
}

}  // namespace temoin::catalog
