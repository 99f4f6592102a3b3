// The staff API over the running service (staff_backend.h).
//
// Thread-safety: all calls from any thread.
#ifndef TEMOIN_SERVER_HTTP_STAFF_SERVICE_H_
#define TEMOIN_SERVER_HTTP_STAFF_SERVICE_H_

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "server/http/staff_backend.h"
#include "server/service/log_publisher.h"
#include "server/service/publisher.h"
#include "server/service/readiness.h"
#include "server/service/recorder.h"
#include "server/service/staff_tokens.h"

namespace temoin::http {

class ServiceBackend final : public StaffBackend {
 public:
  // Everything outlives the backend.
  struct Parts {
    const Clock& clock;
    const store::Store& store;
    service::Recorder& recorder;
    const service::Readiness& readiness;
    service::Publisher& publisher;
    const service::LogPublisher& log;
    service::StaffTokens& tokens;
  };
  explicit ServiceBackend(Parts parts) : parts_(parts) {}

  Time Now() const override { return parts_.clock.Now(); }
  const store::Store& Reader() const override { return parts_.store; }
  // The sites as they were published last.
  std::shared_ptr<const catalog::Catalog> Catalogue() const override;

  Result<StaffPrincipal> FindToken(std::string_view token) override;
  bool TokenInForce(std::string_view token_id) override;
  service::StaffTokens& Tokens() override { return parts_.tokens; }
  app::Context Context() override;

  Status RecordAccess(const store::Access& access) override;
  Result<service::EraseOutcome> Erase(store::Index index, Time at) override;

  Result<std::vector<service::SitePublication>> Republish(
      std::string_view site, std::string_view revision, std::string_view author, bool dry_run,
      const service::Publisher::Expected& expected) override;

  std::string Checkpoint() const override;
  std::string VerifierKey() const override;
  std::vector<std::string> VerifierKeys() const override;
  std::vector<std::string> Problems() const override;

 private:
  const Parts parts_;
};

}  // namespace temoin::http

#endif  // TEMOIN_SERVER_HTTP_STAFF_SERVICE_H_
