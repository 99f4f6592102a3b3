#include "server/http/router.h"

#include <algorithm>

namespace temoin::http {
namespace {

std::vector<std::string_view> Split(std::string_view path) {
  std::vector<std::string_view> segments;
  segments.reserve(8);
  if (path.starts_with('/')) path.remove_prefix(1);
  while (true) {
    const size_t slash = path.find('/');
    segments.push_back(path.substr(0, slash));
    if (slash == std::string_view::npos) return segments;
    path.remove_prefix(slash + 1);
  }
}

// What a name of ours can be made of, so that no path has a second spelling: no escape (a "%2f" is
// no separator), no backslash, no parameter behind a semicolon, no "." or "..", nothing empty.
bool IsName(std::string_view segment) {
  return !segment.empty() && segment != "." && segment != ".." &&
         std::ranges::all_of(segment, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  c == '-' || c == '.' || c == '_' || c == '~';
         });
}

bool IsBraced(std::string_view segment) { return segment.starts_with('{'); }
bool TakesRest(std::string_view segment) { return segment.ends_with("...}"); }

bool Fits(const std::vector<std::string>& pattern, const std::vector<std::string_view>& path,
          std::vector<std::string_view>* params) {
  params->clear();
  for (size_t i = 0; i < pattern.size(); ++i) {
    if (i >= path.size()) return false;
    if (TakesRest(pattern[i])) {
      const std::string_view last = path.back();
      params->push_back(
          {path[i].data(), static_cast<size_t>(last.data() + last.size() - path[i].data())});
      return true;
    }
    if (!IsBraced(pattern[i])) {
      if (pattern[i] != path[i]) return false;
      continue;
    }
    params->push_back(path[i]);
  }
  return pattern.size() == path.size();
}

std::string AllowOf(const Router::Route& route) {
  std::string allow;
  for (const auto& [method, handler] : route.methods) {
    allow += method + ", ";
    if (method == "GET") allow += "HEAD, ";
  }
  return allow + "OPTIONS";
}

}  // namespace

void Router::Add(std::string_view method, std::string_view pattern, Cors cors,
                 RouteHandler handler) {
  std::vector<std::string> segments;
  for (const std::string_view segment : Split(pattern)) segments.emplace_back(segment);
  auto found = std::find_if(routes_.begin(), routes_.end(),
                            [&](const auto& route) { return route->segments == segments; });
  if (found == routes_.end()) {
    auto route = std::make_unique<Route>();
    route->segments = std::move(segments);
    route->cors = cors;
    // '{' sorts behind every character of a path: literal segments are tried first.
    found = routes_.insert(
        std::upper_bound(routes_.begin(), routes_.end(), route,
                         [](const auto& a, const auto& b) { return a->segments < b->segments; }),
        std::move(route));
  }
  (*found)->methods.insert_or_assign(std::string(method), std::move(handler));
  (*found)->allow = AllowOf(**found);
}

const Router::Route* Router::Find(std::string_view path,
                                  std::vector<std::string_view>* params) const {
  const std::vector<std::string_view> segments = Split(path);
  params->clear();
  if (path != "/" && !std::ranges::all_of(segments, IsName)) return nullptr;
  for (const auto& route : routes_) {
    if (Fits(route->segments, segments, params)) return route.get();
  }
  params->clear();
  return nullptr;
}

std::vector<std::pair<std::string, std::vector<std::string>>> Router::Describe() const {
  std::vector<std::pair<std::string, std::vector<std::string>>> out;
  for (const auto& route : routes_) {
    std::string pattern;
    for (const std::string& segment : route->segments) pattern += '/' + segment;
    std::vector<std::string> methods;
    for (const auto& [method, handler] : route->methods) methods.push_back(method);
    out.emplace_back(std::move(pattern), std::move(methods));
  }
  return out;
}

}  // namespace temoin::http
