// What was published against its leaf: revisions, banner builds, and pictures by their manifest,
// each of which must be there, as it was filed, and be listed as its manifest says.
//
// Memory: one document at a time.
//
// Thread-safety: one thread; the store may be written meanwhile.
#ifndef TEMOIN_APP_LOG_VERIFY_DOCUMENTS_H_
#define TEMOIN_APP_LOG_VERIFY_DOCUMENTS_H_

#include <string>
#include <string_view>

#include "app/log/verify/checker.h"

namespace temoin::app {

class DocumentCheck final : public Checker {
 public:
  using Checker::Checker;

  void Entry(const WalkedEntry& entry) override;

 private:
  bool IsOf(const WalkedEntry& entry, store::Index index) const;
  void Pictures(store::Index index, const std::string& hash, std::string_view bytes);
};

}  // namespace temoin::app

#endif  // TEMOIN_APP_LOG_VERIFY_DOCUMENTS_H_
