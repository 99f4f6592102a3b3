// What a start found to be lost, and who took note of it.

#include "store/sqlite/instants.h"
#include "store/sqlite/rows.h"
#include "store/sqlite/writer.h"

namespace temoin::store {

Status Writer::NoteLoss(const Loss& loss) {
  return Transact([&](Work& /*work*/) -> Status {
    // A completion that was cut is found again, shorter, at the next start.
    TEMOIN_ASSIGN_OR_RETURN(const auto known, ReadLossRows(*db_, /*acknowledged_too=*/false));
    for (const Loss& each : known) {
      const bool covers = each.first <= loss.first && loss.end <= each.end;
      if (covers && (loss.first < loss.end || each.whole == loss.whole)) return {};
    }
    Query query(*db_,
                "INSERT INTO loss(first,end,consents,others,purges,whole,found) "
                "VALUES(?,?,?,?,?,?,?)");
    query.Bind(1, loss.first).Bind(2, loss.end).Bind(3, loss.consents).Bind(4, loss.others);
    query.Bind(5, loss.purges).Bind(6, loss.whole ? 1 : 0).Bind(7, Seconds(loss.found));
    return query.Run();
  });
}

Result<std::vector<Loss>> Writer::AcknowledgeLosses(Time now, std::string_view by) {
  return Transact([&](Work& /*work*/) -> Result<std::vector<Loss>> {
    TEMOIN_ASSIGN_OR_RETURN(auto losses, ReadLossRows(*db_, /*acknowledged_too=*/false));
    Query query(*db_, "UPDATE loss SET acknowledged=?,acknowledged_by=? WHERE id=?");
    for (Loss& loss : losses) {
      query.Bind(1, Seconds(now)).Bind(2, by).Bind(3, loss.id);
      TEMOIN_RETURN_IF_ERROR(query.Run());
      TEMOIN_RETURN_IF_ERROR(InsertAccess({.at = now,
                                           .who = std::string(by),
                                           .role = "operator",
                                           .action = "loss.acknowledge",
                                           .site = "",
                                           .detail = LossLine(loss)}));
      loss.acknowledged = now;
      loss.acknowledged_by = by;
    }
    return losses;
  });
}

}  // namespace temoin::store
