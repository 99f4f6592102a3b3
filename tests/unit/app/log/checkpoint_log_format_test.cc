#include "app/log/checkpoint_log_format.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/unit/app/log/checkpoint_batch.h"

namespace temoin::app {
namespace TEMOIN_TEST_FILE {

RC_GTEST_PROP(CheckpointLogFormat, BatchesReadBack, ()) {
  SegmentHeader header;
  header.start = {.origin = "o", .size = *rc::gen::inRange<uint64_t>(0, 1'000'000)};
  header.created = kBatchTime;
  Bytes bytes = EncodeSegmentHeader(header);
  SegmentReader empty(bytes);
  RC_ASSERT(*empty.ReadHeader() == header);
  SegmentCheck check = empty.check();
  prooflog::Checkpoint last = header.start;
  const auto counts = *rc::gen::container<std::vector<size_t>>(rc::gen::inRange<size_t>(0, 20));
  for (const size_t count : counts) {
    const CheckpointBatch batch = MakeBatch(last, count, count > 3 ? count : 0);
    const Bytes record = EncodeBatch(batch, check);
    std::copy(record.end() - 8, record.end(), check.begin());
    bytes.insert(bytes.end(), record.begin(), record.end());
    last = batch.checkpoint;
    if (count % 2 == 0) {
      const Bytes commit = EncodeCommit(last.size);
      bytes.insert(bytes.end(), commit.begin(), commit.end());
    }
  }
  SegmentReader reader(bytes);
  RC_ASSERT(reader.ReadHeader().ok());
  for (const size_t count : counts) {
    const auto batch = reader.ReadBatch();
    RC_ASSERT(batch.ok());
    RC_ASSERT(batch->has_value());
    RC_ASSERT((*batch)->entries.size() == count);
  }
  RC_ASSERT(!reader.ReadBatch()->has_value());
  RC_ASSERT(reader.last() == last);
  RC_ASSERT(reader.position() == bytes.size());
}

TEST(CheckpointLogFormat, RefusesATimeThatNoClockSays) {
  SegmentHeader header;
  header.start = {.origin = "o"};
  for (const int64_t seconds : {int64_t{-1}, int64_t{253'402'300'800}, int64_t{1} << 48}) {
    header.created = Time(std::chrono::seconds(seconds));
    const Bytes bytes = EncodeSegmentHeader(header);
    EXPECT_FALSE(SegmentReader(bytes).ReadHeader().ok()) << seconds;
  }
  header.created = Time(std::chrono::seconds(253'402'300'799));
  const Bytes bytes = EncodeSegmentHeader(header);
  EXPECT_TRUE(SegmentReader(bytes).ReadHeader().ok());
}

TEST(CheckpointLogFormat, SegmentNamesHaveOneForm) {
  EXPECT_EQ(SegmentName(65536), "00000000000000065536.journal");
  EXPECT_EQ(ParseSegmentName(SegmentName(7)), 7u);
  for (const char* bad :
       {"", "7.journal", "0000000000000000000x.journal", "00000000000000065536.journal.new",
        "00000000000000065536.Journal", "+0000000000000065536.journal"}) {
    EXPECT_FALSE(ParseSegmentName(bad).has_value()) << bad;
  }
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::app
