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
#include "app/log/anchor_watch.h"
#include "app/staff/grants.h"
#include "app/staff/provider_sign_in.h"
#include "base/clock.h"
#include "base/result.h"
#include "catalog/model.h"
#include "server/http/address.h"
#include "server/http/message/message.h"
#include "server/http/staff/principal.h"
#include "store/store.h"

namespace temoin::http {

using app::StaffRole;

class StaffBackend {
 public:
  virtual ~StaffBackend() = default;

  virtual Time Now() const = 0;
  // Whom limits count for a request: the client behind trusted proxies.
  virtual IpAddress ClientOf(const Request& request) const = 0;
  virtual const store::Store& Reader() const = 0;
  // The catalogue in memory: what was read last, whether published or not. Never null.
  virtual std::shared_ptr<const catalog::Catalog> Catalogue() const = 0;

  // kUnauthorized for unknown, revoked and expired tokens alike; kUnavailable while none can be
  // known.
  virtual Result<StaffPrincipal> FindToken(std::string_view token) = 0;
  // The same principal with what they may do now; nothing when they were revoked or have expired.
  virtual std::optional<StaffPrincipal> Refresh(const StaffPrincipal& who) = 0;

  // Where people sign in; null: nowhere but with a token.
  virtual app::ProviderSignIn* Provider() = 0;
  // Whom the provider named. kForbidden where they may do nothing here.
  virtual Result<StaffPrincipal> AdmitPerson(const app::ProviderSignIn::Person& person) = 0;

  // What the use cases of app/ are called with: all that the staff's pages can have done.
  virtual app::Context Context() = 0;

  // The newest signed note (C2SP checkpoint), empty before the first one; the key it verifies
  // under, and every key that ever signed, that one first.
  virtual std::string Checkpoint() const = 0;
  virtual std::vector<std::string> VerifierKeys() const = 0;
  virtual std::string VerifierKey() const = 0;

  // The authorities that stamp the log, in the order of the settings.
  virtual Result<std::vector<app::AuthorityStanding>> Authorities() const = 0;

  // When a page of this site last asked for its script; nothing: not since the start.
  virtual std::optional<Time> ScriptSeen(std::string_view site) const = 0;

  // Why the service is not ready, in sentences; empty when it is.
  virtual std::vector<std::string> Problems() const = 0;
};

}  // namespace temoin::http

#endif  // TEMOIN_SERVER_HTTP_STAFF_BACKEND_H_
