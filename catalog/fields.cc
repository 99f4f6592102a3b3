#include "catalog/fields.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/json.h"

namespace temoin::catalog {

using nlohmann::json;

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
