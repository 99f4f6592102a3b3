// How a kept consent stands today, judged from what the store keeps alone: against the publication
// that is in force for its site.
//
// Thread-safety: pure functions over a Store that may be read from any thread.
#ifndef TEMOIN_REPORTS_STANDING_H_
#define TEMOIN_REPORTS_STANDING_H_

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
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

}  // namespace temoin::reports

#endif  // TEMOIN_REPORTS_STANDING_H_
