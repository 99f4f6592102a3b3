// Whether this process should be sent visitors, and if not, why.
//
// Each part of the service speaks for itself under its own name ("store", "catalog", "log",
// "start"): it says what is wrong, and takes it back when it is right again, without a restart. The
// server is ready when nobody complains.
//
// Thread-safety: all functions may be called from any thread.
#ifndef TEMOIN_SERVER_SERVICE_READINESS_H_
#define TEMOIN_SERVER_SERVICE_READINESS_H_

#include <map>
#include <mutex>
#include <string>
#include <string_view>

namespace temoin::service {

class Readiness {
 public:
  // `reason` is for operators: a sentence, no secret, no personal data. Logged when it changes.
  void Complain(std::string_view part, std::string reason);
  void Withdraw(std::string_view part);

  bool ready() const;
  bool complains(std::string_view part) const;
  std::map<std::string, std::string, std::less<>> reasons() const;

 private:
  mutable std::mutex mutex_;
  std::map<std::string, std::string, std::less<>> reasons_;
};

}  // namespace temoin::service

#endif  // TEMOIN_SERVER_SERVICE_READINESS_H_
