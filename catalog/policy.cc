#include "catalog/policy.h"

#include <fmt/format.h>

#include <vector>

#include "catalog/words.h"
#include "render/html.h"
#include "render/locale.h"

namespace temoin::catalog {
namespace {

// Texts of the catalogue end with a point or not; here it is ours.
std::string WithoutPoint(std::string text) {
  if (text.ends_with('.')) text.pop_back();
  return text;
}

std::string TransferSentence(const Vendor& vendor, const Transfer& transfer,
                             std::string_view language) {
  const bool english = language == "en";
  const std::string basis = transfer.text.empty() ? TransferBasisWords(transfer.basis, language)
                                                  : transfer.text.In(language);
  return fmt::format(fmt::runtime(english ? "{}: transfer to {}. Basis: {}."
                                          : "{}\u00a0: transfert vers {}. Base\u00a0: {}."),
                     vendor.name, render::CountryAfterTo(transfer.country, language),
                     WithoutPoint(basis));
}

}  // namespace

std::string PolicyFragment(const Site& site, std::string_view language) {
  const bool english = language == "en";
  std::string out = fmt::format(
      "<h2>{}</h2>\n", english ? "Who processes data for us" : "Qui traite des données pour nous");
  if (site.processors.empty()) {
    out += english ? "<p>No processor is published.</p>\n"
                   : "<p>Aucun sous-traitant n’est publié.</p>\n";
  } else {
    out += "<ul>\n";
    for (const Processor& processor : site.processors) {
      const Vendor& vendor = *processor.vendor;
      out += fmt::format("<li><strong>{}</strong>", render::EscapeHtml(vendor.name));
      if (vendor.nationality) {
        out += fmt::format(fmt::runtime(english ? " (company’s nationality: {})"
                                                : " (nationalité de la société\u00a0: {})"),
                           render::EscapeHtml(render::CountryName(*vendor.nationality, language)));
      }
      out += fmt::format(fmt::runtime(english ? ": {}" : "\u00a0: {}"),
                         render::EscapeHtml(processor.purpose.In(language)));
      if (vendor.location) {
        out += fmt::format(
            fmt::runtime(english ? " Where the data is: {}." : " Lieu des données\u00a0: {}."),
            render::EscapeHtml(WithoutPoint(vendor.location->text.In(language))));
      }
      out += "</li>\n";
    }
    out += "</ul>\n";
  }
  out += fmt::format("<h2>{}</h2>\n", english ? "Transfers outside the European Union"
                                              : "Transferts hors de l’Union européenne");
  std::vector<std::string> sentences;
  std::string unpublished;  // names: of these nobody may take silence for a no
  std::vector<const Vendor*> seen;
  const auto add = [&](const Vendor& vendor) {
    for (const Vendor* known : seen) {
      if (known->id == vendor.id) return;
    }
    seen.push_back(&vendor);
    for (const Transfer& transfer : vendor.transfers) {
      sentences.push_back(TransferSentence(vendor, transfer, language));
    }
    if (!vendor.transfers.empty()) return;
    // What is published of vendors without a transfer, a contract that rules one out included.
    std::string none = vendor.transfer_text.In(language);
    if (none.empty() && vendor.transfer_status == TransferStatus::kNoneByContract) {
      none = english ? "The contract rules out any transfer." : "Le contrat exclut tout transfert.";
    }
    if (!none.empty()) sentences.push_back(vendor.name + (english ? ": " : "\u00a0: ") + none);
    if (!none.empty() || vendor.transfer_status != TransferStatus::kUnpublished) return;
    unpublished += (unpublished.empty() ? "" : ", ") + vendor.name;
  };
  for (const Processor& processor : site.processors) add(*processor.vendor);
  for (const Purpose& purpose : site.purposes) {
    for (const Service& service : purpose.services) add(*service.vendor);
  }
  if (!sentences.empty()) {
    out += "<ul>\n";
    for (const std::string& sentence : sentences) {
      out += fmt::format("<li>{}</li>\n", render::EscapeHtml(sentence));
    }
    out += "</ul>\n";
  }
  if (!unpublished.empty()) {
    return out + fmt::format(fmt::runtime(english ? "<p>Whether data leaves the European Union is "
                                                    "not published of: {}.</p>\n"
                                                  : "<p>Il n’est pas publié si des données sortent "
                                                    "de l’Union européenne pour\u00a0: {}.</p>\n"),
                             render::EscapeHtml(unpublished));
  }
  if (!sentences.empty()) return out;
  return out + (english ? "<p>No transfer is published.</p>\n"
                        : "<p>Aucun transfert n’est publié.</p>\n");
}

}  // namespace temoin::catalog
