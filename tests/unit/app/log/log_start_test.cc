#include "app/log/log_start.h"

#include <gtest/gtest.h>

#include <utility>
#include <vector>

namespace temoin::app {
namespace TEMOIN_TEST_FILE {

using Key = LogFound::Key;
using Proof = LogFound::Proof;
using CheckpointLogState = LogFound::CheckpointLogState;
using Database = LogFound::Database;
using Relation = LogFound::Relation;
using Checkpoints = LogFound::Checkpoints;

// Every combination of what can be found, with its case.
template <typename Check>
void ForEach(Check check) {
  for (int key = 0; key <= static_cast<int>(Key::kNoList); ++key)
    for (int proof = 0; proof <= static_cast<int>(Proof::kFails); ++proof)
      for (int checkpoint_log = 0; checkpoint_log <= static_cast<int>(CheckpointLogState::kSigned);
           ++checkpoint_log)
        for (const Database database : {Database::kMade, Database::kEmpty, Database::kFilled})
          for (int relation = 0; relation <= static_cast<int>(Relation::kUnopened); ++relation)
            for (int kept = 0; kept <= static_cast<int>(Checkpoints::kContradict); ++kept)
              for (const auto& [used, served] :
                   {std::pair(false, false), std::pair(true, false), std::pair(true, true)}) {
                const LogFound found{
                    .key = static_cast<Key>(key),
                    .proof = static_cast<Proof>(proof),
                    .checkpoint_log = static_cast<CheckpointLogState>(checkpoint_log),
                    .database = database,
                    .relation = static_cast<Relation>(relation),
                    .checkpoints = static_cast<Checkpoints>(kept),
                    .used = used,
                    .served = served};
                check(found, JudgeStart(found));
              }
}

std::string Show(const LogFound& f) {
  return "key " + std::to_string(static_cast<int>(f.key)) + " proof " +
         std::to_string(static_cast<int>(f.proof)) + " journal " +
         std::to_string(static_cast<int>(f.checkpoint_log)) + " database " +
         std::to_string(static_cast<int>(f.database)) + " relation " +
         std::to_string(static_cast<int>(f.relation)) + " checkpoints " +
         std::to_string(static_cast<int>(f.checkpoints)) + " used " +
         std::to_string(static_cast<int>(f.used)) + " served " +
         std::to_string(static_cast<int>(f.served));
}

TEST(LogStart, IsAFirstOneOnlyWhereNothingTellsOfASignature) {
  ForEach([](const LogFound& found, LogStart start) {
    if (start != LogStart::kFirst) return;
    EXPECT_TRUE(found.key == Key::kNone || found.key == Key::kUnused) << Show(found);
    EXPECT_TRUE(found.checkpoint_log == CheckpointLogState::kMissing ||
                found.checkpoint_log == CheckpointLogState::kEmpty)
        << Show(found);
    if (found.checkpoint_log == CheckpointLogState::kMissing) {
      EXPECT_EQ(found.checkpoints, Checkpoints::kNone) << Show(found);
      EXPECT_FALSE(found.used && found.database != Database::kFilled) << Show(found);
      EXPECT_FALSE(found.served) << Show(found);
    } else {
      EXPECT_NE(found.database, Database::kMade) << Show(found);
      EXPECT_NE(found.relation, Relation::kContradicts) << Show(found);
    }
  });
}

TEST(LogStart, SignsOnlyWhatAgrees) {
  ForEach([](const LogFound& found, LogStart start) {
    if (!Signs(start) || start == LogStart::kFirst) return;
    EXPECT_TRUE(found.checkpoint_log == CheckpointLogState::kEmpty ||
                found.checkpoint_log == CheckpointLogState::kSigned)
        << Show(found);
    EXPECT_NE(found.relation, Relation::kContradicts) << Show(found);
    EXPECT_NE(found.relation, Relation::kDamaged) << Show(found);
    EXPECT_NE(found.relation, Relation::kUnopened) << Show(found);
    EXPECT_NE(found.checkpoints, Checkpoints::kBeyondCheckpointLog) << Show(found);
    EXPECT_NE(found.checkpoints, Checkpoints::kContradict) << Show(found);
    EXPECT_TRUE(found.key != Key::kForeign && found.key != Key::kEarlier &&
                found.key != Key::kDamaged && found.key != Key::kLost)
        << Show(found);
    if (found.checkpoint_log == CheckpointLogState::kSigned) {
      EXPECT_TRUE(found.key == Key::kFirst || found.key == Key::kNoList ||
                  found.key == Key::kUnused)
          << Show(found);
      EXPECT_NE(found.proof, Proof::kFails) << Show(found);
      EXPECT_TRUE(found.key == Key::kFirst || found.proof == Proof::kVerified) << Show(found);
    }
  });
}

TEST(LogStart, ADatabaseThatIsMissingOrBehindIsNeverNormal) {
  ForEach([](const LogFound& found, LogStart start) {
    const bool readable = found.checkpoint_log == CheckpointLogState::kEmpty ||
                          found.checkpoint_log == CheckpointLogState::kSigned;
    const bool in_doubt = (readable && found.relation == Relation::kBehind) ||
                          (found.database == Database::kMade &&
                           (found.checkpoint_log != CheckpointLogState::kMissing || found.used ||
                            (found.key != Key::kNone && found.key != Key::kUnused)));
    if (!in_doubt || (found.checkpoint_log == CheckpointLogState::kMissing &&
                      found.database == Database::kFilled)) {
      return;
    }
    EXPECT_NE(start, LogStart::kContinues) << Show(found);
    EXPECT_NE(start, LogStart::kContinuesWithoutList) << Show(found);
    EXPECT_TRUE(found.database != Database::kMade || start != LogStart::kFirst) << Show(found);
    if (start != LogStart::kDatabaseLost && start != LogStart::kFirst) {
      EXPECT_TRUE(HoldsChoices(start, found)) << Show(found);
    }
  });
}

TEST(LogStart, OnlyAKeyThatIsNotInOrderLetsChoicesBeRecordedUnsigned) {
  ForEach([](const LogFound& found, LogStart start) {
    if (Signs(start) || HoldsChoices(start, found)) return;
    EXPECT_GE(start, LogStart::kKeyMissing) << Show(found);
    EXPECT_NE(found.proof, Proof::kFails) << Show(found);  // they may be another log's
    EXPECT_EQ(found.relation, Relation::kContinues) << Show(found);
    EXPECT_EQ(found.database, Database::kFilled) << Show(found);
  });
}

TEST(LogStart, EveryRefusalSaysWhatToDo) {
  for (int i = 0; i <= static_cast<int>(kLastLogStart); ++i) {
    const auto start = static_cast<LogStart>(i);
    const std::string said = StartSentence(start, {"/data", "/journal", "what was found"});
    EXPECT_EQ(said.empty(), Signs(start)) << i;
    EXPECT_TRUE(said.empty() || said.find("estore") != std::string::npos) << said;
  }
}

struct Row {
  LogFound found;
  LogStart start;
};

TEST(LogStart, NamesWhatAnOperatorMeets) {
  const LogFound whole{Key::kFirst,       Proof::kVerified,     CheckpointLogState::kSigned,
                       Database::kFilled, Relation::kContinues, Checkpoints::kCovered,
                       /*used=*/true};
  const auto with = [&](auto change) {
    LogFound found = whole;
    change(found);
    return found;
  };
  const std::vector<Row> rows = {
      {LogFound{}, LogStart::kFirst},
      {LogFound{.key = Key::kUnused}, LogStart::kFirst},
      {LogFound{.database = Database::kFilled, .used = true}, LogStart::kFirst},
      {LogFound{.used = true}, LogStart::kOnlyRemains},
      // The second start, which finds the database that the first one made.
      {LogFound{.database = Database::kEmpty, .used = true}, LogStart::kOnlyRemains},
      {LogFound{.database = Database::kEmpty}, LogStart::kFirst},
      // A first start that was cut, and a checkpoint log that was.
      {LogFound{.key = Key::kUnused,
                .checkpoint_log = CheckpointLogState::kEmpty,
                .database = Database::kEmpty},
       LogStart::kFirst},
      {LogFound{.key = Key::kFirst, .checkpoint_log = CheckpointLogState::kEmpty},
       LogStart::kCheckpointLogShort},
      {LogFound{.key = Key::kFirst,
                .checkpoint_log = CheckpointLogState::kEmpty,
                .database = Database::kEmpty},
       LogStart::kCheckpointLogShort},
      {LogFound{.key = Key::kFirst,
                .checkpoint_log = CheckpointLogState::kEmpty,
                .database = Database::kFilled},
       LogStart::kCheckpointLogShort},
      {LogFound{.key = Key::kNoList, .checkpoint_log = CheckpointLogState::kEmpty},
       LogStart::kCheckpointLogShort},
      {LogFound{.key = Key::kFirst}, LogStart::kCheckpointLogMissing},
      {LogFound{.checkpoints = Checkpoints::kCovered}, LogStart::kCheckpointLogMissing},
      {whole, LogStart::kContinues},
      {with([](LogFound& f) { f.key = Key::kNoList; }), LogStart::kContinuesWithoutList},
      {with([](LogFound& f) { f.key = Key::kNone; }), LogStart::kKeyMissing},
      {with([](LogFound& f) { f.key = Key::kUnused; }), LogStart::kContinues},
      {with([](LogFound& f) {
         f.key = Key::kUnused;
         f.proof = Proof::kNone;
       }),
       LogStart::kKeyForeign},
      {with([](LogFound& f) { f.proof = Proof::kFails; }), LogStart::kKeyUnproven},
      {with([](LogFound& f) { f.relation = Relation::kBehind; }), LogStart::kDatabaseLost},
      {with([](LogFound& f) { f.checkpoints = Checkpoints::kBeyondCheckpointLog; }),
       LogStart::kCheckpointLogShort},
      {with([](LogFound& f) { f.newer = true; }), LogStart::kOlderTogether},
      {with([](LogFound& f) { f.stranger = true; }), LogStart::kListForeign},
      {with([](LogFound& f) {
         f.stranger = true;
         f.relation = Relation::kBehind;
       }),
       LogStart::kListForeign},
      {with([](LogFound& f) {
         f.stranger = true;
         f.proof = Proof::kFails;
       }),
       LogStart::kKeyUnproven},
      {with([](LogFound& f) {
         f.newer = true;
         f.relation = Relation::kBehind;
       }),
       LogStart::kOlderTogether},
  };
  for (const Row& row : rows) EXPECT_EQ(JudgeStart(row.found), row.start) << Show(row.found);
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::app
