// The words of a drafted site: its defaults with their reasons, and the questions that a person
// answers. French and English; the words of docs/glossary.md.
//
// Internal to the catalogue. Thread-safety: constants and pure functions.
#ifndef TEMOIN_CATALOG_ADOPT_WORDS_H_
#define TEMOIN_CATALOG_ADOPT_WORDS_H_

#include <optional>
#include <string>
#include <string_view>

#include "catalog/library.h"
#include "catalog/model.h"

namespace temoin::catalog {

// What the rule "draft-placeholder" finds.
inline constexpr const char* kToCompleteFr = "À COMPLÉTER";
inline constexpr const char* kToCompleteEn = "TO COMPLETE";
// Where a member has room for one language.
inline const char* ToComplete(std::string_view language) {
  return language == "en" ? kToCompleteEn : kToCompleteFr;
}

// Of a new site.
struct SiteWords {
  Text contact;
  Text complaint;
  Text validity_reason;
  Text retention_reason;
  Text access_log_reason;
  Text title;
  Text text;
  Text preferences_title;
  Text preferences_text;
};
SiteWords NewSiteWords();

struct Decision {
  Text question;
  std::optional<Text> proposed;  // what the draft says meanwhile, and why
  bool once_published = false;   // only the published pages can answer
};
Decision AboutName();
Decision AboutOrigins();
Decision AboutGuard();
Decision AboutThin(const LibraryService& service);
Decision AboutRole(const LibraryService& service);
Decision AboutBasis(const LibraryService& service);
Decision AboutNoTrackers(const LibraryService& service);
Decision AboutSettings(const LibraryService& service, const Text& left_out);
Decision AboutKinds(const LibraryService& service, std::string_view names);
Decision AboutExemption(const LibraryService& service);
Decision AboutCriterion(const LibraryService& service, const LibraryQuestion& question);
Decision AboutVendor(const LibraryService& service);

struct PurposeWords {
  std::string_view id;
  std::string_view basis;
  Text title;
  Text description;
};
PurposeWords PurposeOf(const LibraryService& service);
// The title of a purpose beside another one of the same category that stands on another basis: a
// visitor sees two names.
Text TitleBeside(const PurposeWords& purpose);

// The banner's adapter that passes the choice to this service; nullopt: none.
std::optional<std::string_view> AdapterFor(const LibraryService& service);

}  // namespace temoin::catalog

#endif  // TEMOIN_CATALOG_ADOPT_WORDS_H_
