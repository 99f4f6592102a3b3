// What banner-js puts inside the program (cmake/EmbedAssets.cmake).
//
// Thread-safety: the functions return views of immutable memory.
#ifndef TEMOIN_BANNER_JS_ASSETS_H_
#define TEMOIN_BANNER_JS_ASSETS_H_

#include <vector>

#include "base/embedded.h"

namespace temoin::assets {

std::vector<EmbeddedFile> Banner();  // dist/
std::vector<EmbeddedFile> Demo();    // demo/

}  // namespace temoin::assets

#endif  // TEMOIN_BANNER_JS_ASSETS_H_
