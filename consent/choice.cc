#include "consent/choice.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/encoding.h"
#include "base/json.h"
#include "base/text.h"

namespace temoin::consent {
namespace {

using nlohmann::json;

template <typename Enum, size_t N>
using Names = std::array<std::pair<Enum, std::string_view>, N>;

constexpr Names<Action, 4> kActions = {{{Action::kAcceptAll, "accept_all"},
                                        {Action::kRefuseAll, "refuse_all"},
                                        {Action::kSave, "save"},
                                        {Action::kWithdraw, "withdraw"}}};
constexpr Names<Layer, 4> kLayers = {{{Layer::kBanner, "banner"},
                                      {Layer::kPreferences, "preferences"},
                                      {Layer::kPlaceholder, "placeholder"},
                                      {Layer::kPage, "page"}}};
constexpr Names<Event, 4> kEvents = {{{Event::kGiven, "given"},
                                      {Event::kPartial, "partial"},
                                      {Event::kRefused, "refused"},
                                      {Event::kWithdrawn, "withdrawn"}}};

template <typename Enum, size_t N>
std::string_view NameOf(const Names<Enum, N>& names, Enum value) {
  for (const auto& [candidate, name] : names) {
    if (candidate == value) return name;
  }
  return "";
}

template <typename Enum, size_t N>
std::optional<Enum> FromName(const Names<Enum, N>& names, std::string_view text) {
  for (const auto& [value, name] : names) {
    if (name == text) return value;
  }
  return std::nullopt;
}

constexpr size_t kMaxRevisionBytes = 128;
constexpr size_t kMaxLanguageBytes = 35;  // RFC 5646 section 4.4.1
constexpr size_t kUsualServices = 8;

Error Refused(std::string message, std::string pointer) {
  return {ErrorCode::kUnprocessable, std::move(message), std::move(pointer)};
}

// BCP 47 in outline: letters, then groups of letters and digits, each of 1 to 8.
bool IsLanguageTag(std::string_view text) {
  if (text.size() < 2 || text.size() > kMaxLanguageBytes) return false;
  size_t group = 0;
  bool first = true;
  for (const char c : text) {
    if (c == '-') {
      if (group == 0) return false;
      group = 0;
      first = false;
      continue;
    }
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    const bool digit = c >= '0' && c <= '9';
    if (!letter && (first || !digit)) return false;
    if (++group > 8) return false;
  }
  return group != 0;
}

constexpr std::string_view kScanOrigin = "scan";

// What is said again under a new key names the old one.
bool GoodRepeats(const ChoiceRequest& choice) {
  return !choice.repeats || (choice.key && choice.repeats != choice.key);
}

// Reads the plain form of a choice. Whatever it does not expect makes it fail, and it then says
// nothing about why: the other reader does.
class PlainReader {
 public:
  explicit PlainReader(std::string_view text) : rest_(text) {}

  std::optional<ChoiceRequest> Read() {
    ChoiceRequest choice;
    if (!Take('{')) return std::nullopt;
    do {
      if (!ReadMember(choice)) return std::nullopt;
    } while (Take(','));
    constexpr unsigned kRequired = kAction | kDecisions | kLanguage | kLayer | kRevision;
    if (!Take('}') || (seen_ & kRequired) != kRequired || !GoodRepeats(choice)) return std::nullopt;
    SkipSpace();
    if (!rest_.empty()) return std::nullopt;
    return choice;
  }

 private:
  enum Member : unsigned {
    kAction = 1,
    kBanner = 2,
    kDecisions = 4,
    kGpc = 8,
    kKey = 16,
    kLanguage = 32,
    kLayer = 64,
    kRepeats = 128,
    kRevision = 256,
    kOrigin = 512,
  };

  void SkipSpace() {
    while (!rest_.empty() &&
           (rest_[0] == ' ' || rest_[0] == '\n' || rest_[0] == '\r' || rest_[0] == '\t')) {
      rest_.remove_prefix(1);
    }
  }
  bool Take(char c) {
    SkipSpace();
    if (rest_.empty() || rest_[0] != c) return false;
    rest_.remove_prefix(1);
    return true;
  }
  bool TakeWord(std::string_view word) {
    if (!rest_.starts_with(word)) return false;
    rest_.remove_prefix(word.size());
    return true;
  }
  // A string of visible ASCII and spaces, none of them escaped.
  bool TakeText(std::string_view* text) {
    if (!Take('"')) return false;
    for (size_t i = 0; i < rest_.size(); ++i) {
      const char c = rest_[i];
      if (c == '"') {
        *text = rest_.substr(0, i);
        rest_.remove_prefix(i + 1);
        return true;
      }
      if (c < ' ' || c > '~' || c == '\\') return false;  // bytes of UTF-8 are among these
    }
    return false;
  }
  bool TakeBoolean(bool* value) {
    SkipSpace();
    if (TakeWord("true")) return *value = true;
    *value = false;
    return TakeWord("false");
  }
  template <typename Enum, size_t N>
  bool TakeOneOf(const Names<Enum, N>& names, Enum* value) {
    std::string_view text;
    if (!TakeText(&text)) return false;
    const auto known = FromName(names, text);
    if (known) *value = *known;
    return known.has_value();
  }
  bool First(Member member) {
    const bool first = (seen_ & member) == 0;
    seen_ |= member;
    return first;
  }

  bool ReadMember(ChoiceRequest& choice) {
    std::string_view name;
    std::string_view text;
    if (!TakeText(&name) || !Take(':')) return false;
    if (name == "revision") {
      if (!First(kRevision) || !TakeText(&text) || text.size() > kMaxRevisionBytes) return false;
      choice.revision = text;
      return true;
    }
    if (name == "decisions") return First(kDecisions) && ReadDecisions(choice.decisions);
    if (name == "action") return First(kAction) && TakeOneOf(kActions, &choice.action);
    if (name == "layer") return First(kLayer) && TakeOneOf(kLayers, &choice.layer);
    if (name == "language") {
      if (!First(kLanguage) || !TakeText(&text) || !IsLanguageTag(text)) return false;
      choice.language = text;
      return true;
    }
    if (name == "gpc") return First(kGpc) && TakeBoolean(&choice.gpc);
    if (name == "banner") {
      if (!First(kBanner) || !TakeText(&text) || !IsSha256Hex(text)) return false;
      choice.banner.emplace(text);
      return true;
    }
    if (name == "key") {
      if (!First(kKey) || !TakeText(&text)) return false;
      choice.key = DecodeChoiceKey(text);
      return choice.key.has_value();
    }
    if (name == "repeats") {
      if (!First(kRepeats) || !TakeText(&text)) return false;
      choice.repeats = DecodeChoiceKey(text);
      return choice.repeats.has_value();
    }
    if (name == "origin") {
      return First(kOrigin) && TakeText(&text) && (choice.scan = text == kScanOrigin);
    }
    return false;
  }

  bool ReadDecisions(Decisions& decisions) {
    if (!Take('{')) return false;
    decisions.reserve(kUsualServices);
    do {
      std::string_view service;
      bool decision = false;
      if (!TakeText(&service) || !Take(':') || !TakeBoolean(&decision)) return false;
      if (!decisions.emplace(service, decision)) return false;
    } while (Take(','));
    return Take('}');
  }

  std::string_view rest_;
  unsigned seen_ = 0;
};

constexpr std::array<std::string_view, 10> kMembers = {"action",  "banner",   "decisions", "gpc",
                                                       "key",     "language", "layer",     "origin",
                                                       "repeats", "revision"};

// The string member `name`, of at most `most` bytes.
Result<std::string> Text(const json& body, std::string_view name, size_t most) {
  const auto at = body.find(name);
  const std::string pointer = PointerToken(name);
  if (at == body.end()) return Refused(fmt::format("{} is missing", name), pointer);
  if (!at->is_string()) return Refused(fmt::format("{} must be a string", name), pointer);
  const auto& text = at->get_ref<const std::string&>();
  if (text.size() > most) {
    return Refused(fmt::format("{} is longer than {} bytes", name, most), pointer);
  }
  return text;
}

// The member `name`, which may be absent.
Result<std::optional<ChoiceKey>> Key(const json& body, std::string_view name) {
  if (!body.contains(name)) return std::optional<ChoiceKey>();
  TEMOIN_ASSIGN_OR_RETURN(const std::string text, Text(body, name, kMaxRevisionBytes));
  const auto key = DecodeChoiceKey(text);
  if (!key) {
    return Refused(fmt::format("{} must be 128 random bits in base64url, 22 characters", name),
                   PointerToken(name));
  }
  return key;
}

template <typename Enum, size_t N>
Result<Enum> Word(const json& body, std::string_view name, const Names<Enum, N>& names) {
  TEMOIN_ASSIGN_OR_RETURN(const std::string text, Text(body, name, 32));
  if (const auto value = FromName(names, text)) return *value;
  std::string known;
  for (const auto& [value, word] : names) known += (known.empty() ? "" : ", ") + std::string(word);
  return Refused(fmt::format("{} must be one of {}", name, known), PointerToken(name));
}

Result<Decisions> ReadDecisions(const json& body) {
  const auto at = body.find("decisions");
  if (at == body.end()) return Refused("decisions is missing", "/decisions");
  if (!at->is_object()) {
    return Refused("decisions must be an object of service id and true or false", "/decisions");
  }
  Decisions decisions;
  for (const auto& [service, decision] : at->items()) {
    if (!decision.is_boolean()) {
      return Refused("a decision must be true or false", "/decisions" + PointerToken(service));
    }
    decisions.emplace(service, decision.get<bool>());
  }
  return decisions;
}

// Both are sorted by service.
bool SameServices(const Decisions& decisions, const Terms& terms) {
  return std::ranges::equal(decisions, terms.services, {}, &Decisions::value_type::first,
                            &RefusableService::id);
}

Error WrongServices(const Decisions& decisions, const Terms& terms) {
  for (const auto& [service, decision] : decisions) {
    if (terms.Find(service) == nullptr) {
      return Refused("this revision has no such service to accept or refuse",
                     "/decisions" + PointerToken(service));
    }
  }
  for (const RefusableService& service : terms.services) {
    if (!decisions.contains(service.id)) {
      return Refused("the decision on this service is missing",
                     "/decisions" + PointerToken(service.id));
    }
  }
  return Refused("decisions must name each service once", "/decisions");
}

}  // namespace

std::string_view ActionName(Action action) { return NameOf(kActions, action); }
std::string_view LayerName(Layer layer) { return NameOf(kLayers, layer); }
std::string_view EventName(Event event) { return NameOf(kEvents, event); }
std::optional<Action> ActionFromName(std::string_view name) { return FromName(kActions, name); }
std::optional<Layer> LayerFromName(std::string_view name) { return FromName(kLayers, name); }
std::optional<Event> EventFromName(std::string_view name) { return FromName(kEvents, name); }

Result<ChoiceRequest> ParseChoice(std::string_view body) {
  if (auto plain = ReadPlainChoice(body)) return std::move(*plain);
  return ReadAnyChoice(body);
}

std::optional<ChoiceRequest> ReadPlainChoice(std::string_view body) {
  if (body.size() > kMaxChoiceBytes) return std::nullopt;
  return PlainReader(body).Read();
}

Result<ChoiceRequest> ReadAnyChoice(std::string_view body_text) {
  TEMOIN_ASSIGN_OR_RETURN(const json body,
                          ParseJson(body_text, {.max_bytes = kMaxChoiceBytes, .max_depth = 32}));
  if (!body.is_object()) return Refused("a choice must be a JSON object", "");
  for (const auto& [name, value] : body.items()) {
    if (std::ranges::find(kMembers, name) == kMembers.end()) {
      return Refused("a choice has no such member", PointerToken(name));
    }
  }
  ChoiceRequest choice;
  TEMOIN_ASSIGN_OR_RETURN(choice.revision, Text(body, "revision", kMaxRevisionBytes));
  TEMOIN_ASSIGN_OR_RETURN(choice.decisions, ReadDecisions(body));
  TEMOIN_ASSIGN_OR_RETURN(choice.action, Word(body, "action", kActions));
  TEMOIN_ASSIGN_OR_RETURN(choice.layer, Word(body, "layer", kLayers));
  TEMOIN_ASSIGN_OR_RETURN(choice.language, Text(body, "language", kMaxLanguageBytes));
  if (!IsLanguageTag(choice.language)) {
    return Refused("language must be a language tag such as fr", "/language");
  }
  if (const auto gpc = body.find("gpc"); gpc != body.end()) {
    if (!gpc->is_boolean()) return Refused("gpc must be true or false", "/gpc");
    choice.gpc = gpc->get<bool>();
  }
  if (body.contains("banner")) {
    TEMOIN_ASSIGN_OR_RETURN(const std::string banner, Text(body, "banner", 64));
    if (!IsSha256Hex(banner)) return Refused("banner must be 64 lower-case hex digits", "/banner");
    choice.banner = banner;
  }
  if (body.contains("origin")) {
    TEMOIN_ASSIGN_OR_RETURN(const std::string origin, Text(body, "origin", 32));
    if (origin != kScanOrigin) {
      return Refused(R"(origin is left out of a visitor's choice, or "scan")", "/origin");
    }
    choice.scan = true;
  }
  TEMOIN_ASSIGN_OR_RETURN(choice.key, Key(body, "key"));
  TEMOIN_ASSIGN_OR_RETURN(choice.repeats, Key(body, "repeats"));
  if (!GoodRepeats(choice)) {
    return Refused("repeats names the key of an earlier sending, beside a new key", "/repeats");
  }
  return choice;
}

Status CheckChoice(const ChoiceRequest& choice, const Terms& terms) {
  if (terms.services.empty()) {
    return Refused("this site has no service to accept or refuse", "/decisions");
  }
  if (!SameServices(choice.decisions, terms)) return WrongServices(choice.decisions, terms);
  const auto every = [&](bool wanted) {
    return std::ranges::all_of(choice.decisions,
                               [&](const auto& decision) { return decision.second == wanted; });
  };
  if (choice.action == Action::kAcceptAll && !every(true)) {
    return Refused("accept_all with a decision that is false", "/action");
  }
  if ((choice.action == Action::kRefuseAll || choice.action == Action::kWithdraw) &&
      !every(false)) {
    return Refused(fmt::format("{} with a decision that is true", ActionName(choice.action)),
                   "/action");
  }
  if (!terms.languages.empty() &&
      std::ranges::find(terms.languages, choice.language) == terms.languages.end()) {
    return Refused("this revision is not published in that language", "/language");
  }
  return {};
}

Event EventOf(const Decisions& decisions, Action action, const Terms& terms) {
  if (action == Action::kWithdraw) return Event::kWithdrawn;
  const bool any_consent = std::ranges::any_of(
      terms.services, [](const auto& service) { return service.basis == Basis::kConsent; });
  size_t yes = 0;
  size_t no = 0;
  for (const RefusableService& service : terms.services) {
    if (any_consent && service.basis != Basis::kConsent) continue;
    const auto at = decisions.find(service.id);
    ++(at != decisions.end() && at->second ? yes : no);
  }
  if (no == 0) return Event::kGiven;
  return yes == 0 ? Event::kRefused : Event::kPartial;
}

}  // namespace temoin::consent
