// What shows that a dossier leaves nothing out: every entry of the log between two signed
// checkpoints, what became of each choice among them, and what the log itself committed to of the
// days and the erasures. A receiver recomputes the tree from it (docs/formats.md, "A dossier").
//
//   entries/0001.bin     the entries, 34 bytes each, in parts of some megabytes
//   entries/before       the whole subtrees of the tree that the first checkpoint signs, base64
//   entries/consistency  that the dossier's checkpoint goes on from the second one, base64
//   choices/0001.csv     runs of choices: first, last, what became of them, day, purge entry
//   counts/<day>.json|.tlog-proof     what the log counted on the site's days that are over
//   purges/<index>.json|.tlog-proof   the manifests of what was erased among them
//   limitations/<index>.json|.tlog-proof   and of what is only kept, at the person's request
//
// Thread-safety: pure functions over a Store that may be read from any thread.
// Memory: one part of each file, a row a day, and the indices that the dossier gives.
#ifndef TEMOIN_REPORTS_DOSSIER_ENTRIES_H_
#define TEMOIN_REPORTS_DOSSIER_ENTRIES_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/crypto.h"
#include "base/result.h"
#include "reports/dossier.h"

namespace temoin::reports {

// So many entries take 340 MB.
inline constexpr uint64_t kMaxListed = 10'000'000;

// On which date a site counted its choices: by the time in the record and the offset that was
// noted, whatever a corrected clock or another zone makes of it since.
class CountedDays {
 public:
  static Result<CountedDays> Read(const store::Store& store, std::string_view site);

  // Midnight UTC of the date. kDataLoss where the record cannot be read.
  Result<Time> Of(const store::Found& found) const;
  // Whether a kept choice is of the period: it was given in it, or it was counted in it.
  Result<bool> IsAsked(const DossierQuery& query, const store::Found& found) const;
  const std::vector<store::ClockCorrection>& corrections() const { return corrections_; }

 private:
  std::vector<store::DayZone> zones_;
  std::vector<store::ClockCorrection> corrections_;
};

// Whether a date lies in the period.
bool InPeriod(const DossierQuery& query, Time day);

// A signed checkpoint under the name that it has in the dossier; of the empty tree it has none.
struct NamedCheckpoint {
  std::string name;
  uint64_t size = 0;
  Digest root{};
};

// The checkpoints between which all choices of a period stand: the newest kept one from before it,
// and the oldest from after it, or the dossier's own.
struct Between {
  NamedCheckpoint before;
  NamedCheckpoint after;
};

// `choices`: those of the period that are kept, by index.
Result<Between> FindBetween(const DossierSource& source, const DossierQuery& query,
                            const std::vector<store::Index>& choices);

// A day of the site, as the log counts it.
struct ListedDay {
  uint64_t given = 0;                 // in the dossier
  uint64_t undrawn = 0;               // kept, and not drawn for the sample
  uint64_t limited = 0;               // kept and not used, at the person's request
  uint64_t erased = 0;                // by the manifests of their erasure
  std::optional<uint64_t> counted{};  // by the entry of type 7; none: the log did not close it
};

struct Listing {
  std::map<Time, ListedDay> days;  // of the period; midnight UTC of the date
  uint64_t lost = 0;               // choices whose content was lost with a database, of any site
  uint64_t uncounted = 0;          // erased ones whose manifest tells no day, of any site
};

// Writes it all. `given`: the choices that the dossier holds, by index. kTooLarge over kMaxListed
// entries; kUnavailable while an erasure among them is not under the checkpoint; kDataLoss where
// what is stored contradicts itself.
Result<Listing> WriteEntries(const DossierSource& source, const DossierQuery& query,
                             const Between& between, const std::vector<store::Index>& given,
                             const FileSink& sink);

}  // namespace temoin::reports

#endif  // TEMOIN_REPORTS_DOSSIER_ENTRIES_H_
