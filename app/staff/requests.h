// The register of people's requests about their choices (GDPR articles 12 and 15 to 21): when each
// came, by when it is answered, what the person showed, which letter went out. It holds the site's
// own number of the request and never a name.
//
// Days are those of the site's zone. The answer is due on the day of the same number one month
// later, or that month's last; once extended, three months after the request came.
//
// Thread-safety: any thread but the writer's.
#ifndef TEMOIN_APP_STAFF_REQUESTS_H_
#define TEMOIN_APP_STAFF_REQUESTS_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/context.h"

namespace temoin::app {

inline constexpr size_t kMaxRequestNumber = 32;
inline constexpr size_t kMaxExtensionReason = 500;  // bytes

// The site's own number of a request ("2026-117"): at most kMaxRequestNumber letters, digits and
// -_./, so that no name fits in. Empty is one.
bool IsRequestNumber(std::string_view text);

struct Request {
  // One of "proof" (the letter asks for the cookie or the receipt), or of what was answered.
  struct Letter {
    Time answered{};
    std::string letter;
    std::string author;
  };
  enum class State : uint8_t { kOpen, kWaiting, kAnswered };  // kWaiting: for the person's proof

  int64_t id = 0;
  std::string site;
  std::string number;  // empty where it went with a database that was lost
  std::string kind;
  std::string author;
  Time received{};
  Time due{};
  bool extended = false;
  std::string reason;  // of the extension
  std::string shown;
  std::optional<store::Index> record;
  std::vector<Letter> letters;
  State state = State::kOpen;
  std::optional<Time> answered;  // the day of the letter that answered first
  bool late = false;             // the last day passed, or had when it was answered
};

std::string_view RequestStateName(Request::State state);  // "open", "waiting", "answered"

// kUnprocessable with a pointer for what is none of these, for days that are not over or in the
// wrong order, and for a record that is no consent of the site; kConflict for a number that the
// site has already.
struct NewRequest {
  std::string site;
  std::string number;
  std::string kind;   // access, rectification, limitation, erasure, objection
  Time received{};    // a day
  std::string shown;  // token, receipt; empty: nothing
  std::optional<store::Index> record;
};
Result<Request> Receive(const Context& context, const Actor& actor, const NewRequest& command);

// Two months more (article 12(3)): once, before the month is over, with the reason that the person
// is told. kNotFound without a request of that number; kConflict once it is extended or answered.
struct Extension {
  int64_t request = 0;
  std::string reason;  // 1 to kMaxExtensionReason bytes
};
Result<Request> Extend(const Context& context, const Actor& actor, const Extension& command);

// A letter that went out; errors as above. A request may have several.
struct Answer {
  int64_t request = 0;
  Time answered{};     // a day
  std::string letter;  // access, proof, erased, refused, withdrawal, limited, lifted, other,
                       // none (the person desists)
  std::string shown;   // empty: as before
  std::optional<store::Index> record;
};
Result<Request> NoteAnswer(const Context& context, const Actor& actor, const Answer& command);

// Those that wait first, by the day they are due; then the others, the last answered first.
struct ListRequests {
  std::string site;         // empty: every site
  std::optional<Time> due;  // due by that day
  bool open = false;        // those alone that wait
};
Result<std::vector<Request>> Requests(const Context& context, const Actor& actor,
                                      const ListRequests& command);

}  // namespace temoin::app

#endif  // TEMOIN_APP_STAFF_REQUESTS_H_
