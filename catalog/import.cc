#include "catalog/import.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "base/ascii.h"
#include "base/host.h"
#include "base/json.h"
#include "base/utf8.h"
#include "catalog/csv_record.h"
#include "catalog/js_literal.h"

namespace temoin::catalog {
namespace {

using nlohmann::json;

constexpr size_t kMostQuoted = 300;

std::string Short(std::string_view text) { return ValidUtf8(text.substr(0, kMostQuoted)); }

std::string StringOf(const json& value, const char* member) {
  const auto found = value.is_object() ? value.find(member) : value.end();
  return value.is_object() && found != value.end() && found->is_string()
             ? Short(found->get_ref<const std::string&>())
             : std::string();
}

const json& PartOf(const json& value, const char* member) {
  static const json kNone;
  if (!value.is_object()) return kNone;
  const auto found = value.find(member);
  return found == value.end() ? kNone : *found;
}

// What a tool says of an entry, quoted.
class Said {
 public:
  Said& Add(std::string_view fr, std::string_view en, std::string_view what) {
    if (what.empty()) return *this;
    const bool first = text_.fr.empty();
    text_.fr += fmt::format("{}{} : « {} ».", first ? "" : " ", fr, Short(what));
    text_.en += fmt::format("{}{}: \"{}\".", first ? "" : " ", en, Short(what));
    return *this;
  }
  Text Take() { return std::move(text_); }

 private:
  Text text_;
};

class Importing {
 public:
  void Service(std::string_view words, Text about) {
    if (Take(Trace::Kind::kWords, words, {}, std::move(about))) ++out_.services;
  }
  void Name(std::string_view name, std::string_view host, Text about) {
    if (Take(Trace::Kind::kName, name, NormalHost(host), std::move(about))) ++out_.names;
  }
  // An address, or a host alone.
  void Address(std::string_view url, Text about) {
    std::string host = HostOfUrl(url);
    std::string path = host.empty() ? "/" : PathOfUrl(url);
    if (host.empty()) host = NormalHost(url);
    if (host.empty() || host.find('.') == std::string::npos) return;
    path = Short(path.substr(0, path.find('?')));
    if (!addresses_.insert(host + path).second) return;
    Take(Trace::Kind::kAddress, host + path, host, std::move(about));
  }
  void Unread() { ++out_.unread; }
  Result<Imported> Finish(std::string_view expected) {
    if (!out_.traces.empty()) return std::move(out_);
    return Error(ErrorCode::kInvalidArgument,
                 fmt::format("no service and no cookie was found; expected is {}", expected));
  }

 private:
  bool Take(Trace::Kind kind, std::string_view text, std::string host, Text about) {
    std::string shown = Short(TrimAscii(text));
    if (shown.empty()) {
      Unread();
      return false;
    }
    if (out_.traces.size() >= kMostImported) {
      out_.truncated = true;
      return false;
    }
    out_.traces.push_back({kind, std::move(shown), std::move(host), std::move(about)});
    return true;
  }

  Imported out_;
  std::set<std::string, std::less<>> addresses_;
};

// "/^_ga$/" names _ga; "/^_pk_.*$/" what begins with _pk_, which no name is.
std::string NameOfPattern(std::string_view text) {
  if (!text.starts_with("/^")) return std::string(text);
  text.remove_prefix(2);
  text = text.substr(0, text.rfind('/'));
  if (text.ends_with('$')) text.remove_suffix(1);
  const bool plain = std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-';
  });
  return plain ? std::string(text) : std::string();
}

std::string JoinedStrings(const json& list) {
  std::string out;
  for (const json& each : list.is_array() ? list : json::array()) {
    if (each.is_string() && out.size() < kMostQuoted) {
      out += (out.empty() ? "" : ", ") + Short(each.get_ref<const std::string&>());
    }
  }
  return out;
}

// A list of names: 'x', /^x/, {name: …, domain: …}, ['x', path, domain].
void CookieList(const json& list, const Text& about, Importing& out) {
  if (!list.is_array()) return;
  for (const json& each : list) {
    const json* name = &each;
    std::string host;
    if (each.is_object()) {
      name = &PartOf(each, "name");
      host = StringOf(each, "domain");
    } else if (each.is_array() && !each.empty()) {
      name = &each.front();
      if (each.size() > 2 && each[2].is_string())
        host = Short(each[2].get_ref<const std::string&>());
    }
    if (!name->is_string()) {
      out.Unread();
      continue;
    }
    const auto& text = name->get_ref<const std::string&>();
    const std::string plain = NameOfPattern(text);
    // A pattern stands beside its service, which says more than the pattern.
    if (plain.empty()) {
      out.Unread();
    } else {
      out.Name(plain, host, about);
    }
  }
}

Result<Imported> FromKlaro(std::string_view text) {
  constexpr const char* kExpected = "Klaro's configuration: klaroConfig = {services: [{name, …}]}";
  const auto config = FindObjectLiteral(text, {"services", "apps"});
  if (!config) return Error(ErrorCode::kInvalidArgument, fmt::format("expected is {}", kExpected));
  const json& services = PartOf(*config, config->contains("services") ? "services" : "apps");
  Importing out;
  for (const json& service : services.is_array() ? services : json::array()) {
    const std::string name = StringOf(service, "name");
    const std::string title = StringOf(service, "title");
    Said said;
    said.Add("Finalités dans Klaro", "Purposes in Klaro",
             JoinedStrings(PartOf(service, "purposes")));
    if (PartOf(service, "required") == json(true)) said.Add("Réglage", "Setting", "required");
    const Text about = said.Take();
    out.Service(title.empty() ? name : fmt::format("{} {}", name, title), about);
    CookieList(PartOf(service, "cookies"),
               Said().Add("Service dans Klaro", "Service in Klaro", name).Take(), out);
  }
  return out.Finish(kExpected);
}

// The rows of version 3 ({cookieTable: {body: […]}}) and 2 ({cookie_table: […]}), wherever they
// stand in the translations.
void CookieTables(const json& value, int depth, Importing& out) {
  if (depth > 12 || (!value.is_object() && !value.is_array())) return;
  for (const auto& [key, part] : value.items()) {
    const bool table = key == "cookieTable" || key == "cookie_table";
    const json& rows = table && part.is_object() ? PartOf(part, "body") : part;
    if (!table || !rows.is_array()) {
      CookieTables(part, depth + 1, out);
      continue;
    }
    for (const json& row : rows) {
      std::string name = StringOf(row, "name");
      if (name.empty()) name = StringOf(row, "col1");
      if (name.empty()) name = StringOf(row, "cookie");
      std::string host = StringOf(row, "domain");
      if (host.empty()) host = StringOf(row, "col2");
      Said said;
      for (const char* member : {"duration", "expiration", "col3"}) {
        said.Add("Durée dans le tableau", "Lifetime in the table", StringOf(row, member));
      }
      for (const char* member : {"desc", "description", "col4"}) {
        said.Add("Finalité", "Purpose", StringOf(row, member));
      }
      out.Name(NameOfPattern(name), host, said.Take());
    }
  }
}

Result<Imported> FromCookieConsent(std::string_view text) {
  constexpr const char* kExpected =
      "vanilla-cookieconsent's configuration: CookieConsent.run({categories: {…}, language: {…}})";
  const auto config = FindObjectLiteral(text, {"categories", "language", "languages"});
  if (!config) return Error(ErrorCode::kInvalidArgument, fmt::format("expected is {}", kExpected));
  Importing out;
  const json& categories = PartOf(*config, "categories");
  for (const auto& [id, category] : categories.items()) {
    const Text about = Said().Add("Catégorie", "Category", id).Take();
    const json& services = PartOf(category, "services");
    if (services.is_object()) {
      for (const auto& [name, service] : services.items()) {
        out.Service(name + " " + StringOf(service, "label"), about);
        CookieList(PartOf(service, "cookies"), about, out);
      }
    }
    CookieList(PartOf(PartOf(category, "autoClear"), "cookies"), about, out);
  }
  CookieTables(PartOf(*config, "language"), 0, out);
  CookieTables(PartOf(*config, "languages"), 0, out);
  return out.Finish(kExpected);
}

// tarteaucitron's keys that are no words of a product's name.
constexpr std::array<std::pair<std::string_view, std::string_view>, 22> kTarteaucitronKeys = {{
    {"analytics", "Google Analytics"},
    {"atinternet", "Piano Analytics"},
    {"facebookpixel", "Meta Pixel"},
    {"facebook", "Facebook plugins"},
    {"facebooklikebox", "Facebook plugins"},
    {"gajs", "Google Analytics"},
    {"gcmanalyticsstorage", "Google Analytics"},
    {"gtag", "Google Analytics"},
    {"googleadwordsconversion", "Google Ads"},
    {"googleadwordsremarketing", "Google Ads"},
    {"googlefonts", "Google Fonts"},
    {"googlemaps", "Google Maps"},
    {"googlemapsembed", "Google Maps"},
    {"googletagmanager", "Google Tag Manager"},
    {"linkedininsighttag", "LinkedIn Insight"},
    {"matomocloud", "Matomo"},
    {"matomohightrack", "Matomo"},
    {"maps_noapi", "Google Maps"},
    {"multiplegtag", "Google Analytics"},
    {"twitterembed", "X Twitter"},
    {"twittertimeline", "X Twitter"},
    {"twitter", "X Twitter"},
}};

Result<Imported> FromTarteaucitron(std::string_view text) {
  Importing out;
  std::set<std::string> seen;
  for (const std::string& key : StringsOfCalls(text, "push", "tarteaucitron.job")) {
    if (!seen.insert(key).second) continue;
    std::string words = key;
    for (const auto& [known, product] : kTarteaucitronKeys) {
      if (known == key) words = product;
    }
    const Text about = Said().Add("Clé de tarteaucitron", "Key in tarteaucitron", key).Take();
    out.Service(words, about);
  }
  return out.Finish("tarteaucitron's code of a page: (tarteaucitron.job = …).push('youtube')");
}

Result<json> JsonOf(std::string_view text) {
  return ParseJson(text, {.max_bytes = kMostImportBytes, .max_depth = 32});
}

Result<Imported> FromCookiebot(std::string_view text) {
  TEMOIN_ASSIGN_OR_RETURN(const json document, JsonOf(text));
  Importing out;
  const json& cookies = PartOf(document, "cookies");
  for (const json& row : cookies.is_array() ? cookies : json::array()) {
    Said said;
    said.Add("Catégorie dans Cookiebot", "Category in Cookiebot", StringOf(row, "Category"));
    said.Add("Durée", "Lifetime", StringOf(row, "ExpireDescription"));
    said.Add("Finalité", "Purpose", StringOf(row, "PurposeDescription"));
    out.Name(StringOf(row, "Name"), StringOf(row, "Provider"), said.Take());
    const std::string initiator = StringOf(row, "InitiatorSource");
    if (!initiator.empty()) {
      const std::string name = StringOf(row, "Name");
      out.Address(initiator, Said().Add("Amène", "Leads to", name).Take());
    }
  }
  return out.Finish(
      "the answer of Cookiebot's data API: {\"cookies\": [{\"Name\", \"Provider\", …}]}");
}

void OneTrustCookies(const json& list, const std::string& group, Importing& out) {
  if (!list.is_array()) return;
  for (const json& row : list) {
    Said said;
    said.Add("Groupe dans OneTrust", "Group in OneTrust", group);
    const bool session = PartOf(row, "IsSession") == json(true);
    const json& length = PartOf(row, "Length");
    const std::string days = length.is_string()   ? StringOf(row, "Length")
                             : length.is_number() ? length.dump()
                                                  : "";
    said.Add("Durée en jours", "Lifetime in days", session ? "session" : days);
    std::string what = StringOf(row, "description");
    if (what.empty()) what = StringOf(row, "Description");
    said.Add("Finalité", "Purpose", what);
    out.Name(StringOf(row, "Name"), StringOf(row, "Host"), said.Take());
  }
}

Result<Imported> FromOneTrust(std::string_view text) {
  TEMOIN_ASSIGN_OR_RETURN(const json document, JsonOf(text));
  const json& domain = PartOf(document, "DomainData");
  const json& groups = PartOf(domain.is_object() ? domain : document, "Groups");
  Importing out;
  for (const json& group : groups.is_array() ? groups : json::array()) {
    const std::string name = StringOf(group, "GroupName");
    OneTrustCookies(PartOf(group, "FirstPartyCookies"), name, out);
    const json& hosts = PartOf(group, "Hosts");
    for (const json& host : hosts.is_array() ? hosts : json::array()) {
      const Text about = Said().Add("Groupe dans OneTrust", "Group in OneTrust", name).Take();
      out.Address(StringOf(host, "HostName"), about);
      OneTrustCookies(PartOf(host, "Cookies"), name, out);
    }
  }
  return out.Finish("OneTrust's data of the domain: {\"DomainData\": {\"Groups\": […]}}");
}

// What a spreadsheet puts between the titles when it saves the list again.
char SeparatorOf(std::string_view csv) {
  const std::string_view titles = csv.substr(0, csv.find('\n'));
  for (const char other : {';', '\t'}) {
    if (std::count(titles.begin(), titles.end(), other) >
        std::count(titles.begin(), titles.end(), ',')) {
      return other;
    }
  }
  return ',';
}

Result<Imported> FromCookieYes(std::string_view text) {
  constexpr const char* kExpected =
      "CookieYes' list of cookies, CSV with the columns post_title, _cli_cookie_duration, …";
  const char separator = SeparatorOf(text);
  size_t at = 0;
  const auto titles = NextRecord(text, at, separator);
  std::map<std::string, size_t, std::less<>> columns;
  for (size_t i = 0; titles && i < titles->size(); ++i) {
    columns.emplace(LowerAscii(TrimAscii((*titles)[i])), i);
  }
  if (!columns.contains("post_title") && !columns.contains("_cli_cookie_slugid") &&
      !columns.contains("cookie")) {
    return Error(ErrorCode::kInvalidArgument, fmt::format("expected is {}", kExpected));
  }
  Importing out;
  while (at < text.size()) {
    const auto record = NextRecord(text, at, separator);
    if (!record) {
      out.Unread();
      break;
    }
    if (record->size() == 1 && record->front().empty()) continue;
    const auto field = [&](std::initializer_list<std::string_view> names) {
      for (const std::string_view name : names) {
        const auto column = columns.find(name);
        if (column == columns.end() || column->second >= record->size()) continue;
        if (!(*record)[column->second].empty()) return (*record)[column->second];
      }
      return std::string();
    };
    Said said;
    said.Add("Catégorie dans CookieYes", "Category in CookieYes",
             field({"tax:cookielawinfo-category", "category", "_cli_cookie_sensitivity"}));
    said.Add("Durée", "Lifetime", field({"_cli_cookie_duration", "duration"}));
    said.Add("Finalité", "Purpose", field({"post_content", "description"}));
    out.Name(field({"_cli_cookie_slugid", "post_title", "cookie"}), field({"domain"}), said.Take());
  }
  return out.Finish(kExpected);
}

}  // namespace

const std::vector<std::string>& ImportTools() {
  static const std::vector<std::string> kTools = {
      "klaro", "vanilla-cookieconsent", "tarteaucitron", "cookiebot", "onetrust", "cookieyes"};
  return kTools;
}

Result<Imported> ReadImport(std::string_view tool, std::string_view text) {
  if (text.size() > kMostImportBytes) {
    return Error(ErrorCode::kTooLarge, "at most 4 MiB are read of an export");
  }
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) {
    return Error(ErrorCode::kInvalidArgument, "a text in UTF-16: save it as UTF-8 first");
  }
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  const std::string read = ReadAsUtf8(text);
  if (tool == "cookiebot") return FromCookiebot(read);
  if (tool == "onetrust") return FromOneTrust(read);
  if (tool == "cookieyes") return FromCookieYes(read);
  if (read.size() > kMostLiteralBytes) {
    return Error(ErrorCode::kTooLarge,
                 "at most 1 MiB is read of a script: give the file that has the configuration");
  }
  if (tool == "klaro") return FromKlaro(read);
  if (tool == "vanilla-cookieconsent") return FromCookieConsent(read);
  if (tool == "tarteaucitron") return FromTarteaucitron(read);
  return Error(ErrorCode::kInvalidArgument, fmt::format("there is no importer for {}", tool));
}

}  // namespace temoin::catalog
