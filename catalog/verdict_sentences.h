// Why a verdict is what it is, and what to do next, in sentences. Private to the catalogue.
//
// Thread-safety: pure functions.
#ifndef TEMOIN_CATALOG_VERDICT_SENTENCES_H_
#define TEMOIN_CATALOG_VERDICT_SENTENCES_H_

#include "catalog/model.h"
#include "catalog/verdict_report.h"

namespace temoin::catalog {

Text ReasonOf(const VerdictReport& report);
Text NextStepOf(const VerdictReport& report);

}  // namespace temoin::catalog

#endif  // TEMOIN_CATALOG_VERDICT_SENTENCES_H_
