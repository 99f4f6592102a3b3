#include "catalog/products.h"

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <utility>

#include "base/ascii.h"
#include "base/embedded.h"
#include "base/host.h"
#include "catalog/name_words.h"

namespace temoin::assets {
std::vector<EmbeddedFile> Library();
}

namespace temoin::catalog {
namespace {

// Addresses that no source of the library gives. An id is the library's; what has none is a product
// that it does not have.
struct Load {
  std::string_view address;
  std::string_view id;
  std::string_view name;
  bool advertising = false;
};
constexpr std::array<Load, 24> kLoads = {{
    {"www.googletagmanager.com/ns.html", "google-tag-manager", ""},
    {"www.googletagmanager.com/gtag/destination", "", "gtag.js"},
    {"stats.g.doubleclick.net/", "google-analytics", ""},
    {"googleads.g.doubleclick.net/", "google-ads", ""},
    {"td.doubleclick.net/", "google-ads", ""},
    {"www.googleadservices.com/", "google-ads", ""},
    {"securepubads.g.doubleclick.net/", "", "Google Ad Manager", true},
    {"pubads.g.doubleclick.net/", "", "Google Ad Manager", true},
    {"cm.g.doubleclick.net/", "", "Google Authorized Buyers", true},
    {"bid.g.doubleclick.net/", "", "Google Display & Video 360", true},
    {"displayvideo.google.com/", "", "Google Display & Video 360", true},
    {"searchads.google.com/", "", "Google Search Ads 360", true},
    {"pagead2.googlesyndication.com/", "", "Google AdSense", true},
    {"static.cloudflareinsights.com/", "", "Cloudflare Web Analytics"},
    {"cloudflareinsights.com/", "", "Cloudflare Web Analytics"},
    {"cdnjs.cloudflare.com/", "", "cdnjs"},
    {"platform.linkedin.com/", "linkedin-plugins", ""},
    {"www.facebook.com/plugins/", "facebook-plugins", ""},
    {"static.ads-twitter.com/", "x", ""},
    {"analytics.twitter.com/", "x", ""},
    {"t.co/", "x", ""},
    {"youtu.be/", "youtube", ""},
    {"fonts.googleapis.com/", "google-fonts", ""},
    {"fonts.gstatic.com/", "google-fonts", ""},
}};

// Domains of the same sort, with everything below them: AT Internet's collection, which is Piano's.
struct Domain {
  std::string_view host;
  std::string_view id;
};
constexpr std::array<Domain, 1> kDomains = {{{"xiti.com", "piano-analytics"}}};

// Ids of Google's tags (Google Tag Manager Help, "About Google tag IDs").
struct TagId {
  std::string_view prefix;
  std::string_view id;
};
constexpr std::array<TagId, 6> kTagIds = {{{"g-", "google-analytics"},
                                           {"ua-", "google-analytics"},
                                           {"aw-", "google-ads"},
                                           {"dc-", "floodlight"},
                                           {"gtm-", "google-tag-manager"},
                                           {"gt-", ""}}};
constexpr std::string_view kTagHost = "www.googletagmanager.com";

const Library& Shipped() {
  static const std::shared_ptr<const Library> kLibrary = [] {
    std::vector<SourceFile> files;
    for (const EmbeddedFile& file : assets::Library()) {
      files.push_back({"library/" + std::string(file.path), std::string(file.contents)});
    }
    LibraryOutcome outcome = ReadLibrary(files);
    return outcome.ok() ? outcome.library : std::make_shared<const Library>(Library::Services());
  }();
  return *kLibrary;
}

Product ProductOf(const LibraryService& service) { return {service.name, &service}; }

Product ProductOf(std::string_view id, std::string_view name, bool advertising = false) {
  const LibraryService* const known = Shipped().Find(id);
  if (known != nullptr) return ProductOf(*known);
  return {std::string(name.empty() ? id : name), nullptr, advertising};
}

// What a tag's id behind "id=" says; nullopt: there is none.
std::optional<Product> ByTagId(std::string_view address) {
  const size_t at = address.find("id=");
  if (!address.starts_with(kTagHost) || at == std::string_view::npos) return std::nullopt;
  const std::string_view id = address.substr(at + 3);
  for (const TagId& tag : kTagIds) {
    if (id.starts_with(tag.prefix)) return ProductOf(tag.id, "gtag.js");
  }
  return std::nullopt;
}

void Add(std::vector<Product>& out, Product product) {
  const bool known = std::any_of(out.begin(), out.end(),
                                 [&](const Product& other) { return other.name == product.name; });
  if (!known) out.push_back(std::move(product));
}

// Those of the longest of the texts that fit.
template <typename Fits>
std::vector<Product> ByLongest(const Fits& fits) {
  std::vector<Product> out;
  size_t longest = 0;
  const auto take = [&](size_t size, Product product) {
    if (size == 0 || size < longest) return;
    if (size > longest) out.clear();
    longest = size;
    Add(out, std::move(product));
  };
  fits(take);
  return out;
}

std::vector<std::string> Sorted(std::vector<std::string> words) {
  std::sort(words.begin(), words.end());
  return words;
}

// The names of a product, each as the words that say whose it is.
std::set<std::vector<std::string>> NamesOf(const Product& product) {
  std::set<std::vector<std::string>> out;
  const auto add = [&](std::string_view name) {
    for (const std::vector<std::string>& words : NamesIn(name)) {
      const std::vector<std::string> own = Sorted(WithoutPlainWords(words));
      if (!own.empty()) out.insert(own);
    }
  };
  add(product.name);
  if (product.known != nullptr) {
    for (const std::string& name : product.known->also) add(name);
  }
  return out;
}

}  // namespace

bool LoadsFrom(std::string_view address, std::string_view load) {
  if (!address.starts_with(load)) return false;
  if (address.size() == load.size() || load.ends_with('/') || load.ends_with('-')) return true;
  const char next = address[load.size()];
  return !IsWordByte(next) && next != '-' && next != '_';
}

std::vector<Product> ProductsAt(std::string_view written) {
  const std::string address = LowerAscii(written);
  const std::string host = HostOfAuthority(address.substr(0, address.find_first_of("/?#")));
  const std::string_view rest =
      std::string_view(address).substr(std::min(address.find_first_of("/?#"), address.size()));
  std::string full = host + std::string(rest.empty() ? "/" : rest);
  if (full.starts_with("googletagmanager.com")) full = "www." + full;
  if (auto product = ByTagId(full)) return {*std::move(product)};
  std::vector<Product> found = ByLongest([&](const auto& take) {
    for (const Load& load : kLoads) {
      if (LoadsFrom(full, load.address)) {
        take(load.address.size(), ProductOf(load.id, load.name, load.advertising));
      }
    }
    for (const auto& [id, service] : Shipped().services()) {
      for (const auto& load : service->loads) {
        if (LoadsFrom(full, load.value)) take(load.value.size(), ProductOf(*service));
      }
    }
  });
  if (!found.empty()) return found;
  // A host alone is every product that loads from it.
  return ByLongest([&](const auto& take) {
    for (const Domain& own : kDomains) {
      if (HostWithin(host, own.host)) take(own.host.size(), ProductOf(own.id, ""));
    }
    for (const auto& [id, service] : Shipped().services()) {
      for (const auto& own : service->hosts) {
        if (HostWithin(host, own.value)) take(own.value.size(), ProductOf(*service));
      }
    }
  });
}

std::vector<Product> ProductsBelow(const std::string& domain) {
  std::vector<Product> out;
  const auto holds = [&](std::string_view address) {
    return HostWithin(HostOfAuthority(address.substr(0, address.find('/'))), domain);
  };
  for (const Load& load : kLoads) {
    if (holds(load.address)) Add(out, ProductOf(load.id, load.name, load.advertising));
  }
  for (const Domain& own : kDomains) {
    if (holds(own.host)) Add(out, ProductOf(own.id, ""));
  }
  for (const auto& [id, service] : Shipped().services()) {
    const auto any = [&](const std::vector<Fact<std::string>>& addresses) {
      return std::ranges::any_of(addresses,
                                 [&](const Fact<std::string>& fact) { return holds(fact.value); });
    };
    const bool sets = service->trackers &&
                      std::ranges::any_of(*service->trackers, [&](const LibraryTracker& each) {
                        return !each.tracker.host.empty() && holds(each.tracker.host);
                      });
    if (sets || any(service->hosts) || any(service->loads)) Add(out, ProductOf(*service));
  }
  return out;
}

bool IsProductOf(const Product& product, const Vendor& vendor) {
  std::set<std::string> names;
  const auto add = [&](std::string_view name) {
    for (const std::string& word : WithoutPlainWords(WordsIn(name))) names.insert(word);
  };
  add(product.name);
  if (product.known != nullptr) {
    if (product.known->vendor == vendor.id) return true;
    add(product.known->vendor);
    if (product.known->entity) add(product.known->entity->value);
    for (const std::string& also : product.known->also) add(also);
  }
  const std::vector<std::string> own = WithoutPlainWords(WordsIn(vendor.id + " " + vendor.name));
  return names.empty() || std::ranges::any_of(own, [&](const std::string& word) {
           return word.size() > 1 && names.contains(word);
         });
}

bool IsSameProduct(std::string_view one, std::string_view other) {
  const auto host_of = [](std::string_view address) {
    return HostOfAuthority(address.substr(0, address.find_first_of("/?#")));
  };
  if (host_of(one) == host_of(other)) return true;
  const std::vector<Product> others = ProductsAt(other);
  return std::ranges::any_of(ProductsAt(one), [&](const Product& product) {
    return std::any_of(others.begin(), others.end(),
                       [&](const Product& each) { return each.name == product.name; });
  });
}

std::vector<Product> ProductsNamed(const std::vector<std::string>& words) {
  const std::vector<std::string> asked = Sorted(WithoutPlainWords(words));
  // A letter is a name only as it is written.
  if (asked.empty() || (asked.size() == 1 && asked.front().size() == 1)) return {};
  static const std::map<std::vector<std::string>, std::vector<Product>> kByName = [] {
    std::map<std::vector<std::string>, std::vector<Product>> by_name;
    const auto add = [&](const Product& product) {
      for (const std::vector<std::string>& name : NamesOf(product)) Add(by_name[name], product);
    };
    for (const auto& [id, service] : Shipped().services()) add(ProductOf(*service));
    // "Criteo" of "Criteo OneTag", where the library has nothing else of the company.
    std::map<std::string, std::vector<Product>, std::less<>> by_vendor;
    for (const auto& [id, service] : Shipped().services()) {
      by_vendor[service->vendor].push_back(ProductOf(*service));
    }
    for (const auto& [vendor, products] : by_vendor) {
      const std::vector<std::string> company = WordsIn(vendor);
      const std::vector<std::string> name = WordsIn(products.front().name);
      const bool begins =
          name.size() > company.size() && std::equal(company.begin(), company.end(), name.begin());
      const bool asks = AsksConsent(products.front());
      if (products.size() == 1 && begins && asks && !by_name.contains(Sorted(company))) {
        by_name[Sorted(company)] = products;
      }
    }
    for (const Load& load : kLoads) {
      if (!load.name.empty()) add(ProductOf(load.id, load.name, load.advertising));
    }
    return by_name;
  }();
  const auto found = kByName.find(asked);
  return found == kByName.end() ? std::vector<Product>() : found->second;
}

bool AsksConsent(const Product& product) {
  if (product.known == nullptr) return product.advertising;
  return product.known->basis && product.known->basis->value == "consent";
}

std::string ProductOfOthers(const std::string& host, const Vendor& vendor) {
  std::vector<Product> products = ProductsBelow(host);
  for (Product& product : ProductsAt(host)) products.push_back(std::move(product));
  std::erase_if(products, [](const Product& product) { return !AsksConsent(product); });
  const bool own = std::any_of(products.begin(), products.end(), [&](const Product& product) {
    return IsProductOf(product, vendor);
  });
  return own || products.empty() ? std::string() : products.front().name;
}

bool IsProduct(const Service& service, const Product& product) {
  if (product.known != nullptr && product.known->id == service.id) return true;
  const std::set<std::vector<std::string>> names = NamesOf(product);
  return std::ranges::any_of(NamesIn(service.name), [&](const std::vector<std::string>& words) {
    return names.contains(Sorted(WithoutPlainWords(words)));
  });
}

std::vector<std::string> AddressesOfTagIds(std::string_view code) {
  std::vector<std::string> out;
  const std::string low = LowerAscii(code);
  for (const TagId& tag : kTagIds) {
    for (size_t at = low.find(tag.prefix); at != std::string::npos;
         at = low.find(tag.prefix, at + 1)) {
      const size_t end = std::min(
          low.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-", at + tag.prefix.size()),
          low.size());
      // An id is written in capitals, and stands for itself.
      const std::string_view written = code.substr(at, end - at);
      const bool capitals =
          std::none_of(written.begin(), written.end(), [](char c) { return c >= 'a' && c <= 'z'; });
      const bool word = at == 0 || !(IsWordByte(low[at - 1]) || low[at - 1] == '-');
      if (!capitals || !word || end == at + tag.prefix.size()) continue;
      out.push_back(std::string(kTagHost) +
                    (tag.prefix == "gtm-" ? "/gtm.js?id=" : "/gtag/js?id=") + std::string(written));
      break;
    }
  }
  return out;
}

}  // namespace temoin::catalog
