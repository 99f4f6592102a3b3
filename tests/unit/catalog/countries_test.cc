#include "catalog/countries.h"

#include <gtest/gtest.h>

namespace temoin::catalog {
namespace {

TEST(CountriesTest, CarryTheirArticleAfterTo) {
  EXPECT_EQ(CountryAfterTo("US", "fr"), "les États-Unis");
  EXPECT_EQ(CountryAfterTo("US", "en"), "the United States");
  EXPECT_EQ(CountryAfterTo("IN", "fr"), "l’Inde");
  EXPECT_EQ(CountryAfterTo("EU", "fr"), "l’Union européenne");
  EXPECT_EQ(CountryAfterTo("CA", "fr"), "le Canada");
  EXPECT_EQ(CountryAfterTo("CH", "fr"), "la Suisse");
  EXPECT_EQ(CountryAfterTo("SG", "fr"), "Singapour");
  EXPECT_EQ(CountryAfterTo("IL", "fr"), "Israël");
  EXPECT_EQ(CountryAfterTo("CH", "en"), "Switzerland");
  EXPECT_EQ(CountryAfterTo("ZZ", "fr"), "ZZ");
}

}  // namespace
}  // namespace temoin::catalog
