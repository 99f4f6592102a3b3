#include <algorithm>
#include <charconv>

#include "catalog/file_readers.h"

namespace temoin::catalog {
namespace {

using nlohmann::json;

TransferStatus StatusOf(std::string_view word) {
  for (const auto status : {TransferStatus::kNone, TransferStatus::kNoneByContract,
                            TransferStatus::kNonePublished, TransferStatus::kDeclared}) {
    if (TransferStatusName(status) == word) return status;
  }
  return TransferStatus::kUnpublished;
}

TransferBasis BasisOf(std::string_view word) {
  for (const auto basis : {TransferBasis::kAdequacy, TransferBasis::kStandardClauses,
                           TransferBasis::kBindingRules, TransferBasis::kDerogation}) {
    if (TransferBasisName(basis) == word) return basis;
  }
  return TransferBasis::kUnpublished;
}

void ReadTransfer(const json& value, const std::string& pointer, Reading& reading, Vendor& vendor) {
  Fields fields(reading, value, pointer);
  vendor.transfer_status = StatusOf(
      fields.OneOf("status", kRequired,
                   {"none", "none-by-contract", "none-published", "unpublished", "declared"}));
  vendor.transfer_text = fields.TextOf("text", kOptional);
  fields.Each("to", kOptional, [&](const json& element, const std::string& at) {
    Fields to(reading, element, at);
    Transfer transfer;
    transfer.country = to.String("country", kRequired, Form::kCountry);
    transfer.basis = BasisOf(
        to.OneOf("basis", kRequired,
                 {"adequacy", "standard-clauses", "binding-rules", "derogation", "unpublished"}));
    transfer.text = to.TextOf("text", kOptional);
    to.Done();
    vendor.transfers.push_back(std::move(transfer));
  });
  fields.Done();
  const bool declared = vendor.transfer_status == TransferStatus::kDeclared;
  if (declared && vendor.transfers.empty()) {
    reading.Meaning(pointer, R"("to" with at least one country, since the status is "declared")");
  }
  if (!declared && !vendor.transfers.empty()) {
    reading.Meaning(pointer, R"(the status "declared", since "to" names a country)");
  }
}

}  // namespace

Vendor ReadVendor(const json& value, Reading& reading) {
  Fields fields(reading, value, "");
  Vendor vendor;
  vendor.file = reading.file();
  fields.String("$schema", kOptional, Form::kLine);
  fields.Integer("schema", kRequired, 1, 1, 1);
  vendor.id = fields.String("id", kRequired, Form::kServiceId);
  vendor.name = fields.String("name", kRequired, Form::kLine);
  vendor.nationality = fields.NullableString("nationality", kRequired, Form::kCountry);
  if (const json* location = fields.GetNullable("location", kRequired)) {
    Fields at(reading, *location, fields.Pointer("location"));
    Location out;
    out.countries = at.Strings("countries", kRequired, Form::kCountry);
    out.text = at.TextOf("text", kRequired);
    at.Done();
    vendor.location = std::move(out);
  }
  if (const json* transfer = fields.Get("transfer", kRequired)) {
    ReadTransfer(*transfer, fields.Pointer("transfer"), reading, vendor);
  }
  vendor.domains = fields.Strings("domains", kRequired, Form::kHost);
  // A remark for whoever edits the file; it is part of Vendor::source and of nothing that is shown.
  fields.TextOf("domains_source", kOptional);
  vendor.policy_url = fields.String("policy_url", kOptional, Form::kHttpsUrl);
  vendor.infrastructure = fields.Boolean("infrastructure", kOptional);
  fields.Done();
  return vendor;
}

json* FindText(json& vendor, std::string_view pointer) {
  json* at = &vendor;
  while (!pointer.empty()) {
    pointer.remove_prefix(1);  // '/'
    const std::string_view part = pointer.substr(0, pointer.find('/'));
    pointer.remove_prefix(part.size());
    if (at->is_object()) {
      const auto member = at->find(part);
      if (member == at->end()) return nullptr;
      at = &*member;
    } else if (at->is_array()) {
      size_t index = 0;
      const auto [stop, error] = std::from_chars(part.data(), part.data() + part.size(), index);
      if (error != std::errc() || stop != part.data() + part.size() || index >= at->size()) {
        return nullptr;
      }
      at = &(*at)[index];
    } else {
      return nullptr;
    }
  }
  // Of the objects of a vendor's file only texts have nothing but languages.
  const bool text = at->is_object() && !at->empty() &&
                    std::all_of(at->items().begin(), at->items().end(), [](const auto& member) {
                      return HasForm(member.key(), Form::kLanguage) && member.value().is_string();
                    });
  return text ? at : nullptr;
}

const std::vector<std::string>& PublishedMembers() {
  static const std::vector<std::string> kMembers = {"name",     "nationality", "location",
                                                    "transfer", "domains",     "policy_url"};
  return kMembers;
}

json AsPublished(json vendor, const json& members) {
  for (const std::string& name : PublishedMembers()) {
    if (!members.is_object() || !members.contains(name)) continue;
    vendor[name] = members.at(name);
    // Nothing else that a vendor's file may leave out can be left out here.
    if (name == "policy_url" && vendor[name].is_null()) vendor.erase(name);
  }
  return vendor;
}

json WithTexts(json vendor, const json& texts) {
  for (const auto& [pointer, text] : texts.items()) {
    json* const found = HasForm(pointer, Form::kTextPath) ? FindText(vendor, pointer) : nullptr;
    if (found != nullptr && text.is_object()) found->update(text);
  }
  return vendor;
}

}  // namespace temoin::catalog
