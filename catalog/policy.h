// The paragraphs of a privacy policy on processors and transfers, written out of the catalogue so
// that policy and banner cannot differ.
//
// Thread-safety: pure functions.
#ifndef TEMOIN_CATALOG_POLICY_H_
#define TEMOIN_CATALOG_POLICY_H_

#include <string>
#include <string_view>

#include "catalog/model.h"

namespace temoin::catalog {

// An HTML fragment (two sections with h2) in French or English, without style or script.
std::string PolicyFragment(const Site& site, std::string_view language);

}  // namespace temoin::catalog

#endif  // TEMOIN_CATALOG_POLICY_H_
