// A SQLite store in a directory of its own.
#ifndef TEMOIN_TESTS_UNIT_STORE_STORE_FIXTURE_H_
#define TEMOIN_TESTS_UNIT_STORE_STORE_FIXTURE_H_

#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "store/sqlite/sqlite_store.h"
#include "tests/unit/store/store_steps.h"
#include "tests/unit/temporary_directory.h"

namespace temoin::store {

class StoreTest : public ::testing::Test, protected StoreSteps {
 protected:
  void SetUp() override { Open(); }

  void Open(const std::string& vfs = "") {
    store_.reset();
    auto opened = OpenSqliteStore({.directory = directory_.path(), .vfs = vfs});
    ASSERT_TRUE(opened.ok()) << opened.error().message;
    store_ = std::move(*opened);
  }
  std::string Database() const { return directory_.path() + "/temoin.db"; }

  TemporaryDirectory directory_;
};

}  // namespace temoin::store

#endif  // TEMOIN_TESTS_UNIT_STORE_STORE_FIXTURE_H_
