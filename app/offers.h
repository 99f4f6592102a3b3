// Every use case by name, where it is offered and why there: on the staff's listener, by a command
// (the socket in the data directory, or the directory's lock while no server runs), on both, or
// only while the server is stopped. The table of the staff's routes and the table of the socket's
// operations name their rows after these; what is in neither table is not offered at all.
//
// Thread-safety: constant.
#ifndef TEMOIN_APP_OFFERS_H_
#define TEMOIN_APP_OFFERS_H_

#include <cstdint>
#include <span>
#include <string_view>

namespace temoin::app {

enum class Where : uint8_t {
  kStaff,    // the staff's listener
  kSocket,   // who has the machine in hand
  kBoth,     // one command and one line of the access log, however it comes
  kStopped,  // a command that holds the directory's lock
};

struct Offer {
  std::string_view name;
  Where where = Where::kStaff;
  std::string_view why;
};

std::span<const Offer> Offers();

// Null for a name that is none.
const Offer* FindOffer(std::string_view name);

// Which function a row of a table calls: two rows call one command when these are equal.
using CommandId = const void*;
template <auto kCommand>
inline constexpr char kCommandMark = 0;
template <auto kCommand>
constexpr CommandId CommandIdOf() {
  return &kCommandMark<kCommand>;
}

}  // namespace temoin::app

#endif  // TEMOIN_APP_OFFERS_H_
