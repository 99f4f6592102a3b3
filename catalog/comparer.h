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
  Comparer(const DocumentView& before, const DocumentView& after)
      : before_(before), after_(after) {}

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

  const DocumentView& before_;
  const DocumentView& after_;
  Comparison out_;
};

}  // namespace temoin::catalog

#endif  // TEMOIN_CATALOG_COMPARER_H_
