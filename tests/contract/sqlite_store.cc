// The contract, of the store in one SQLite file.
#include "store/sqlite/sqlite_store.h"

#include "tests/contract/store_contract.h"
#include "tests/unit/temporary_directory.h"

namespace temoin::store {
namespace TEMOIN_TEST_FILE {

class SqlitePlace final : public StorePlace {
 public:
  Result<std::unique_ptr<Store>> Open() override {
    return OpenSqliteStore({.directory = directory_.path()});
  }

 private:
  const TemporaryDirectory directory_;
};

std::unique_ptr<StorePlace> NewSqlitePlace() { return std::make_unique<SqlitePlace>(); }

INSTANTIATE_TEST_SUITE_P(Sqlite, StoreContract,
                         ::testing::Values(StoreKind{"SQLite", NewSqlitePlace}));

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::store
