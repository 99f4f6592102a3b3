// The store without its proof log, to show what the log costs: the same rows of the same choices in
// one transaction with one sync (narrow row, content, block and what it holds, daily counts by
// service and by language), and no commitment, no random bytes, no leaf, tile or root. It can
// record choices of new visitors and nothing else.
//
// Thread-safety: one thread.
#ifndef TEMOIN_TESTS_BENCH_UNLOGGED_STORE_H_
#define TEMOIN_TESTS_BENCH_UNLOGGED_STORE_H_

#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <utility>

#include "consent/validity.h"
#include "store/sqlite/connection.h"
#include "store/sqlite/schema.h"
#include "tests/bench/bench_tools.h"
#include "tests/bench/unused_store.h"

namespace temoin::bench {

class UnloggedStore final : public store::UnusedStore {
 public:
  explicit UnloggedStore(const std::string& directory)
      : db_(Need(store::Connection::Open(directory + store::kDatabaseName,
                                         store::Connection::Mode::kWriter))) {
    Need(store::MigrateSchema(*db_));
    Need(
        db_->Execute("DROP TABLE entry;"
                     "CREATE TABLE entry(idx INTEGER PRIMARY KEY, type INTEGER NOT NULL, state "
                     "INTEGER NOT NULL, publication INTEGER, event INTEGER, given_at INTEGER, "
                     "valid_until INTEGER, previous INTEGER, superseded_by INTEGER, superseded_at "
                     "INTEGER, due INTEGER, requested INTEGER, purge INTEGER) STRICT"));
  }

  Result<store::Appended> Append(const store::Batch& batch) override {
    store::Appended appended;
    TEMOIN_ASSIGN_OR_RETURN(auto transaction, store::Transaction::BeginImmediate(*db_));
    blocks_.clear();
    tallies_.clear();
    languages_.clear();
    for (const store::NewChoice& choice : batch.choices) {
      TEMOIN_RETURN_IF_ERROR(Insert(choice));
      appended.choices.emplace_back(size_++);
    }
    TEMOIN_RETURN_IF_ERROR(Flush());
    TEMOIN_RETURN_IF_ERROR(transaction.Commit());
    // As the store's writer does.
    if (db_->wal_pages() >= 1000) {
      sqlite3_wal_checkpoint_v2(db_->get(), "main", SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
    }
    appended.head.size = size_;
    return appended;
  }
  Result<bool> Truncate() override {
    sqlite3_wal_checkpoint_v2(db_->get(), "main", SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
    db_->set_wal_pages(0);
    return true;
  }
  Result<std::vector<store::Found>> ReadRange(store::Index, size_t) const override {
    return std::vector<store::Found>();
  }

 private:
  static int64_t Seconds(Time time) { return time.time_since_epoch().count(); }

  Status Insert(const store::NewChoice& choice) {
    const consent::Record& record = choice.record;
    const std::string bytes = consent::CanonicalRecord(record);
    const int64_t due =
        Seconds(consent::ErasedAfter(record.valid_until, choice.evidence_retention));
    {
      store::Query query(*db_,
                         "INSERT INTO entry(idx,type,state,publication,event,given_at,"
                         "valid_until,previous,superseded_by,superseded_at,due,requested) "
                         "VALUES(?1,1,0,0,?2,?3,?4,NULL,?5,?5,?6,0)");
      query.Bind(1, size_).Bind(2, static_cast<int>(record.event));
      query.Bind(3, Seconds(record.given_at)).Bind(4, Seconds(record.valid_until));
      TEMOIN_RETURN_IF_ERROR(query.Bind(5, store::kUnset).Bind(6, due).Run());
    }
    store::Query query(*db_, "INSERT INTO content(idx,record) VALUES(?,?)");
    TEMOIN_RETURN_IF_ERROR(query.Bind(1, size_).Bind(2, AsBytes(bytes)).Run());
    auto& block = blocks_[size_ / store::kBlockSize];
    block.due = due;
    block.time = Seconds(record.given_at);
    const int64_t day =
        std::chrono::floor<std::chrono::days>(record.given_at).time_since_epoch().count();
    ++languages_[{day, record.event, record.language}];
    block.events |= 1U << static_cast<unsigned>(record.event);
    auto& tally = tallies_[{day, record.event}];
    ++tally[""].first;
    for (const auto& [service, decision] : record.decisions) {
      auto& counted = tally[service];
      ++(decision ? counted.first : counted.second);
    }
    return {};
  }

  Status Flush() {
    store::Query block(*db_,
                       "INSERT INTO block(n,min_due,min_time,max_time) VALUES(?1,?2,?3,?3) "
                       "ON CONFLICT(n) DO UPDATE SET min_due=min(min_due,?2),"
                       "min_time=min(min_time,?3),max_time=max(max_time,?3)");
    for (const auto& [n, change] : blocks_) {
      TEMOIN_RETURN_IF_ERROR(block.Bind(1, n).Bind(2, change.due).Bind(3, change.time).Run());
      // As the store's writer does: only what the block did not hold yet.
      if (noted_.first == n && (noted_.second | change.events) == noted_.second) continue;
      store::Query events(*db_,
                          "INSERT INTO block_events(n,publication,events) VALUES(?1,0,?2) "
                          "ON CONFLICT(n,publication) DO UPDATE SET events=events|?2");
      TEMOIN_RETURN_IF_ERROR(events.Bind(1, n).Bind(2, uint64_t{change.events}).Run());
      noted_ = {n, change.events | (noted_.first == n ? noted_.second : 0U)};
    }
    store::Query language(*db_,
                          "INSERT INTO language(publication,day,event,language,count) "
                          "VALUES(0,?1,?2,?3,?4) ON CONFLICT DO UPDATE SET count=count+?4");
    for (const auto& [key, number] : languages_) {
      const auto& [day, event, name] = key;
      language.Bind(1, day).Bind(2, static_cast<int>(event)).Bind(3, std::string_view(name));
      TEMOIN_RETURN_IF_ERROR(language.Bind(4, number).Run());
    }
    store::Query count(*db_,
                       "INSERT INTO count(publication,day,event,service,accepted,refused) "
                       "VALUES(0,?1,?2,?3,?4,?5) ON CONFLICT DO UPDATE SET "
                       "accepted=accepted+?4,refused=refused+?5");
    for (const auto& [key, tally] : tallies_) {
      for (const auto& [service, counted] : tally) {
        count.Bind(1, key.first).Bind(2, static_cast<int>(key.second));
        count.Bind(3, std::string_view(service)).Bind(4, counted.first);
        TEMOIN_RETURN_IF_ERROR(count.Bind(5, counted.second).Run());
      }
    }
    return {};
  }

  std::unique_ptr<store::Connection> db_;
  uint64_t size_ = 0;
  struct Block {
    int64_t due = 0;
    int64_t time = 0;
    unsigned events = 0;
  };
  std::map<uint64_t, Block> blocks_;
  std::pair<uint64_t, unsigned> noted_;  // the last block, and the events it holds
  std::map<std::tuple<int64_t, consent::Event, std::string>, uint64_t> languages_;
  std::map<std::pair<int64_t, consent::Event>, std::map<std::string, std::pair<uint64_t, uint64_t>>>
      tallies_;
};

}  // namespace temoin::bench

#endif  // TEMOIN_TESTS_BENCH_UNLOGGED_STORE_H_
