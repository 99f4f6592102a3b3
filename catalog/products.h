// Which product of a vendor an address or a name stands for, as the library says it
// (catalog/library.h, the one inside the program): "www.googletagmanager.com/gtag/js?id=AW-1" is
// Google Ads, whatever else of Google a site declares.
//
// Addresses are a host and what follows it, without a scheme; letters count without case.
//
// Thread-safety: pure functions; the library is read once and lives as long as the program.
#ifndef TEMOIN_CATALOG_PRODUCTS_H_
#define TEMOIN_CATALOG_PRODUCTS_H_

#include <string>
#include <string_view>
#include <vector>

#include "catalog/library.h"
#include "catalog/model.h"

namespace temoin::catalog {

struct Product {
  std::string name;
  const LibraryService* known = nullptr;  // nullptr: the library does not have it
  bool advertising = false;               // of one that the library does not have
};

// Whether `address` is `load` or lies below it: "x.com/tr" is not the start of "x.com/trends".
bool LoadsFrom(std::string_view address, std::string_view load);

// What is loaded from the address `written`: by the longest address that is known, else by its
// host. Empty: it is not known.
std::vector<Product> ProductsAt(std::string_view written);
// What is loaded from the host `domain` or from hosts below it.
std::vector<Product> ProductsBelow(const std::string& domain);
// Whether the library's vendor of a product is this one, by its id or by a name that they share;
// true where the library does not say whose it is.
bool IsProductOf(const Product& product, const Vendor& vendor);
// Of the products at a host or below it that ask for consent, one that is not the vendor's; empty:
// there is none, or the vendor has one there as well.
std::string ProductOfOthers(const std::string& host, const Vendor& vendor);
// Whether two addresses have a product in common, or a host.
bool IsSameProduct(std::string_view one, std::string_view other);
// What is called so; `words` are those that say whose it is. Empty: nothing.
std::vector<Product> ProductsNamed(const std::vector<std::string>& words);

// Whether it is one that only a visitor's consent lets in, by the library's word; an advertising
// product that the library does not have is.
bool AsksConsent(const Product& product);

// Whether a declared service is this product: it has its id or one of its names.
bool IsProduct(const Service& service, const Product& product);

// The addresses of the tags that a code names by their ids ("AW-1", "G-ABC", "GTM-XYZ").
std::vector<std::string> AddressesOfTagIds(std::string_view code);

}  // namespace temoin::catalog

#endif  // TEMOIN_CATALOG_PRODUCTS_H_
