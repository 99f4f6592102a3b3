// What a recording leaves undecided, in words. Private to catalog/audit.
//
// Thread-safety: pure functions.
#ifndef TEMOIN_CATALOG_AUDIT_OPEN_QUESTIONS_H_
#define TEMOIN_CATALOG_AUDIT_OPEN_QUESTIONS_H_

#include <vector>

#include "catalog/audit/audit.h"

namespace temoin::catalog {

struct OpenFacts {
  bool phase_unknown = false;
  Unread deletions;
  Unread by_phase;       // what an unknown phase leaves unjudged
  Unread lifeless;       // cookies that were only seen being sent
  Unread unknown_hosts;  // that were called, and of which neither catalogue nor library tells
  bool anything_seen = true;
  bool site_unseen = false;  // nothing of the site that was asked for
};

std::vector<OpenQuestion> OpenQuestions(const Recording& recording, const OpenFacts& facts);

}  // namespace temoin::catalog

#endif  // TEMOIN_CATALOG_AUDIT_OPEN_QUESTIONS_H_
