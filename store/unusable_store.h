// A store in the place of one that cannot be opened: every call answers with the error that opening
// it gave, and nothing is read or written. With it a server goes on serving what needs no database.
//
// Thread-safety: as store/store.h says.
#ifndef TEMOIN_STORE_UNUSABLE_STORE_H_
#define TEMOIN_STORE_UNUSABLE_STORE_H_

#include <memory>
#include <string>

#include "base/result.h"
#include "store/store.h"

namespace temoin::store {

// Holds the lock of `directory`, as the store would. kConflict when another process owns it.
Result<std::unique_ptr<Store>> OpenUnusable(const std::string& directory, Error error);

}  // namespace temoin::store

#endif  // TEMOIN_STORE_UNUSABLE_STORE_H_
