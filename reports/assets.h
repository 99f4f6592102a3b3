// What the reports put inside the program (cmake/EmbedAssets.cmake).
//
// Thread-safety: the functions return views of immutable memory.
#ifndef TEMOIN_REPORTS_ASSETS_H_
#define TEMOIN_REPORTS_ASSETS_H_

#include <vector>

#include "base/embedded.h"

namespace temoin::assets {

std::vector<EmbeddedFile> Console();  // console/dist/
std::vector<EmbeddedFile> Dossier();  // reports/dossier/: the script and the guides
std::vector<EmbeddedFile> Verify();   // docs/verify.md alone

}  // namespace temoin::assets

#endif  // TEMOIN_REPORTS_ASSETS_H_
