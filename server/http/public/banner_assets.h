// The banner as the program carries it: banner-js/dist, embedded, described by its manifest.json.
//
// Thread-safety: values; immutable once read.
#ifndef TEMOIN_SERVER_HTTP_PUBLIC_BANNER_ASSETS_H_
#define TEMOIN_SERVER_HTTP_PUBLIC_BANNER_ASSETS_H_

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/embedded.h"
#include "base/result.h"
#include "catalog/model.h"

namespace temoin::http {

struct BannerChunk {
  std::string name;    // "preferences"
  std::string sha256;  // 64 lower hex
  std::string_view code;
  std::string join;  // "guard", "impressions", "observed" or "adapters": stands in front of the
                     // core where a site asks for it
};

struct BannerAssets {
  std::string core_sha256;
  std::string_view core;
  std::vector<BannerChunk> chunks;
  std::string_view manifest;  // names every part of the build with its hash
  std::string_view page;      // "Gestion des cookies"
  std::string page_style;     // CSP source of its style element: 'sha256-…'

  // The script of a site: joined chunks, then the core around the configuration and its boot data.
  std::string Script(const catalog::Site& site, std::string_view config,
                     std::string_view base_path) const;
  // What the log keeps of this build: the core, each chunk, the manifest.
  std::vector<std::string> Build() const;
  // The page where a visitor finds and changes a choice.
  std::string Page(const catalog::Site& site) const;
};

// kDataLoss when the manifest and the files disagree (a broken build).
Result<BannerAssets> ReadBannerAssets(std::span<const EmbeddedFile> files);

}  // namespace temoin::http

#endif  // TEMOIN_SERVER_HTTP_PUBLIC_BANNER_ASSETS_H_
