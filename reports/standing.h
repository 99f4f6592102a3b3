// How a kept consent stands today, judged from what the store keeps alone: against the publication
// that is in force for its site.
//
// Thread-safety: pure functions over a Store that may be read from any thread.
#ifndef TEMOIN_REPORTS_STANDING_H_
#define TEMOIN_REPORTS_STANDING_H_

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/zones.h"
#include "catalog/model.h"
#include "consent/record.h"
#include "consent/validity.h"
#include "store/store.h"

namespace temoin::reports {

// kPurged and kLost for what is gone; kDataLoss when the record cannot be read.
Result<consent::Judgement> StandingOf(const store::PublicationStore& store,
                                      const store::Found& found, Time now);

// The same in words, for whoever reads: "toujours valable, sauf pour Vimeo : nouveau choix demandé
// depuis le 3 mai 2026"; "still valid, except for Vimeo: a new choice has been requested since 3
// May 2026". `site` names the services and the zone of the days; null: ids and UTC.
std::string StandingWords(const consent::Judgement& judgement, const store::ChoiceRow& row,
                          const catalog::Site* site, std::string_view language);

// Both for many choices: what is in force for a site is read once, and names the services.
//
// Thread-safety: one thread. Memory: what is in force for the sites that were asked about.
class Standings {
 public:
  // `store` outlives this; `zone` is that of the days.
  Standings(const store::PublicationStore& store, TimeZone zone) : store_(store), zone_(zone) {}

  Result<consent::Judgement> Of(const store::Found& found, Time now);
  Result<std::string> Words(const store::Found& found, Time now, std::string_view language);
  // Its id where the revision in force has it no more.
  Result<std::string> ServiceName(const std::string& site, const std::string& id);

 private:
  struct InForce {
    std::optional<consent::Terms> terms;
    std::map<std::string, std::string, std::less<>> names;  // of services, by id
  };
  Result<InForce> Read(const std::string& site) const;
  Result<const InForce*> At(const std::string& site);

  const store::PublicationStore& store_;
  const TimeZone zone_;
  std::map<std::string, InForce, std::less<>> in_force_;
};

}  // namespace temoin::reports

#endif  // TEMOIN_REPORTS_STANDING_H_
