// The choices that a dossier gives, for who reads them: a row each, in pages "index/0001.html" and
// so on. What is proved stands in records/ and proofs/; verifier.py holds both to each other.
//
// Thread-safety: one thread. Memory: a page.
#ifndef TEMOIN_REPORTS_DOSSIER_INDEX_H_
#define TEMOIN_REPORTS_DOSSIER_INDEX_H_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "consent/record.h"
#include "reports/dossier.h"
#include "reports/standing.h"
#include "store/store.h"

namespace temoin::reports {

class ChoiceIndex {
 public:
  // All of them outlive this.
  ChoiceIndex(const DossierSource& source, const DossierQuery& query, const FileSink& sink);

  // `record`: nothing of one whose content is gone. Of an extract, what was decided on its services
  // alone is told.
  Status Add(const store::Found& found, const std::optional<consent::Record>& record);
  // Writes what is left.
  Status Finish();

 private:
  static constexpr size_t kRows = 1000;  // of a page

  Status Flush();

  const DossierSource& source_;
  const DossierQuery& query_;
  const FileSink& sink_;
  Standings standings_;
  std::vector<std::vector<std::string>> rows_;  // not written yet
  int written_ = 0;
};

}  // namespace temoin::reports

#endif  // TEMOIN_REPORTS_DOSSIER_INDEX_H_
