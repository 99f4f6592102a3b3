#include "catalog/document_view.h"

namespace temoin::catalog {

using nlohmann::json;

const json& At(const json& object, const char* key) {
  static const json kNull;
  const auto member = object.is_object() ? object.find(key) : object.end();
  return member == object.end() ? kNull : *member;
}

std::string StringOr(const json& value, std::string_view otherwise) {
  const auto* text = value.get_ptr<const std::string*>();
  return text == nullptr ? std::string(otherwise) : *text;
}

const json& List(const json& object, const char* key) {
  static const json kEmpty = json::array();
  const json& value = At(object, key);
  return value.is_array() ? value : kEmpty;
}

std::string DocumentView::TitleOf(const std::string& purpose, const char* language) const {
  for (const json& each : List(*members, "purposes")) {
    if (At(each, "id") == purpose) return StringOr(At(At(each, "title"), language), purpose);
  }
  return purpose;
}

const ServiceView* DocumentView::Find(std::string_view id) const {
  for (const ServiceView& service : services) {
    if (service.id == id) return &service;
  }
  return nullptr;
}

DocumentView ViewDocument(const RevisionView& revision) {
  DocumentView view;
  view.members = revision.members;
  size_t next = 0;
  const json& purposes = List(*view.members, "purposes");
  for (size_t p = 0; p < purposes.size(); ++p) {
    const std::string at = "/purposes/" + std::to_string(p);
    view.purposes.emplace(StringOr(At(purposes[p], "id")), at);
    const json& services = List(purposes[p], "services");
    for (size_t s = 0; s < services.size(); ++s, ++next) {
      const RevisionService& known = revision.services[next];
      view.services.push_back({known.id, known.name, known.purpose, known.basis,
                               at + "/services/" + std::to_string(s), &services[s]});
    }
  }
  return view;
}

}  // namespace temoin::catalog
