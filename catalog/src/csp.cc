#include "catalog/src/csp.h"

#include <fmt/format.h>

#include <algorithm>

namespace temoin::catalog {
namespace {

constexpr const char* kDirectives[] = {
    "script-src 'self'", "img-src 'self' data:", "connect-src 'self'", "frame-src 'self'"};

// " https://vimeo.com https://*.vimeo.com"; empty for the site's own services.
std::string SourcesOf(const Service& service) {
  if (service.role == Role::kPublisher) return {};
  std::string out;
  for (const std::string& domain : service.vendor->domains) {
    out += fmt::format(" https://{0} https://*.{0}", domain);
  }
  return out;
}

std::string Policy(const std::string& sources) {
  std::string out = "default-src 'self'";
  for (const char* directive : kDirectives) out += fmt::format("; {}{}", directive, sources);
  return out + "; object-src 'none'; base-uri 'self'";
}

std::string VariableOf(const std::string& service) {
  std::string out = "$temoin_" + service;
  std::replace(out.begin(), out.end(), '-', '_');
  return out;
}

}  // namespace

std::string ContentSecurityPolicy(const Site& site,
                                  const std::set<std::string, std::less<>>& allowed) {
  std::string sources;
  std::set<std::string> seen;  // two services of one vendor name its hosts once
  for (const Purpose& purpose : site.purposes) {
    for (const Service& service : purpose.services) {
      if (purpose.refusable() && !allowed.contains(service.id)) continue;
      if (std::string more = SourcesOf(service); seen.insert(more).second) sources += more;
    }
  }
  return Policy(sources);
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
  std::set<std::string> seen;
  for (const Purpose& purpose : site.purposes) {
    for (const Service& service : purpose.services) {
      const std::string sources = SourcesOf(service);
      if (sources.empty()) continue;
      if (!purpose.refusable()) {
        if (seen.insert(sources).second) always += sources;
        continue;
      }
      // A service that needs no consent runs until the visitor objects.
      const bool until_objection = purpose.basis == Basis::kExemptWithOptOut;
      const std::string variable = VariableOf(service.id);
      maps += fmt::format(
          "map $cookie_{} {} {{\n    default \"{}\";\n    \"~[~_]{}:{}(_|$)\" \"{}\";\n}}\n",
          site.cookie.context, variable, until_objection ? sources : "", service.id,
          until_objection ? 0 : 1, until_objection ? "" : sources);
      variables += variable;
    }
  }
  return fmt::format(
      "# {}: in the http block\n{}\n# in the server block\nadd_header Content-Security-Policy "
      "\"{}\" always;\n",
      site.id, maps, Policy(always + variables));
}

}  // namespace temoin::catalog
