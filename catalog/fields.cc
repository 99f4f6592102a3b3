#include "catalog/fields.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/json.h"

namespace temoin::catalog {
namespace {

using nlohmann::json;

bool AllOf(std::string_view text, std::string_view more, bool upper = false) {
  return std::all_of(text.begin(), text.end(), [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (upper && c >= 'A' && c <= 'Z') ||
           more.find(c) != std::string_view::npos;
  });
}

// Characters, not bytes: what maxLength counts in a JSON Schema. The text is valid UTF-8 already.
size_t Characters(std::string_view text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

bool Printable(std::string_view text, size_t most) {
  if (text.empty() || Characters(text) > most) return false;
  return std::none_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7F;
  });
}

bool IsHost(std::string_view text) {
  if (text.empty() || text.size() > 253 || !AllOf(text, ".-")) return false;
  const auto edge = [](char c) { return c != '.' && c != '-'; };
  return edge(text.front()) && edge(text.back());
}

bool IsOrigin(std::string_view text) {
  const size_t scheme =
      text.starts_with("https://") ? 8 : (text.starts_with("http://") ? 7 : std::string_view::npos);
  if (scheme == std::string_view::npos) return false;
  text.remove_prefix(scheme);
  const size_t colon = text.find(':');
  if (colon != std::string_view::npos) {
    const std::string_view port = text.substr(colon + 1);
    if (port.empty() || port.size() > 5 ||
        port.find_first_not_of("0123456789") != std::string_view::npos) {
      return false;
    }
    text = text.substr(0, colon);
  }
  return IsHost(text);
}

bool IsDuration(std::string_view text) {
  if (text.empty() || text[0] != 'P') return false;
  text.remove_prefix(1);
  std::string_view units = "YMWD";  // those that may still come
  bool any = false;
  for (bool in_time = false; !text.empty(); any = true) {
    if (text[0] == 'T' && !in_time) {
      in_time = true;
      units = "HMS";
      text.remove_prefix(1);
    }
    const size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
    if (digits == 0 || digits > 4 || digits == text.size() || text[0] == '0') return false;
    const size_t unit = units.find(text[digits]);
    if (unit == std::string_view::npos) return false;
    units.remove_prefix(unit + 1);
    text.remove_prefix(digits + 1);
  }
  return any;
}

// RFC 5646 as far as a page's language goes, in the case that the RFC recommends.
bool IsLanguage(std::string_view text) {
  const auto all = [](std::string_view part, char least, char most) {
    return std::all_of(part.begin(), part.end(), [&](char c) { return c >= least && c <= most; });
  };
  const auto next = [&text] {
    const size_t end = std::min(text.find('-'), text.size());
    const std::string_view part = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return part;
  };
  if (text.ends_with('-')) return false;
  std::string_view part = next();
  if (part.size() < 2 || part.size() > 3 || !all(part, 'a', 'z')) return false;
  if (text.empty()) return true;
  part = next();
  if (part.size() == 4 && all(part.substr(0, 1), 'A', 'Z') && all(part.substr(1), 'a', 'z')) {
    if (text.empty()) return true;
    part = next();
  }
  const bool region =
      (part.size() == 2 && all(part, 'A', 'Z')) || (part.size() == 3 && all(part, '0', '9'));
  return region && text.empty();
}

bool IsDate(std::string_view text) {
  if (text.size() != 10) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 4 || i == 7;
    if (dash ? text[i] != '-' : (text[i] < '0' || text[i] > '9')) return false;
  }
  return true;
}

}  // namespace

void Reading::Report(Problem::Kind kind, std::string pointer, std::string expected) {
  if (problems_.size() < max_problems_) {
    problems_.push_back({kind, file_, std::move(pointer), std::move(expected)});
    if (problems_.size() == max_problems_) {
      problems_.push_back({kind, file_, "", "fewer problems: the list stops here"});
    }
  }
}

namespace {

Text ReadText(Reading& reading, const json& value, const std::string& pointer) {
  Fields text(reading, value, pointer);
  Text out;
  bool any = false;
  text.EachMember([&](const std::string& key, const json& member, const std::string& at) {
    any = true;
    if (!HasForm(key, Form::kLanguage)) {
      return reading.Structure(
          at, fmt::format("the member's name to be {}", FormWords(Form::kLanguage)));
    }
    const auto* words = member.get_ptr<const std::string*>();
    if (words == nullptr || !HasForm(*words, Form::kProse)) {
      return reading.Structure(at, std::string(FormWords(Form::kProse)));
    }
    (key == "fr" ? out.fr : key == "en" ? out.en : out.others[key]) = *words;
  });
  if (!value.is_object()) return out;
  if (!any) reading.Structure(pointer, "the text in at least one language");
  if (const std::string& wanted = reading.language();
      any && !wanted.empty() && !value.contains(wanted)) {
    reading.Meaning(pointer,
                    fmt::format("the member \"{}\", in the site's first language", wanted));
  }
  return out;
}

}  // namespace

bool HasForm(std::string_view text, Form form) {
  switch (form) {
    case Form::kLine:
      return Printable(text, 300);
    case Form::kProse:
      return Printable(text, 4000);
    case Form::kServiceId:
      return !text.empty() && text.size() <= 64 && AllOf(text, "-");
    case Form::kSiteId:
      return !text.empty() && text.size() <= 64 && AllOf(text, ".-") && text[0] != '.' &&
             text[0] != '-';
    case Form::kHost:
      return IsHost(text);
    case Form::kOrigin:
      return IsOrigin(text);
    case Form::kCookieName:
      return !text.empty() && text.size() <= 64 && AllOf(text, "_-", /*upper=*/true);
    case Form::kCountry:
      return text.size() == 2 && text[0] >= 'A' && text[0] <= 'Z' && text[1] >= 'A' &&
             text[1] <= 'Z';
    case Form::kDuration:
      return IsDuration(text);
    case Form::kDate:
      return IsDate(text);
    case Form::kHttpsUrl:
      return text.starts_with("https://") && text.size() > 8 && text.size() <= 300 &&
             std::all_of(text.begin(), text.end(), [](char c) {
               return c > ' ' && c <= '~' && c != '"' && c != '<' && c != '>' && c != '\\';
             });
    case Form::kTimeZone:
      return TimeZone::HasForm(text);
    case Form::kLanguage:
      return IsLanguage(text);
    case Form::kWordKey:
      return !text.empty() && text.size() <= 64 && AllOf(text, "._-", /*upper=*/true);
  }
  return false;
}

std::string_view FormWords(Form form) {
  switch (form) {
    case Form::kLine:
      return "1 to 300 characters on one line";
    case Form::kProse:
      return "1 to 4000 characters without control characters";
    case Form::kServiceId:
      return "1 to 64 characters of a-z, 0-9 and -";
    case Form::kSiteId:
      return "1 to 64 characters of a-z, 0-9, . and -, the first a letter or digit";
    case Form::kHost:
      return "a host name in lower case such as adform.net";
    case Form::kOrigin:
      return "an origin such as https://www.ameli.fr, without a path";
    case Form::kCookieName:
      return "1 to 64 letters, digits, _ or -";
    case Form::kCountry:
      return "two capital letters of ISO 3166-1, or EU";
    case Form::kDuration:
      return "a duration such as P13M, P30D, PT30M or P1Y6M";
    case Form::kDate:
      return "a date such as 2027-06-30";
    case Form::kHttpsUrl:
      return "an address that begins with https://";
    case Form::kTimeZone:
      return "the IANA name of a time zone such as Europe/Paris, or UTC";
    case Form::kLanguage:
      return "a language tag such as fr, de or pt-BR";
    case Form::kWordKey:
      return "1 to 64 letters, digits, ., _ or -";
  }
  return "";
}

Fields::Fields(Reading& reading, const json& value, std::string pointer)
    : reading_(reading),
      value_(value.is_object() ? &value : nullptr),
      pointer_(std::move(pointer)) {
  if (value_ == nullptr) reading_.Structure(pointer_, "an object");
}

std::string Fields::Pointer(std::string_view key) const { return pointer_ + PointerToken(key); }

void Fields::Expect(std::string_view key, std::string expected) {
  reading_.Structure(Pointer(key), std::move(expected));
}

const json* Fields::Get(std::string_view key, Presence presence) {
  known_.emplace(key);
  if (value_ == nullptr) return nullptr;
  const auto member = value_->find(key);
  if (member != value_->end()) return &*member;
  if (presence == kRequired) {
    reading_.Structure(pointer_, fmt::format("the member \"{}\", which is missing", key));
  }
  return nullptr;
}

const json* Fields::GetNullable(std::string_view key, Presence presence) {
  const json* member = Get(key, presence);
  return member != nullptr && member->is_null() ? nullptr : member;
}

std::string Fields::String(std::string_view key, Presence presence, Form form) {
  const json* member = Get(key, presence);
  if (member == nullptr) return {};
  const auto* text = member->get_ptr<const std::string*>();
  if (text != nullptr && HasForm(*text, form)) return *text;
  Expect(key, std::string(FormWords(form)));
  return {};
}

std::optional<std::string> Fields::NullableString(std::string_view key, Presence presence,
                                                  Form form) {
  const json* member = GetNullable(key, presence);
  if (member == nullptr) return std::nullopt;
  const auto* text = member->get_ptr<const std::string*>();
  if (text != nullptr && HasForm(*text, form)) return *text;
  Expect(key, fmt::format("{}, or null where nothing is published", FormWords(form)));
  return std::nullopt;
}

std::string Fields::OneOf(std::string_view key, Presence presence,
                          std::initializer_list<std::string_view> words) {
  const json* member = Get(key, presence);
  if (member == nullptr) return {};
  const auto* text = member->get_ptr<const std::string*>();
  if (text != nullptr && std::find(words.begin(), words.end(), *text) != words.end()) return *text;
  Expect(key, fmt::format("one of {}", fmt::join(words, ", ")));
  return {};
}

std::vector<std::string> Fields::StringList(std::string_view key, Presence presence,
                                            const std::function<bool(std::string_view)>& good,
                                            const std::string& expected) {
  std::vector<std::string> out;
  std::set<std::string, std::less<>> seen;
  Each(key, presence, [&](const json& element, const std::string& pointer) {
    const auto* text = element.get_ptr<const std::string*>();
    if (text == nullptr || !good(*text)) return reading_.Structure(pointer, expected);
    if (!seen.insert(*text).second) {
      return reading_.Structure(pointer, "a value that is not in the list already");
    }
    out.push_back(*text);
  });
  return out;
}

std::vector<std::string> Fields::Strings(std::string_view key, Presence presence, Form form) {
  return StringList(
      key, presence, [form](std::string_view text) { return HasForm(text, form); },
      std::string(FormWords(form)));
}

std::vector<std::string> Fields::SomeOf(std::string_view key, Presence presence,
                                        std::initializer_list<std::string_view> words) {
  return StringList(
      key, presence,
      [words](std::string_view text) {
        return std::find(words.begin(), words.end(), text) != words.end();
      },
      fmt::format("one of {}", fmt::join(words, ", ")));
}

bool Fields::Boolean(std::string_view key, Presence presence, bool absent) {
  const json* member = Get(key, presence);
  if (member == nullptr) return absent;
  if (member->is_boolean()) return member->get<bool>();
  Expect(key, "true or false");
  return absent;
}

std::optional<bool> Fields::NullableBoolean(std::string_view key, Presence presence) {
  const json* member = GetNullable(key, presence);
  if (member == nullptr) return std::nullopt;
  if (member->is_boolean()) return member->get<bool>();
  Expect(key, "true, false, or null where nothing is published");
  return std::nullopt;
}

int64_t Fields::Integer(std::string_view key, Presence presence, int64_t least, int64_t most,
                        int64_t absent) {
  const json* member = Get(key, presence);
  if (member == nullptr) return absent;
  if (member->is_number_unsigned() && member->get<uint64_t>() > static_cast<uint64_t>(most)) {
    // Beyond int64_t the conversion below would wrap.
  } else if (member->is_number_integer()) {
    const auto number = member->get<int64_t>();
    if (number >= least && number <= most) return number;
  }
  Expect(key, fmt::format("a whole number from {} to {}", least, most));
  return absent;
}

Duration Fields::DurationOf(std::string_view key, Presence presence) {
  const std::string text = String(key, presence, Form::kDuration);
  if (text.empty()) return {};
  const auto duration = ParseDuration(text);
  if (duration.ok()) return *duration;
  reading_.Meaning(Pointer(key), "a duration of at most 1000 years");
  return {};
}

std::optional<Duration> Fields::NullableDuration(std::string_view key, Presence presence) {
  const auto text = NullableString(key, presence, Form::kDuration);
  if (!text) return std::nullopt;
  const auto duration = ParseDuration(*text);
  if (duration.ok()) return *duration;
  reading_.Meaning(Pointer(key), "a duration of at most 1000 years");
  return std::nullopt;
}

Text Fields::TextOf(std::string_view key, Presence presence) {
  const json* member = Get(key, presence);
  if (member == nullptr) return {};
  return ReadText(reading_, *member, Pointer(key));
}

std::vector<Text> Fields::TextsOf(std::string_view key, Presence presence) {
  std::vector<Text> out;
  Each(key, presence, [&](const json& element, const std::string& pointer) {
    out.push_back(ReadText(reading_, element, pointer));
  });
  return out;
}

Published Fields::PublishedOf(std::string_view key) {
  const json* member = Get(key, kOptional);
  if (member == nullptr) return {};
  Fields published(reading_, *member, Pointer(key));
  Published out;
  out.cell = published.String("cell", kOptional, Form::kProse);
  out.note = published.TextOf("note", kRequired);
  out.misprint = published.Boolean("misprint", kOptional);
  published.Done();
  return out;
}

void Fields::Done() {
  if (value_ == nullptr) return;
  for (const auto& [key, member] : value_->items()) {
    if (!known_.contains(key)) {
      reading_.Structure(Pointer(key), fmt::format("no member of this name; known here: {}",
                                                   fmt::join(known_, ", ")));
    }
  }
}

}  // namespace temoin::catalog
