// The staff API over the running service (backend.h).
//
// Thread-safety: all calls from any thread.
#ifndef TEMOIN_SERVER_HTTP_STAFF_SERVICE_H_
#define TEMOIN_SERVER_HTTP_STAFF_SERVICE_H_

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/log/anchor_watch.h"
#include "app/log/log_publisher.h"
#include "app/recording/readiness.h"
#include "app/staff/provider_sign_in.h"
#include "app/staff/staff_people.h"
#include "app/staff/staff_tokens.h"
#include "base/clock.h"
#include "server/http/live_options.h"
#include "server/http/script_sightings.h"
#include "server/http/staff/backend.h"

namespace temoin::http {

class ServiceBackend final : public StaffBackend {
 public:
  // Everything outlives the backend.
  struct Parts {
    const Clock& clock;
    const store::Store& store;
    const app::Readiness& readiness;
    const app::LogPublisher& log;
    const app::AnchorWatch& anchors;
    app::StaffTokens& tokens;
    app::StaffPeople& people;
    app::ProviderSignIn* provider;          // may be null
    std::function<app::Context()> context;  // as of each call
    const ScriptSightings& scripts;
    const LiveHolder& live;
  };
  explicit ServiceBackend(Parts parts) : parts_(std::move(parts)) {}

  Time Now() const override { return parts_.clock.Now(); }
  IpAddress ClientOf(const Request& request) const override {
    return CountedClient(ClientAddress(request, parts_.live.Get()->trusted_proxies));
  }
  const store::Store& Reader() const override { return parts_.store; }
  // The sites as they were published last.
  std::shared_ptr<const catalog::Catalog> Catalogue() const override {
    return parts_.context().catalogue;
  }

  Result<StaffPrincipal> FindToken(std::string_view token) override;
  std::optional<StaffPrincipal> Refresh(const StaffPrincipal& who) override;
  app::ProviderSignIn* Provider() override { return parts_.provider; }
  Result<StaffPrincipal> AdmitPerson(const app::ProviderSignIn::Person& person) override {
    return Admit(parts_.people, person, Now());
  }
  app::Context Context() override { return parts_.context(); }

  std::string Checkpoint() const override;
  std::string VerifierKey() const override;
  std::vector<std::string> VerifierKeys() const override;
  Result<std::vector<app::AuthorityStanding>> Authorities() const override {
    return parts_.anchors.Read(parts_.store, Now());
  }
  std::optional<Time> ScriptSeen(std::string_view site) const override {
    return parts_.scripts.Last(site);
  }
  std::vector<std::string> Problems() const override;

 private:
  const Parts parts_;
};

}  // namespace temoin::http

#endif  // TEMOIN_SERVER_HTTP_STAFF_SERVICE_H_
