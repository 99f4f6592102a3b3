// The staff API: the routes under /v1/ of the staff listener.
//
//   StaffApi api(backend);
//   api.Serve(request, response);
//
// Who may do what stands in one table, Routes(): method, path and policy. A call goes through these
// steps, each able to refuse it: route (404, 405), credentials (401), same-site check for cookies
// (403), role (403 and a line of the access log), work on a worker thread.
//
// Thread-safety: Serve may be called from several threads at once.
#ifndef TEMOIN_SERVER_HTTP_STAFF_API_H_
#define TEMOIN_SERVER_HTTP_STAFF_API_H_

#include <span>
#include <string_view>

#include "app/offers.h"
#include "server/http/policy.h"
#include "server/http/router.h"
#include "server/http/staff/backend.h"
#include "server/http/staff/call.h"
#include "server/http/staff/dossiers.h"
#include "server/http/staff/sign_in.h"

namespace temoin::http {

// A route of the staff API. `path` may end in "/{}" or hold one "{}": the open part, without a
// slash. `name` is that of app/offers.h, which says why it is offered here; `work` reads the call
// into `command`, calls it and answers with its value (codec.h), or without a command only shows
// something.
// What the staff's listener reads whole: a set of pictures in base64, with its manifest. A route
// sets itself a smaller bound.
inline constexpr size_t kMaxStaffBody = size_t{24} << 20;

struct StaffRoute {
  std::string_view method;
  std::string_view path;
  std::string_view name;
  Policy policy = {};  // its roles: one bit a StaffRole, from its number
  Status (*work)(StaffCall& call) = nullptr;
  app::CommandId command = nullptr;
  bool watches = false;  // asked by open pages by themselves: no use of the session
};

class StaffApi {
 public:
  // `backend` outlives the API.
  explicit StaffApi(StaffBackend& backend);
  ~StaffApi();

  // On the calling thread, which may wait for the disk.
  void Serve(const Request& request, Response& response);

  // Every route, for the test that walks them.
  static std::span<const StaffRoute> Routes();

 private:
  Status Dispatch(const Request& request, Response& response);

  StaffBackend& backend_;
  PathTable paths_;
  StaffSessions sessions_;
  DossierDesk dossiers_;
};

// The groups of routes, one file each.
Status ListSites(StaffCall& call);
Status ShowOverview(StaffCall& call);
Status FindConsent(StaffCall& call);
Status ShowStatistics(StaffCall& call);
Status ShowTrackers(StaffCall& call);
Status JudgePastedNames(StaffCall& call);
Status ListRevisions(StaffCall& call);
Status CompareRevisions(StaffCall& call);
Status ShowRevisionPictures(StaffCall& call);
Status ShowPicture(StaffCall& call);
Status ShowRegister(StaffCall& call);
Status ShowCompliance(StaffCall& call);
Status ListAccesses(StaffCall& call);
Status ExportConsents(StaffCall& call);

}  // namespace temoin::http

#endif  // TEMOIN_SERVER_HTTP_STAFF_API_H_
