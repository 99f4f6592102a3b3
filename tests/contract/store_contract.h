// What every store must do, whatever it keeps its rows in: these tests use the interface only
// (store/store.h). A new store writes its StoreKind and instantiates StoreContract in a file beside
// sqlite_store.cc; the tests stay as they are.
#ifndef TEMOIN_TESTS_CONTRACT_STORE_CONTRACT_H_
#define TEMOIN_TESTS_CONTRACT_STORE_CONTRACT_H_

#include <gtest/gtest.h>

#include <memory>
#include <ostream>
#include <utility>

#include "store/store.h"
#include "tests/unit/store/store_steps.h"

namespace temoin::store {

// Where one store lies, from the first time it is opened to the end of the test.
class StorePlace {
 public:
  virtual ~StorePlace() = default;
  // Empty the first time; then what the store before it, which is closed, left there.
  virtual Result<std::unique_ptr<Store>> Open() = 0;
};

struct StoreKind {
  const char* name;
  std::unique_ptr<StorePlace> (*make)();  // a new place, empty
};
inline void PrintTo(const StoreKind& kind, std::ostream* out) { *out << kind.name; }

class StoreContract : public ::testing::TestWithParam<StoreKind>, protected StoreSteps {
 protected:
  StoreContract() : place_(GetParam().make()) {}
  void SetUp() override { Open(); }

  void Open() {
    store_.reset();
    auto opened = place_->Open();
    ASSERT_TRUE(opened.ok()) << opened.error().message;
    store_ = std::move(*opened);
  }

 private:
  const std::unique_ptr<StorePlace> place_;
};

}  // namespace temoin::store

#endif  // TEMOIN_TESTS_CONTRACT_STORE_CONTRACT_H_
