// Each check alone, without the others of the walk.
#include <type_traits>

#include "app/log/verify/access_days.h"
#include "app/log/verify/checkpoint_log.h"
#include "app/log/verify/checkpoints.h"
#include "app/log/verify/clock.h"
#include "app/log/verify/columns.h"
#include "app/log/verify/counts.h"
#include "app/log/verify/documents.h"
#include "app/log/verify/losses.h"
#include "app/log/verify/manifests.h"
#include "app/log/verify/purges.h"
#include "app/log/verify/records.h"
#include "app/log/verify/tiles.h"
#include "tests/unit/app/log/log_verify_fixture.h"

namespace temoin::app {
namespace TEMOIN_TEST_FILE {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class Nothing final : public Checker {
  using Checker::Checker;
};

class CheckersTest : public LogVerifyTest {
 protected:
  CheckersTest() : LogVerifyTest(300) {}

  // The walk with one check, and what it finds.
  template <typename Check>
  std::vector<std::string> Findings() {
    LogVerifyOptions options;
    options.checkpoint_log_dir = data_ / "log-journal";
    options.data_dir = data_.path();
    options.keys = LoadLogKeys(data_.path())->verifiers;
    Verification verification{.store = *store_, .options = options, .head = *store_->ReadHead()};
    ClockCheck clock(verification);
    std::unique_ptr<Checker> check;
    if constexpr (std::is_constructible_v<Check, Verification&, const ClockCheck&>) {
      clock.Begin();
      check = std::make_unique<Check>(verification, clock);
    } else {
      check = std::make_unique<Check>(verification);
    }
    check->Begin();
    const auto entries = *store_->ReadEntries(0, verification.head.size);
    for (store::Index index = 0; index < entries.size(); ++index) {
      const Digest leaf = prooflog::VerifierLeafHash(entries[index]);
      verification.leaves.Add(leaf);
      check->Leaf(leaf);
      const auto found = *store_->FindByIndex(index);
      const Digest commitment = prooflog::DecodeEntry(entries[index])->commitment;
      const auto record = OpenRecord(verification, commitment, found);
      check->Entry({.index = index,
                    .commitment = commitment,
                    .found = found,
                    .record = record ? &*record : nullptr});
    }
    EXPECT_TRUE(ReadCheckpointLog(options.checkpoint_log_dir, 0,
                                  [&](const CheckpointBatch& batch) -> Status {
                                    check->Logged(batch);
                                    return {};
                                  })
                    .ok());
    check->End();
    return verification.report.findings;
  }
};

TEST_F(CheckersTest, NoneFindsAnythingInAWholeDirectory) {
  EXPECT_THAT(Findings<Nothing>(), IsEmpty());
  EXPECT_THAT(Findings<TileCheck>(), IsEmpty());
  EXPECT_THAT(Findings<CheckpointCheck>(), IsEmpty());
  EXPECT_THAT(Findings<ManifestCheck>(), IsEmpty());
  EXPECT_THAT(Findings<ClockCheck>(), IsEmpty());
  EXPECT_THAT(Findings<PurgeCheck>(), IsEmpty());
  EXPECT_THAT(Findings<DocumentCheck>(), IsEmpty());
  EXPECT_THAT(Findings<CheckpointLogCheck>(), IsEmpty());
  EXPECT_THAT(Findings<AccessDayCheck>(), IsEmpty());
  EXPECT_THAT(Findings<ColumnCheck>(), IsEmpty());
  EXPECT_THAT(Findings<CountCheck>(), IsEmpty());
  EXPECT_THAT(Findings<LossCheck>(), IsEmpty());
}

TEST_F(CheckersTest, ARecordIsOpenedByItsLeaf) {
  Spoil("UPDATE content SET random=randomblob(32) WHERE idx=30");
  EXPECT_THAT(Findings<Nothing>(), ElementsAre(HasSubstr("Record 30 does not match its leaf")));
}

TEST_F(CheckersTest, ATileThatIsCutShortIsNamed) {
  Spoil("UPDATE tile SET hashes=substr(hashes,1,64) WHERE id=0");
  EXPECT_THAT(Findings<TileCheck>(), ElementsAre("Tile tile/0/000 has 2 hashes, 256 are needed."));
}

TEST_F(CheckersTest, ACheckpointUnderAnotherSizeIsNamed) {
  Spoil("UPDATE checkpoint SET size=size+1 WHERE size=302");
  EXPECT_THAT(
      Findings<CheckpointCheck>(),
      ElementsAre("The checkpoint kept on 2026-03-01 is filed under 303 entries and covers 302."));
}

TEST_F(CheckersTest, AManifestOfNoEntryIsNamed) {
  Spoil("INSERT INTO manifest(idx,bytes) VALUES(3,'{}')");
  EXPECT_THAT(Findings<ManifestCheck>(),
              ElementsAre("A manifest is filed under 3, which is no entry of one."));
  EXPECT_THAT(Findings<ClockCheck>(), IsEmpty());  // it is no correction
}

TEST_F(CheckersTest, APurgeWithoutItsManifestIsNamed) {
  Spoil("DELETE FROM purge");
  const std::string record = std::to_string(indices_[5]);
  EXPECT_THAT(Findings<PurgeCheck>(),
              ElementsAre("Record " + record + " is gone and no purge entry says why.",
                          "Purge entry 302 has no manifest.",
                          "The manifest of purge entry 302 is another in the checkpoint log."));
}

TEST_F(CheckersTest, ADocumentThatIsGoneIsNamed) {
  Spoil("DELETE FROM document");
  EXPECT_THAT(Findings<DocumentCheck>(), ElementsAre(HasSubstr("of entry 0 are not there")));
}

TEST_F(CheckersTest, TheCheckpointLogIsHeldAgainstTheEntries) {
  Spoil("UPDATE entry SET commitment=randomblob(32) WHERE idx=0");
  EXPECT_THAT(Findings<CheckpointLogCheck>(),
              ElementsAre("Entry 0 is another in the checkpoint log than in the database.",
                          "1 entries in all are not those of the checkpoint log."));
}

TEST_F(CheckersTest, AClosedDayThatIsGoneIsNamed) {
  const Time day = store::At("2026-03-01T00:00:00Z");
  Append({.accesses = {{.at = day, .who = "a", .role = "auditor", .action = "x"}}});
  ASSERT_TRUE(store_->CloseAccessDay(day, day + std::chrono::days(1))->has_value());
  Spoil("DELETE FROM access_day");
  EXPECT_THAT(Findings<AccessDayCheck>(),
              ElementsAre("Entry 304 closed a day of the access log that is no longer there."));
}

TEST_F(CheckersTest, AColumnIsHeldAgainstItsRecord) {
  Spoil("UPDATE entry SET valid_until=valid_until+1 WHERE idx=10");
  EXPECT_THAT(Findings<ColumnCheck>(),
              ElementsAre(HasSubstr("Record 10: the column valid_until holds ")));
}

TEST_F(CheckersTest, ACountIsHeldAgainstTheRecords) {
  Spoil("UPDATE count SET accepted=accepted+1 WHERE day=20515 AND service=''");
  EXPECT_THAT(Findings<CountCheck>(),
              testing::Contains(HasSubstr("The daily count of 2026-03-03 (ameli.fr, given): the "
                                          "column accepted holds 2, the records say 1.")));
}

TEST_F(CheckersTest, ARunOfLostEntriesIsOneFinding) {
  Spoil("UPDATE entry SET state=2 WHERE idx IN (4,5,9)");
  const std::string why =
      ": they stand in the log, completed from the checkpoint log, and their content is gone "
      "without a "
      "purge.";
  EXPECT_THAT(Findings<LossCheck>(),
              ElementsAre("Entries 4 to 5 are lost" + why, "Entries 9 to 9 are lost" + why));
}

TEST_F(CheckersTest, FindingsOverTheBoundAreCounted) {
  const LogVerifyOptions options;
  Verification verification{.store = *store_, .options = options};
  for (size_t i = 0; i < kMaxFindings + 3; ++i) verification.Find("One.");
  EXPECT_EQ(verification.report.findings.size(), kMaxFindings);
  EXPECT_EQ(verification.report.problems, kMaxFindings + 3);
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::app
