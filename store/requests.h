// Requests of people about their choices (GDPR articles 15 to 21): what was noted of each, in the
// order in which it was. A request is what its notes say; nothing of them is ever changed. It is
// bound to the site's own number and to the index of a record, never to a name.
//
// Each note is an entry of type 11 with a manifest (request_manifest.h), and a line of the access
// log, in one transaction.
//
// Errors: kDataLoss when stored bytes contradict themselves; kUnavailable for what passes (disk
// full, I/O error, busy). A writing call that returns an error has changed nothing.
//
// Thread-safety: AddRequestNote belongs to the store's one writing thread; RequestNotes may be
// called from any thread at the same time.
#ifndef TEMOIN_STORE_REQUESTS_H_
#define TEMOIN_STORE_REQUESTS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/encoding.h"
#include "base/result.h"
#include "store/types.h"

namespace temoin::store {

enum class RequestAct : uint8_t {
  kReceive,  // a request came
  kExtend,   // its answer takes longer (article 12(3))
  kAnswer,   // a letter went out
};

// What was noted of a request at one time. Days are dates (base/calendar.h).
struct RequestNote {
  RequestAct act = RequestAct::kReceive;
  int64_t request = 0;  // its number in this store, from 1 on
  std::string site{};   // as read: of a request received only
  Time time{};
  // Received.
  std::string kind{};
  Time received{};
  // Received, extended: the last day for the answer.
  Time due{};
  // Received, answered: what the person showed, and of which record.
  std::string shown{};
  std::optional<Index> record{};
  // Answered.
  Time answered{};
  std::string letter{};
  // What may lead to people. Committed to under `random`, the row's own bytes, which a row that
  // came back from the checkpoint log has not.
  std::string number{};  // the site's own
  std::string reason{};  // of an extension
  std::string author{};
  Bytes random{};
  std::string role = "operator";  // the author's, for the access log; not kept with the note
  Index entry = 0;                // of type 11
};

class RequestStore {
 public:
  virtual ~RequestStore() = default;

  // The number of the request: a new one for one that was received, the note's own for others.
  virtual Result<int64_t> AddRequestNote(const RequestNote& note) = 0;

  // All of them, oldest first.
  virtual Result<std::vector<RequestNote>> RequestNotes() const = 0;
};

}  // namespace temoin::store

#endif  // TEMOIN_STORE_REQUESTS_H_
