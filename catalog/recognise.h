// Which services of the library explain what was seen on a site, or what another tool declares; and
// what is left for a person to decide.
//
// Nothing is guessed: what fits several services equally well is settled by another trace of one of
// them, or left open. Bounded by what is handed in; at most kMostDecisions come out.
//
// Thread-safety: pure functions and values. What comes out points into the library and the traces.
#ifndef TEMOIN_CATALOG_RECOGNISE_H_
#define TEMOIN_CATALOG_RECOGNISE_H_

#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "catalog/drafting.h"
#include "catalog/library.h"

namespace temoin::catalog {

struct Trace {
  enum class Kind {
    kAddress,  // "host/path" that was asked for
    kName,     // of a cookie or a stored item
    kWords,    // what somebody calls a service
  };
  Kind kind = Kind::kName;
  std::string text;
  std::string host;  // normal; empty: not known. Of kName, who set it
  Text about;        // what else is known of it, for whoever decides; may be empty
};

using HostSet = std::set<std::string, std::less<>>;

struct Recognition {
  struct Found {
    const LibraryService* service = nullptr;
    std::vector<const Trace*> traces;  // never empty
  };
  struct Open {
    const Trace* trace = nullptr;
    std::vector<const LibraryService*> candidates;  // that fit equally well
  };
  std::vector<Found> found;  // by the service's id
  std::vector<Open> open;    // in order
};

// `own`: the site's hosts, and what lies below them; empty: not known. A script of the site's own
// that the library does not know is no question.
Recognition Recognise(const Library& library, const std::vector<Trace>& traces, const HostSet& own);

// What is left open, as entries of a site's "to_decide": the addresses of a host are one.
inline constexpr size_t kMostDecisions = 150;
std::vector<OpenDecision> DecisionsOn(const Recognition& recognition);

// "YouTube (youtube) : www.youtube.com/embed/x, YSC": a line of each service.
std::string FoundText(const Recognition& recognition, std::string_view language);

}  // namespace temoin::catalog

#endif  // TEMOIN_CATALOG_RECOGNISE_H_
