// A published configuration as the comparison reads it: JSON with its services found. Members that
// are missing read as null or empty, never as an error. Thread-safe: plain data.
#ifndef TEMOIN_CATALOG_DOCUMENT_VIEW_H_
#define TEMOIN_CATALOG_DOCUMENT_VIEW_H_

#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/model.h"
#include "catalog/revision.h"

namespace temoin::catalog {

const nlohmann::json& At(const nlohmann::json& object, const char* key);
const nlohmann::json& List(const nlohmann::json& object, const char* key);
std::string StringOr(const nlohmann::json& value, std::string_view otherwise = {});

// What is compared of one service.
struct ServiceView {
  std::string id;
  std::string name;
  std::string purpose;
  Basis basis = Basis::kConsent;
  std::string pointer;
  const nlohmann::json* value = nullptr;

  bool refusable() const { return basis != Basis::kExempt; }
};

struct DocumentView {
  std::shared_ptr<const nlohmann::json> members;  // keeps what `services` points into
  std::map<std::string, std::string> purposes;    // id to pointer
  std::vector<ServiceView> services;

  // What visitors read above the services of this purpose.
  std::string TitleOf(const std::string& purpose, const char* language) const;
  const ServiceView* Find(std::string_view id) const;
};

DocumentView ViewDocument(const RevisionView& revision);

}  // namespace temoin::catalog

#endif  // TEMOIN_CATALOG_DOCUMENT_VIEW_H_
