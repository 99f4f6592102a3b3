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
