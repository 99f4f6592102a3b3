// A visitor's choice as it arrives: reading the body of POST …/consents and judging it against the
// terms of the revision it names.
//
// Two steps, because the revision is only known after the first: ParseChoice checks the form,
// CheckChoice the content. Both report the JSON pointer of what is wrong. Error codes:
//   kInvalidArgument (400)  not JSON, nested too deep, duplicate keys
//   kTooLarge (413)         over kMaxChoiceBytes
//   kUnprocessable (422)    JSON, and not a choice: missing, unknown or ill-typed members; a
//   service
//                           missing, unknown or not refusable; an action that contradicts its
//                           decisions
//
// Thread-safety: pure functions and values.
#ifndef TEMOIN_CONSENT_CHOICE_H_
#define TEMOIN_CONSENT_CHOICE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/flat_map.h"
#include "base/result.h"
#include "consent/retry.h"
#include "consent/terms.h"

namespace temoin::consent {

inline constexpr size_t kMaxChoiceBytes = 16 * 1024;

// What the visitor pressed.
enum class Action : uint8_t { kAcceptAll, kRefuseAll, kSave, kWithdraw };
// Where it was pressed.
enum class Layer : uint8_t { kBanner, kPreferences, kPlaceholder, kPage };
// What the choice amounts to, judged on the services that need consent (an exempt service that the
// visitor tolerates is no consent); on all of them where none needs it.
enum class Event : uint8_t { kGiven, kPartial, kRefused, kWithdrawn };

std::string_view ActionName(Action action);  // "accept_all", "refuse_all", "save", "withdraw"
std::string_view LayerName(Layer layer);     // "banner", "preferences", "placeholder", "page"
std::string_view EventName(Event event);     // "given", "partial", "refused", "withdrawn"
std::optional<Action> ActionFromName(std::string_view name);
std::optional<Layer> LayerFromName(std::string_view name);
std::optional<Event> EventFromName(std::string_view name);

using Decisions = FlatMap<bool>;  // by service id

struct ChoiceRequest {
  std::string revision{};  // as sent: any text up to 128 bytes; unknown is the caller's 409
  Decisions decisions{};
  Action action = Action::kSave;
  Layer layer = Layer::kBanner;
  std::string language{};              // BCP 47 form, checked against the revision's by CheckChoice
  bool gpc = false;                    // may be absent
  std::optional<ChoiceKey> key{};      // base64url, 22 characters
  std::optional<ChoiceKey> repeats{};  // the key of an earlier sending; beside a key only
  std::optional<std::string> banner{};  // 64 lower hex
  bool scan = false;                    // "origin": "scan": the scanner's own, of no visitor

  bool operator==(const ChoiceRequest&) const = default;
};

Result<ChoiceRequest> ParseChoice(std::string_view body);

// The two readers that ParseChoice is made of. The first takes, in one pass, what pages really send
// (each member once, plain text without escapes) and nothing for all else; the second reads
// anything and says what is wrong with it. What the first takes, the second takes alike: the tests
// and the fuzz target hold them against each other.
std::optional<ChoiceRequest> ReadPlainChoice(std::string_view body);
Result<ChoiceRequest> ReadAnyChoice(std::string_view body);

// Exactly the refusable services of the revision; an action that agrees with the decisions; a
// language of the revision.
Status CheckChoice(const ChoiceRequest& choice, const Terms& terms);

// Precondition: CheckChoice passed.
Event EventOf(const Decisions& decisions, Action action, const Terms& terms);

}  // namespace temoin::consent

#endif  // TEMOIN_CONSENT_CHOICE_H_
