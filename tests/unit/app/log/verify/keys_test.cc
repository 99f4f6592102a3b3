// The keys that log.vkeys lists.
#include <string>

#include "tests/unit/app/log/log_verify_fixture.h"

namespace temoin::app {
namespace TEMOIN_TEST_FILE {

using testing::IsEmpty;

class KeyListCheckTest : public LogVerifyTest {
 protected:
  KeyListCheckTest() : LogVerifyTest(10) {}
};

TEST_F(KeyListCheckTest, AStrangersKeyIsNamedWhereverItStands) {
  ASSERT_TRUE(publisher_->Rotate().ok());
  publisher_.reset();
  EXPECT_THAT(Verify().findings, IsEmpty());
  const std::string list = Slurp(data_ / "log.vkeys");
  const std::string stranger = prooflog::SignerKey::Generate(kDefaultLogOrigin)->Vkey() + "\n";
  for (const size_t at : {size_t{0}, list.find('\n') + 1, list.size()}) {
    std::string longer = list;
    longer.insert(at, stranger);
    Spill(data_ / "log.vkeys", longer);
    ExpectFinding("which is none of this log");
  }
}

TEST_F(KeyListCheckTest, AKeyThatWasDroppedOrSetBackIsNamed) {
  const std::string first_key = Slurp(data_ / "log.key");
  ASSERT_TRUE(publisher_->Rotate().ok());
  ASSERT_TRUE(publisher_->Rotate().ok());
  publisher_.reset();
  EXPECT_THAT(Verify().findings, IsEmpty());
  const std::string key = Slurp(data_ / "log.key");
  const std::vector<std::string> lines = *ReadLogVkeys(data_.path());
  const auto with = [&](const std::vector<std::string>& list) {
    EXPECT_TRUE(WriteLogVkeys(data_.path(), list).ok());
  };
  with({lines[0], lines[2]});
  ExpectFinding("which the checkpoint log names");
  with({lines[1], lines[2]});
  ExpectFinding("which the checkpoint log names");
  with({lines[2], lines[1], lines[0]});
  ExpectFinding("out of order");
  with(lines);
  EXPECT_THAT(Verify().findings, IsEmpty());
  // Of this log, and of another.
  for (const std::string& other :
       {first_key, prooflog::SignerKey::Generate(kDefaultLogOrigin)->Skey() + "\n"}) {
    Spill(data_ / "log.key", other);
    ExpectFinding("not the key that log.vkeys begins with");
  }
  Spill(data_ / "log.key", key);
  EXPECT_THAT(Verify().findings, IsEmpty());
}

TEST_F(KeyListCheckTest, AKeyThatIsListedTwiceIsListedOnce) {
  ASSERT_TRUE(publisher_->Rotate().ok());
  publisher_.reset();
  const std::string list = Slurp(data_ / "log.vkeys");
  const std::vector<std::string> lines = *ReadLogVkeys(data_.path());
  for (const std::string& line : lines) {
    Spill(data_ / "log.vkeys", list + line + "\n");
    EXPECT_EQ(*ReadLogVkeys(data_.path()), lines);
    EXPECT_THAT(Verify().findings, IsEmpty());
  }
  Spill(data_ / "log.vkeys", lines[1] + "\n" + list);
  ExpectFinding("out of order");
}

TEST_F(KeyListCheckTest, ARotationWithoutAServerBringsNone) {
  publisher_.reset();
  ASSERT_TRUE(RotateLogKeys(data_.path()).ok());
  ASSERT_TRUE(RotateLogKeys(data_.path()).ok());
  EXPECT_THAT(Verify().findings, IsEmpty());
  OpenPublisher();
  EXPECT_EQ(publisher_->Refusal(), std::nullopt);
  EXPECT_THAT(Verify().findings, IsEmpty());
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::app
