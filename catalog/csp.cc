#include "catalog/csp.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>

namespace temoin::catalog {
namespace {

constexpr const char* kDirectives[] = {"script-src 'self'",
                                       "img-src 'self' data:", "frame-src 'self'"};
constexpr std::string_view kHttps = "https://";

bool IsBelow(std::string_view host, std::string_view domain) {
  return host == domain || (host.size() > domain.size() && host.ends_with(domain) &&
                            host[host.size() - domain.size() - 1] == '.');
}

// Whether the site itself stands there or below it.
bool CoversSite(std::string_view domain, const Site& site) {
  if (IsBelow(site.id, domain)) return true;
  return std::any_of(site.origins.begin(), site.origins.end(), [&](const std::string& origin) {
    std::string_view host = origin;
    if (const size_t at = host.find("://"); at != std::string_view::npos)
      host.remove_prefix(at + 3);
    return IsBelow(host.substr(0, host.find(':')), domain);
  });
}

// " https://vimeo.com https://*.vimeo.com". Where no hosts are known but the site's, those of the
// service's own trackers and no other of its names; empty where that is the page's own.
std::string SourcesOf(const Service& service, const Site& site) {
  std::string out;
  bool own = service.Hosts().empty() && service.addresses.empty();
  for (const std::string& domain : service.Hosts()) {
    if (CoversSite(domain, site)) {
      own = true;
    } else {
      out += fmt::format(" {0}{1} {0}*.{1}", kHttps, domain);
    }
  }
  for (const std::string& address : service.addresses) {
    // A path without a slash at its end stands for itself alone.
    out += fmt::format(" {}{}", kHttps, address);
    if (!address.ends_with('/')) out += fmt::format(" {}{}/", kHttps, address);
  }
  if (!own) return out;
  std::set<std::string_view> hosts;
  for (const Tracker& tracker : service.trackers) {
    std::string_view host = tracker.host;
    if (host.starts_with('.')) host.remove_prefix(1);
    if (!host.empty() && !CoversSite(host, site)) hosts.insert(host);
  }
  for (const std::string_view host : hosts) out += fmt::format(" {}{}", kHttps, host);
  return out;
}

// The same hosts, for sockets.
std::string SocketsOf(std::string sources) {
  for (size_t at = 0; (at = sources.find(kHttps, at)) != std::string::npos;) {
    sources.replace(at, kHttps.size(), "wss://");
  }
  return sources;
}

// `sockets` are the sources of connections beside `sources`.
std::string Policy(const std::string& sources, const std::string& sockets) {
  std::string out = "default-src 'self'";
  for (const char* directive : kDirectives) out += fmt::format("; {}{}", directive, sources);
  out += fmt::format("; connect-src 'self'{}{}", sources, sockets);
  return out + "; object-src 'none'; base-uri 'self'";
}

std::string VariableOf(std::string_view prefix, const std::string& service) {
  std::string out = fmt::format("${}_{}", prefix, service);
  std::replace(out.begin(), out.end(), '-', '_');
  return out;
}

std::string VariableOf(const std::string& service) { return VariableOf("temoin", service); }
std::string SocketsVariableOf(const std::string& service) {
  return VariableOf("temoinwss", service);
}

}  // namespace

std::string ContentSecurityPolicy(const Site& site,
                                  const std::set<std::string, std::less<>>& allowed) {
  std::string sources;
  std::set<std::string> seen;  // two services of one vendor name its hosts once
  for (const Purpose& purpose : site.purposes) {
    for (const Service& service : purpose.services) {
      if (purpose.refusable() && !allowed.contains(service.id)) continue;
      if (std::string more = SourcesOf(service, site); seen.insert(more).second) sources += more;
    }
  }
  return Policy(sources, SocketsOf(sources));
}

std::string CspText(const Site& site) {
  const auto services = site.RefusableServices();
  std::string out = fmt::format("{}: {}\n", "none", ContentSecurityPolicy(site, {}));
  for (const std::string& service : services) {
    out += fmt::format("{}: {}\n", service, ContentSecurityPolicy(site, {service}));
  }
  return out + fmt::format("{}: {}\n", "all",
                           ContentSecurityPolicy(site, {services.begin(), services.end()}));
}

std::string CspNginx(const Site& site) {
  std::string maps;
  std::string always;
  std::string variables;
  std::string sockets;
  std::set<std::string> seen;
  for (const Purpose& purpose : site.purposes) {
    for (const Service& service : purpose.services) {
      const std::string sources = SourcesOf(service, site);
      if (sources.empty()) continue;
      if (!purpose.refusable()) {
        if (seen.insert(sources).second) always += sources;
        continue;
      }
      // A service that needs no consent runs until the visitor objects.
      const bool until_objection = purpose.basis == Basis::kExemptWithOptOut;
      const std::string variable = VariableOf(service.id);
      for (const auto& [name, value] :
           {std::pair(variable, sources),
            std::pair(SocketsVariableOf(service.id), SocketsOf(sources))}) {
        maps += fmt::format(
            "map $cookie_{} {} {{\n    default \"{}\";\n    \"~[~_]{}:{}(_|$)\" \"{}\";\n}}\n",
            site.cookie.context, name, until_objection ? value : "", service.id,
            until_objection ? 0 : 1, until_objection ? "" : value);
      }
      variables += variable;
      sockets += SocketsVariableOf(service.id);
    }
  }
  return fmt::format(
      "# {}: in the http block\n{}\n# in the server block\nadd_header Content-Security-Policy "
      "\"{}\" always;\n",
      site.id, maps, Policy(always + variables, SocketsOf(always) + sockets));
}

}  // namespace temoin::catalog
