// Says once in the log which pages are refused, so that who forgot an origin of a site finds it:
// each origin and site once, at most kMost in all, since anybody may send an Origin. What is no
// origin by its form is not named: it could carry anything.
//
// Thread-safety: none; the public loop's own.
#ifndef TEMOIN_SERVER_HTTP_PUBLIC_REFUSED_ORIGINS_H_
#define TEMOIN_SERVER_HTTP_PUBLIC_REFUSED_ORIGINS_H_

#include <cstddef>
#include <set>
#include <string>
#include <string_view>

namespace temoin::http {

class RefusedOrigins {
 public:
  static constexpr size_t kMost = 100;

  // The line to log; empty when there is nothing new to say. `site` empty: none that is known.
  std::string Note(std::string_view site, std::string_view origin);

 private:
  std::set<std::string> noted_;
};

}  // namespace temoin::http

#endif  // TEMOIN_SERVER_HTTP_PUBLIC_REFUSED_ORIGINS_H_
