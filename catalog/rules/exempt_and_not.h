// A rule of name_rules.cc that needs more room: one name, exempt from consent and subject to it.
//
// Thread-safety: a pure function.
#ifndef TEMOIN_CATALOG_RULES_EXEMPT_AND_NOT_H_
#define TEMOIN_CATALOG_RULES_EXEMPT_AND_NOT_H_

#include "catalog/rules/rule.h"

namespace temoin::catalog {

// The same name at the same host, exempt in one place and under consent in another: the stricter
// answer holds (catalog/match.h).
void NameExemptAndNot(const Site& site, Sink& sink);

}  // namespace temoin::catalog

#endif  // TEMOIN_CATALOG_RULES_EXEMPT_AND_NOT_H_
