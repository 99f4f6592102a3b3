#include "server/http/public/refused_origins.h"

#include <fmt/format.h>

namespace temoin::http {
namespace {

constexpr size_t kLongestOrigin = 300;

bool LooksLikeOrigin(std::string_view text) {
  const bool scheme = text.starts_with("https://") || text.starts_with("http://");
  if (!scheme || text.size() > kLongestOrigin) return false;
  const std::string_view host = text.substr(text.find("://") + 3);
  return !host.empty() && host.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789.-:[]") ==
                              std::string_view::npos;
}

}  // namespace

std::string RefusedOrigins::Note(std::string_view site, std::string_view origin) {
  if (site.empty() || noted_.size() >= kMost || !LooksLikeOrigin(origin)) return "";
  std::string key = fmt::format("{} {}", site, origin);
  if (!noted_.insert(std::move(key)).second) return "";
  std::string line = fmt::format(
      "choices from pages of {} are refused: it is no origin of {}. If it is, name it in the "
      "site's file (origins), or start with --allow-origin {}",
      origin, site, origin);
  if (noted_.size() == kMost) line += "; further ones are not named";
  return line;
}

}  // namespace temoin::http
