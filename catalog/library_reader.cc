#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "base/json.h"
#include "catalog/library.h"
#include "catalog/tracker_reader.h"

namespace temoin::catalog {
namespace {

using nlohmann::json;

constexpr size_t kMostItems = 200;  // of any list in one service

constexpr auto kCategories = {"audience",   "behaviour",     "advertising", "video",  "audio",
                              "map",        "captcha",       "chat",        "social", "form",
                              "document",   "payment",       "newsletter",  "font",   "tag-manager",
                              "monitoring", "accessibility", "other"};

// An address without its scheme: host, slash, path.
bool IsLoadAddress(std::string_view text) {
  const size_t slash = text.find('/');
  if (slash == std::string_view::npos || text.size() > 300) return false;
  return HasForm(text.substr(0, slash), Form::kHost) &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return c > ' ' && c <= '~' && c != '"' && c != '<' && c != '>' && c != '\\' &&
                  c != '?' && c != '#';
         });
}

// Reads one service; counts its facts and the sources that they name.
class ServiceReader {
 public:
  explicit ServiceReader(Reading& reading) : reading_(reading) {}

  LibraryService Read(const json& value);

 private:
  // The member as {"value", "source"}, or null: read(fields, key) takes the value.
  template <typename T, typename ReadValue>
  std::optional<Fact<T>> FactOf(Fields& fields, std::string_view key, const ReadValue& read) {
    const json* value = fields.GetNullable(key, kRequired);
    if (value == nullptr) {
      Count(std::nullopt);
      return std::nullopt;
    }
    Fields inner(reading_, *value, fields.Pointer(key));
    Fact<T> fact;
    fact.value = read(inner);
    fact.source = SourceOf(inner);
    Count(fact.source);
    inner.Done();
    return fact;
  }
  std::optional<Fact<std::string>> StringFact(Fields& fields, std::string_view key, Form form) {
    return FactOf<std::string>(
        fields, key, [&](Fields& inner) { return inner.String("value", kRequired, form); });
  }
  std::vector<Fact<std::string>> ListOf(Fields& fields, std::string_view key,
                                        std::string_view member);
  std::string SourceOf(Fields& fields);
  Text BothLanguages(Fields& fields, std::string_view key, Presence presence);
  LibraryTracker ReadTracker(const json& value, const std::string& pointer);
  void ReadSources(Fields& fields);
  void ReadChanges(Fields& fields);
  void ReadQuestions(Fields& fields);
  void ReadUse(Fields& fields);
  void ReadTrackers(Fields& fields);
  void Count(const std::optional<std::string>& source);
  void CheckWhole();

  Reading& reading_;
  LibraryService out_;
  std::set<std::string, std::less<>> used_;
  std::vector<std::pair<std::string, std::string>> uses_;  // pointer, source
};

void ServiceReader::Count(const std::optional<std::string>& source) {
  FactCount& count = out_.count;
  ++count.facts;
  if (!source) {
    ++count.nulls;
    return;
  }
  const auto found = out_.sources.find(*source);
  if (found == out_.sources.end()) return;
  switch (found->second.by) {
    case SourceKind::kVendor:
      ++count.vendor;
      break;
    case SourceKind::kAuthority:
      ++count.authority;
      break;
    case SourceKind::kThirdParty:
      ++count.third_party;
      break;
  }
}

std::string ServiceReader::SourceOf(Fields& fields) {
  std::string source = fields.String("source", kRequired, Form::kServiceId);
  used_.insert(source);
  uses_.emplace_back(fields.Pointer("source"), source);
  return source;
}

Text ServiceReader::BothLanguages(Fields& fields, std::string_view key, Presence presence) {
  Text text = fields.TextOf(key, presence);
  if (!text.empty() && text.en.empty()) {
    reading_.Meaning(fields.Pointer(key), "the text in English too");
  }
  return text;
}

std::vector<Fact<std::string>> ServiceReader::ListOf(Fields& fields, std::string_view key,
                                                     std::string_view member) {
  std::vector<Fact<std::string>> out;
  if (fields.GetNullable(key, kRequired) == nullptr) {
    Count(std::nullopt);
    return out;
  }
  fields.Each(key, kRequired, [&](const json& element, const std::string& at) {
    Fields item(reading_, element, at);
    Fact<std::string> fact;
    if (member == "host") {
      fact.value = item.String(member, kRequired, Form::kHost);
    } else {
      fact.value = item.String(member, kRequired, Form::kLine);
      if (!fact.value.empty() && !IsLoadAddress(fact.value)) {
        item.Expect(member, "an address without scheme and query, such as www.example.com/tag/");
      }
    }
    fact.source = SourceOf(item);
    Count(fact.source);
    item.Done();
    out.push_back(std::move(fact));
  });
  return out;
}

LibraryTracker ServiceReader::ReadTracker(const json& value, const std::string& pointer) {
  Fields fields(reading_, value, pointer);
  LibraryTracker out;
  Tracker& tracker = out.tracker;
  tracker.name = fields.String("name", kRequired, Form::kLine);
  tracker.aliases = fields.Strings("aliases", kOptional, Form::kLine);
  ReadTrackerHost(fields, tracker);
  if (const auto kind = ReadTrackerKind(fields, true)) {
    tracker.kind = *kind;
    out.kind_known = true;
  }
  tracker.lifetime = ReadLifetime(reading_, fields, "lifetime");
  if (fields.GetNullable("purpose", kRequired) != nullptr) {
    tracker.purpose = BothLanguages(fields, "purpose", kRequired);
  }
  tracker.set_on_site = fields.Boolean("set_on_site", kOptional);
  tracker.identifies_visitor = fields.NullableBoolean("identifies_visitor", kOptional);
  out.when = BothLanguages(fields, "when", kOptional);
  const std::string source = SourceOf(fields);
  std::map<std::string, std::string> others;
  if (const json* members = fields.Get("sources", kOptional)) {
    Fields each(reading_, *members, fields.Pointer("sources"));
    for (const char* member : {"name", "host", "kind", "lifetime", "purpose"}) {
      if (each.Get(member, kOptional) == nullptr) continue;
      others[member] = each.String(member, kOptional, Form::kServiceId);
      used_.insert(others[member]);
      uses_.emplace_back(each.Pointer(member), others[member]);
    }
    each.Done();
  }
  fields.Done();
  const auto count = [&](const char* member, bool known) {
    const auto other = others.find(member);
    if (!known) {
      Count(std::nullopt);
    } else {
      Count(other == others.end() ? source : other->second);
    }
  };
  count("host", tracker.own_host || !tracker.host.empty());
  count("kind", out.kind_known);
  count("lifetime", tracker.lifetime.kind != Lifetime::Kind::kUnpublished);
  count("purpose", !tracker.purpose.empty());
  return out;
}

void ServiceReader::ReadSources(Fields& fields) {
  const json* value = fields.Get("sources", kRequired);
  if (value == nullptr) return;
  Fields all(reading_, *value, fields.Pointer("sources"));
  all.EachMember([&](const std::string& key, const json& member, const std::string& at) {
    if (!HasForm(key, Form::kServiceId)) {
      return reading_.Structure(
          at, fmt::format("the member's name to be {}", FormWords(Form::kServiceId)));
    }
    Fields source(reading_, member, at);
    LibrarySource out;
    out.title = source.String("title", kRequired, Form::kLine);
    const std::string by = source.OneOf("by", kRequired, {"vendor", "authority", "third-party"});
    for (const auto kind : {SourceKind::kVendor, SourceKind::kAuthority}) {
      if (by == SourceKindName(kind)) out.by = kind;
    }
    out.address = source.String("address", kOptional, Form::kHttpsUrl);
    out.package = source.String("package", kOptional, Form::kLine);
    out.version = source.String("version", kOptional, Form::kLine);
    out.dated = source.String("dated", kOptional, Form::kDate);
    out.read = source.String("read", kRequired, Form::kDate);
    source.Done();
    if (out.address.empty() == out.package.empty()) {
      reading_.Meaning(at, R"(either an "address" or a "package")");
    }
    if (!out.package.empty() && out.version.empty()) {
      reading_.Meaning(at, R"(the "version" of the package)");
    }
    out_.sources.emplace(key, std::move(out));
  });
}

void ServiceReader::ReadChanges(Fields& fields) {
  std::string before;
  fields.Each("changes", kRequired, [&](const json& element, const std::string& at) {
    Fields change(reading_, element, at);
    LibraryChange out;
    out.version = change.Integer("version", kRequired, 1, 100'000, 1);
    out.date = change.String("date", kRequired, Form::kDate);
    out.what = BothLanguages(change, "what", kRequired);
    change.Done();
    const auto next = static_cast<int64_t>(out_.changes.size()) + 1;
    if (out.version != next) {
      reading_.Meaning(at + "/version", fmt::format("{}, one more than before", next));
    }
    if (out.date < before) reading_.Meaning(at + "/date", "no day before the change before");
    before = out.date;
    out_.changes.push_back(std::move(out));
  });
}

void ServiceReader::ReadQuestions(Fields& fields) {
  fields.Each("questions", kOptional, [&](const json& element, const std::string& at) {
    Fields question(reading_, element, at);
    LibraryQuestion out;
    out.criterion = question.String("criterion", kRequired, Form::kCookieName);
    out.text = BothLanguages(question, "text", kRequired);
    out.how = BothLanguages(question, "how", kOptional);
    static_cast<void>(SourceOf(question));
    question.Done();
    out_.questions.push_back(std::move(out));
  });
}

// How it is used on a site: the basis that fits, its tag, its signals.
void ServiceReader::ReadUse(Fields& fields) {
  out_.role = FactOf<std::string>(fields, "role", [](Fields& inner) {
    return inner.OneOf("value", kRequired,
                       {"publisher", "processor", "joint-controller", "controller"});
  });
  out_.hosts = ListOf(fields, "hosts", "host");
  out_.loads = ListOf(fields, "loads", "address");
  out_.basis = FactOf<std::string>(fields, "basis", [&](Fields& inner) {
    out_.basis_reason = BothLanguages(inner, "reason", kRequired);
    return inner.OneOf("value", kRequired, {"consent", "exempt", "exempt-with-opt-out"});
  });
  out_.tagging = FactOf<std::vector<std::string>>(fields, "tagging", [&](Fields& inner) {
    out_.tagging_note = BothLanguages(inner, "note", kRequired);
    return inner.Strings("value", kRequired, Form::kProse);
  });
  out_.consent_mode = FactOf<std::vector<std::string>>(fields, "consent_mode", [](Fields& inner) {
    return inner.SomeOf("value", kRequired,
                        {"ad_storage", "ad_user_data", "ad_personalization", "analytics_storage",
                         "functionality_storage", "personalization_storage", "security_storage"});
  });
}

void ServiceReader::ReadTrackers(Fields& fields) {
  std::vector<LibraryTracker> list;
  const auto known = FactOf<bool>(fields, "trackers", [&](Fields& inner) {
    inner.Each("value", kRequired, [&](const json& element, const std::string& at) {
      if (list.size() < kMostItems) list.push_back(ReadTracker(element, at));
    });
    return true;
  });
  if (known) out_.trackers = std::move(list);
}

void ServiceReader::CheckWhole() {
  for (const auto& [pointer, source] : uses_) {
    if (!source.empty() && !out_.sources.contains(source)) {
      reading_.Meaning(pointer, "one of the service's \"sources\"");
    }
  }
  for (const auto& [key, source] : out_.sources) {
    if (!used_.contains(key)) {
      reading_.Meaning("/sources" + PointerToken(key), "a source that a fact names");
    }
  }
  if (out_.changes.empty() || out_.changes.back().version != out_.version) {
    reading_.Meaning("/version", "the version of the last of the \"changes\"");
  }
  std::set<std::string_view> names;
  for (size_t i = 0; out_.trackers && i < out_.trackers->size(); ++i) {
    if (names.insert((*out_.trackers)[i].tracker.name).second) continue;
    reading_.Meaning(fmt::format("/trackers/value/{}/name", i), "a name that no other tracker has");
  }
  const bool exempt = out_.basis && out_.basis->value == "exempt-with-opt-out";
  if (exempt == out_.questions.empty()) {
    reading_.Meaning("/questions", exempt ? "the criteria of the exemption as questions"
                                          : "no questions where the basis is no exemption");
  }
}

LibraryService ServiceReader::Read(const json& value) {
  reading_.RequireLanguage("fr");
  Fields fields(reading_, value, "");
  out_.file = reading_.file();
  fields.String("$schema", kOptional, Form::kLine);
  fields.Integer("schema", kRequired, 1, 1, 1);
  out_.id = fields.String("id", kRequired, Form::kServiceId);
  out_.version = fields.Integer("version", kRequired, 1, 100'000, 1);
  out_.whole = fields.OneOf("depth", kRequired, {"whole", "thin"}) == "whole";
  out_.name = fields.String("name", kRequired, Form::kLine);
  out_.also = fields.Strings("also", kOptional, Form::kLine);
  out_.category = fields.String("category", kRequired, Form::kServiceId);
  if (!out_.category.empty() &&
      std::find(kCategories.begin(), kCategories.end(), out_.category) == kCategories.end()) {
    fields.Expect("category", fmt::format("one of {}", fmt::join(kCategories, ", ")));
  }
  out_.description = BothLanguages(fields, "description", kRequired);
  out_.vendor = fields.String("vendor", kRequired, Form::kServiceId);
  ReadSources(fields);  // before the facts: they are counted by their source
  out_.entity = StringFact(fields, "entity", Form::kLine);
  out_.country = StringFact(fields, "country", Form::kCountry);
  out_.policy_url = StringFact(fields, "policy_url", Form::kHttpsUrl);
  out_.location = FactOf<Location>(fields, "location", [&](Fields& inner) {
    Location location;
    if (const json* where = inner.Get("value", kRequired)) {
      Fields at(reading_, *where, inner.Pointer("value"));
      location.countries = at.Strings("countries", kRequired, Form::kCountry);
      location.text = BothLanguages(at, "text", kRequired);
      at.Done();
    }
    return location;
  });
  ReadUse(fields);
  ReadTrackers(fields);
  ReadQuestions(fields);
  ReadChanges(fields);
  fields.Done();
  CheckWhole();
  return std::move(out_);
}

}  // namespace

LibraryService ReadLibraryService(const json& value, Reading& reading) {
  return ServiceReader(reading).Read(value);
}

}  // namespace temoin::catalog
