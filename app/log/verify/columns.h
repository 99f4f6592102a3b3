// What the database keeps beside a record so that it can be found, judged and erased in time,
// against the record itself: a copy that differs hides a record from search, revives a replaced
// choice, or keeps what should be forgotten.
//
// Checked of a kept record: site, event, revision, generation, given_at, valid_until, previous,
// superseded_by, superseded_at, due, purge. Of an erased one: that nothing of them is left. Not
// checkable: whether an erasure was requested, which no record says; a date brought forward without
// a request is noticed.
//
// Memory: constant. Records that are linked are looked up one by one.
//
// Thread-safety: one thread; the store may be written meanwhile.
#ifndef TEMOIN_APP_LOG_VERIFY_COLUMNS_H_
#define TEMOIN_APP_LOG_VERIFY_COLUMNS_H_

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/log/verify/checker.h"
#include "app/log/verify/clock.h"
#include "consent/record.h"

namespace temoin::app {

class ColumnCheck final : public Checker {
 public:
  ColumnCheck(Verification& verification, const ClockCheck& clock)
      : Checker(verification), clock_(clock) {}

  void Begin() override;
  void Entry(const WalkedEntry& entry) override;
  void End() override;

 private:
  // A record that matches its leaf, what its dates count as (clock_correction.h), and its row.
  void Kept(const consent::Record& record, const store::ChoiceDates& dates,
            const store::ChoiceRow& row);
  // The row of a record that was erased.
  void Purged(const store::ChoiceRow& row);
  void Column(store::Index index, bool same, std::string_view column, const std::string& kept,
              const std::string& said);
  void Successor(const store::ChoiceRow& row);
  void Predecessor(const consent::Record& record, const store::ChoiceRow& row);
  void LoadRetentions();
  void Due(const store::ChoiceRow& row);
  bool EndedWithoutALink(const store::ChoiceRow& row) const;
  // Whether `due` is what one of the site's retentions gives.
  bool DueFits(const store::ChoiceRow& row) const;

  const ClockCheck& clock_;
  std::map<std::string, std::vector<store::RetentionUse>, std::less<>> retentions_;  // by site
};

}  // namespace temoin::app

#endif  // TEMOIN_APP_LOG_VERIFY_COLUMNS_H_
