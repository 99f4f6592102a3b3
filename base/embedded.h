// Files inside the program: what cmake/EmbedAssets.cmake makes of a folder.
//
//   temoin_embed(temoin_demo_assets FUNCTION Demo ROOT "${PROJECT_SOURCE_DIR}/banner-js/demo")
//   namespace temoin::assets { std::vector<EmbeddedFile> Demo(); }
//
// Thread-safety: immutable; the views live as long as the program.
#ifndef TEMOIN_BASE_EMBEDDED_H_
#define TEMOIN_BASE_EMBEDDED_H_

#include <string_view>
#include <vector>

namespace temoin {

struct EmbeddedFile {
  std::string_view path;  // relative to the folder: "demo.json", "img/logo.svg"
  std::string_view contents;
};

}  // namespace temoin

#endif  // TEMOIN_BASE_EMBEDDED_H_
