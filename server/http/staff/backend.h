// What the staff pages need of the running service: who holds a token, the store to read, what the
// use cases are called with, and the log's present checkpoint.
//
// Every call may wait for a disk: the staff API calls it from worker threads, never from a loop
// thread.
//
// Thread-safety: an implementation may be called from several threads at once.
#ifndef TEMOIN_SERVER_HTTP_STAFF_BACKEND_H_
#define TEMOIN_SERVER_HTTP_STAFF_BACKEND_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/context.h"
#include "app/staff/staff_tokens.h"
#include "base/clock.h"
#include "base/result.h"
#include "catalog/model.h"
#include "store/store.h"

namespace temoin::http {

// Marketing sees trackers and rates, never a single consent; auditors read everything; operators
// publish, hold and erase, and read no record.
using app::StaffRole;

struct StaffPrincipal {
  std::string name;  // of the token, as the access log shows it
  StaffRole role = StaffRole::kMarketing;
  std::string token_id;              // not secret
  std::vector<std::string> sites{};  // that they see; none named: every one

  app::Actor actor() const { return {name, std::string(app::StaffRoleName(role)), sites}; }
};

class StaffBackend {
 public:
  virtual ~StaffBackend() = default;

  virtual Time Now() const = 0;
  virtual const store::Store& Reader() const = 0;
  // The catalogue in memory: what was read last, whether published or not. Never null.
  virtual std::shared_ptr<const catalog::Catalog> Catalogue() const = 0;

  // kUnauthorized for unknown, revoked and expired tokens alike; kUnavailable while none can be
  // known.
  virtual Result<StaffPrincipal> FindToken(std::string_view token) = 0;
  // Whether a token found earlier has been neither revoked nor expired since.
  virtual bool TokenInForce(std::string_view token_id) = 0;

  // What the use cases of app/ are called with: all that the staff's pages can have done.
  virtual app::Context Context() = 0;

  // The newest signed note (C2SP checkpoint), empty before the first one; the key it verifies
  // under, and every key that ever signed, that one first.
  virtual std::string Checkpoint() const = 0;
  virtual std::vector<std::string> VerifierKeys() const = 0;
  virtual std::string VerifierKey() const = 0;

  // Why the service is not ready, in sentences; empty when it is.
  virtual std::vector<std::string> Problems() const = 0;
};

}  // namespace temoin::http

#endif  // TEMOIN_SERVER_HTTP_STAFF_BACKEND_H_
