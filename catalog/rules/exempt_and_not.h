// Rules of name_rules.cc that need more room: one name, declared in two places of a site.
//
// Thread-safety: pure functions.
#ifndef TEMOIN_CATALOG_RULES_EXEMPT_AND_NOT_H_
#define TEMOIN_CATALOG_RULES_EXEMPT_AND_NOT_H_

#include "catalog/rules/rule.h"

namespace temoin::catalog {

// The same name at the same host, exempt in one place and under consent in another: the stricter
// answer holds (catalog/match.h).
void NameExemptAndNot(const Site& site, Sink& sink);
// Names and aliases that two services of a site declare at hosts that meet.
void NameInTwoServices(const Site& site, Sink& sink);

}  // namespace temoin::catalog

#endif  // TEMOIN_CATALOG_RULES_EXEMPT_AND_NOT_H_
