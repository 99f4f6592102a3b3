// How two documents are compared, part by part. Private to the catalogue: compare.h is the way in.
//
// Thread-safety: one thread at a time.
#ifndef TEMOIN_CATALOG_COMPARER_H_
#define TEMOIN_CATALOG_COMPARER_H_

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "catalog/compare.h"
#include "catalog/document_view.h"

namespace temoin::catalog {

class Comparer {
 public:
  // `former`: the site that `before` shows; nullptr: it gives none back.
  Comparer(const DocumentView& before, const DocumentView& after, const Site* former)
      : before_(before), after_(after), former_(former) {}

  Comparison Run();

 private:
  void Add(bool material, std::string code, std::string pointer, const ServiceView* service,
           std::string fr, std::string en);
  void AddForAll(std::string code, std::string pointer, std::string fr, std::string en);
  void CompareSite();
  void ComparePurposes();
  void CompareService(const ServiceView& was, const ServiceView& now);
  void CompareTrackers(const ServiceView& was, const ServiceView& now);
  void CompareTracker(const nlohmann::json& was, const nlohmann::json& now,
                      const std::string& pointer, const ServiceView& service);
  void CompareVendor(const nlohmann::json& was, const nlohmann::json& now,
                     const std::string& pointer, const ServiceView* service);
  void CompareProcessors();
  // A row for what the consent service itself stores, which visitors were told already.
  bool DeclaresOwn(const nlohmann::json& tracker, const ServiceView& service) const;

  const DocumentView& before_;
  const DocumentView& after_;
  const Site* former_;
  Comparison out_;
};

}  // namespace temoin::catalog

#endif  // TEMOIN_CATALOG_COMPARER_H_
