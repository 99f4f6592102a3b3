#include "server/http/public/banner_assets.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/crypto.h"
#include "base/json.h"

namespace temoin::http {
namespace {

Result<std::string_view> FindFile(std::span<const EmbeddedFile> files, std::string_view path) {
  for (const EmbeddedFile& file : files) {
    if (file.path == path) return file.contents;
  }
  return Error(ErrorCode::kDataLoss, fmt::format("the banner's {} is not built in", path));
}

// One entry of the manifest: {"file","sha256",…}, checked against the bytes.
Result<BannerChunk> ReadChunk(std::span<const EmbeddedFile> files, const std::string& name,
                              const nlohmann::json& entry) {
  BannerChunk chunk;
  chunk.name = name;
  const std::string file = entry.value("file", "");
  TEMOIN_ASSIGN_OR_RETURN(chunk.code, FindFile(files, file));
  chunk.sha256 = EncodeHex(Sha256(chunk.code));
  chunk.join = entry.value("join", "");
  if (entry.value("sha256", "") != chunk.sha256) {
    return Error(ErrorCode::kDataLoss, fmt::format("{} is not what its manifest says", file));
  }
  return chunk;
}

bool Wants(const catalog::Site& site, const BannerChunk& chunk) {
  if (chunk.join == "guard") return site.settings.guard;
  if (chunk.join == "impressions") return site.settings.impressions > 0;
  if (chunk.join == "observed") return site.settings.observed > 0;
  const auto& adapters = site.settings.adapters;
  return chunk.join == "adapters" &&
         std::find(adapters.begin(), adapters.end(), chunk.name) != adapters.end();
}

}  // namespace

Result<BannerAssets> ReadBannerAssets(std::span<const EmbeddedFile> files) {
  TEMOIN_ASSIGN_OR_RETURN(const std::string_view text, FindFile(files, "manifest.json"));
  TEMOIN_ASSIGN_OR_RETURN(const nlohmann::json manifest, ParseJson(text, {.max_bytes = 1 << 20}));
  if (!manifest.is_object() || !manifest.contains("core") || !manifest["core"].is_object()) {
    return Error(ErrorCode::kDataLoss, "the banner's manifest names no core");
  }
  BannerAssets assets;
  TEMOIN_ASSIGN_OR_RETURN(const BannerChunk core, ReadChunk(files, "core", manifest["core"]));
  assets.core = core.code;
  assets.manifest = text;
  assets.core_sha256 = core.sha256;
  const nlohmann::json chunks = manifest.value("chunks", nlohmann::json::object());
  for (const auto& [name, entry] : chunks.items()) {
    TEMOIN_ASSIGN_OR_RETURN(BannerChunk chunk, ReadChunk(files, name, entry));
    assets.chunks.push_back(std::move(chunk));
  }
  const nlohmann::json page = manifest.value("page", nlohmann::json::object());
  TEMOIN_ASSIGN_OR_RETURN(assets.page, FindFile(files, page.value("file", "")));
  assets.page_style = page.value("style", "");
  return assets;
}

std::vector<std::string> BannerAssets::Build() const {
  std::vector<std::string> build = {std::string(core)};
  for (const BannerChunk& chunk : chunks) build.emplace_back(chunk.code);
  build.emplace_back(manifest);
  return build;
}

std::string BannerAssets::Page(const catalog::Site& site) const {
  constexpr std::string_view kMark = "{{SITE}}";
  std::string out(page);
  // A site's id holds only [a-z0-9.-]: nothing to escape.
  for (size_t at = out.find(kMark); at != std::string::npos; at = out.find(kMark, at)) {
    out.replace(at, kMark.size(), site.id);
  }
  return out;
}

std::string BannerAssets::Script(const catalog::Site& site, std::string_view config,
                                 std::string_view base_path) const {
  nlohmann::json by_name = nlohmann::json::object();
  std::string joined;
  for (const BannerChunk& chunk : chunks) {
    if (chunk.join.empty()) {
      by_name[chunk.name] = chunk.sha256;
    } else if (Wants(site, chunk)) {
      joined += chunk.code;
      joined += '\n';
    }
  }
  // JSON is JavaScript since ECMAScript 2019, line separators included.
  return fmt::format(
      "{}(function(__TEMOIN__){{{}\n}})({{\"config\":{},\"base\":{},\"banner\":\"{}\","
      "\"chunks\":{}}});\n",
      joined, core, config, nlohmann::json(base_path).dump(), core_sha256, by_name.dump());
}

}  // namespace temoin::http
