// What says which notice was in force: each publication against the entry of type 5 that commits to
// it and against its document, and each of these entries against its row. A row that no entry
// commits to is from before there were such entries, or it is a finding.
//
// Memory: the publications and the hashes of documents.
//
// Thread-safety: one thread; the store may be written meanwhile.
#ifndef TEMOIN_APP_LOG_VERIFY_PUBLICATIONS_H_
#define TEMOIN_APP_LOG_VERIFY_PUBLICATIONS_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/log/verify/checker.h"
#include "app/log/verify/clock.h"
#include "store/publication_manifest.h"

namespace temoin::app {

class PublicationCheck final : public Checker {
 public:
  PublicationCheck(Verification& verification, const ClockCheck& clock)
      : Checker(verification), clock_(clock) {}

  void Begin() override;
  void Entry(const WalkedEntry& entry) override;
  void End() override;

 private:
  struct Document {
    std::string hash;
    bool lost = false;
  };

  void LoadManifests();
  // Against its entry of type 5.
  void Compare(store::Index index, const store::PublicationManifest& said);
  // A row that no entry of type 5 names.
  void Unnamed(const store::Publication& row);
  void Column(store::Index index, bool same, std::string_view column);

  const ClockCheck& clock_;
  std::vector<store::Loss> losses_;
  std::map<store::Index, store::Publication> rows_;               // by document entry
  std::map<store::Index, store::PublicationManifest> manifests_;  // by entry of type 5
  std::map<store::Index, Document> documents_;                    // by entry of type 2
  std::optional<store::Index> first_;                             // entry of type 5
};

}  // namespace temoin::app

#endif  // TEMOIN_APP_LOG_VERIFY_PUBLICATIONS_H_
