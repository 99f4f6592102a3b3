#include "base/exception.h"

#include <gtest/gtest.h>

#include <stdexcept>

namespace temoin {
namespace TEMOIN_TEST_FILE {

TEST(CurrentExceptionType, NamesTheTypeAndNothingOfTheText) {
  try {
    throw std::runtime_error("secret");
  } catch (...) {
    EXPECT_EQ(CurrentExceptionType(), "std::runtime_error");
  }
  try {
    throw 5;
  } catch (...) {
    EXPECT_EQ(CurrentExceptionType(), "int");
  }
  EXPECT_EQ(CurrentExceptionType(), "an unknown exception");
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin
