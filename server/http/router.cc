#include "server/http/router.h"

#include <algorithm>
#include <utility>

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

}  // namespace

void PathTable::Add(std::string_view method, std::string_view pattern, size_t row) {
  std::vector<std::string> segments;
  for (const std::string_view segment : Split(pattern)) segments.emplace_back(segment);
  // '{' sorts behind every character of a path: literal segments are tried first.
  auto at = std::lower_bound(
      entries_.begin(), entries_.end(), segments,
      [](const Entry& entry, const auto& wanted) { return entry.segments < wanted; });
  if (at == entries_.end() || at->segments != segments) {
    at = entries_.insert(at, Entry{std::move(segments), {}});
  }
  at->methods.emplace_back(method, row);
}

PathTable::Found PathTable::Find(std::string_view method, std::string_view path) const {
  Found found;
  const std::vector<std::string_view> segments = Split(path);
  if (path != "/" && !std::ranges::all_of(segments, IsName)) return found;
  if (method == "HEAD") method = "GET";
  std::vector<std::string_view> params;
  for (const Entry& entry : entries_) {
    if (!Fits(entry.segments, segments, &params)) continue;
    if (!found.path) {
      found.path = entry.methods.front().second;
      found.params = params;
    }
    for (const auto& [name, row] : entry.methods) {
      if (name != method && name != kEveryMethod) continue;
      found.row = row;
      found.params = std::move(params);
      return found;
    }
  }
  return found;
}

std::vector<std::string_view> PathTable::Methods(std::string_view path) const {
  std::vector<std::string_view> methods;
  const std::vector<std::string_view> segments = Split(path);
  std::vector<std::string_view> params;
  for (const Entry& entry : entries_) {
    if (!Fits(entry.segments, segments, &params)) continue;
    for (const auto& [name, row] : entry.methods) {
      if (std::ranges::find(methods, name) == methods.end()) methods.emplace_back(name);
    }
  }
  return methods;
}

void Router::Add(std::string_view method, std::string_view pattern, const Policy& policy,
                 RouteHandler handler) {
  paths_.Add(method, pattern, routes_.size());
  routes_.push_back(
      {policy, pattern.find("/{site}/") != std::string_view::npos, std::move(handler)});
}

Router::Found Router::Find(std::string_view method, std::string_view path) const {
  PathTable::Found found = paths_.Find(method, path);
  return {found.path ? &routes_[*found.path] : nullptr, found.row ? &routes_[*found.row] : nullptr,
          std::move(found.params)};
}

std::string Router::Allow(std::string_view path) const {
  std::string allow;
  for (const std::string_view method : paths_.Methods(path)) {
    allow.append(method).append(", ");
    if (method == "GET") allow += "HEAD, ";
  }
  return allow + "OPTIONS";
}

}  // namespace temoin::http
