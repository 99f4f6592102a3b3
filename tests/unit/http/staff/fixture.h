// The staff API over a real store, a real catalogue and a signed log, without sockets.
#ifndef TEMOIN_TESTS_UNIT_HTTP_STAFF_FIXTURE_H_
#define TEMOIN_TESTS_UNIT_HTTP_STAFF_FIXTURE_H_

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "app/publish/publications.h"
#include "app/staff/staff_people.h"
#include "app/staff/staff_tokens.h"
#include "catalog/reader.h"
#include "catalog/revision.h"
#include "prooflog/checkpoint.h"
#include "prooflog/note.h"
#include "server/http/staff/api.h"
#include "tests/source_dir.h"
#include "tests/unit/store/store_fixture.h"
#include "tests/unit/temporary_directory.h"

namespace temoin::http {

class TestBackend final : public StaffBackend {
 public:
  TestBackend(store::Store& store, Time now) : store_(store), clock_(now) {
    static const catalog::ReadOutcome kOutcome =
        catalog::LoadCatalog(std::string(TEMOIN_SOURCE_DIR) + "/catalog");
    catalogue_ = kOutcome.catalog;
    kept_tokens_ = app::StaffTokens::Load(tokens_directory_.path()).value();
    people_ = app::StaffPeople::Load(tokens_directory_.path()).value();
    tokens_ = {{"token-marketing", {"Marketing", "1", {{StaffRole::kMarketing}}}},
               {"token-auditor", {"Compliance", "2", {{StaffRole::kAuditor}}}},
               {"token-operator", {"Operations", "3", {{StaffRole::kOperator}}}},
               {"token-dpo", {"Officer", "4", {{StaffRole::kDpo}}}},
               {"token-approver", {"Direction", "5", {{StaffRole::kApprover}}}},
               {"token-scanner", {"Scanner", "6", {{StaffRole::kScanner}}}}};
    for (const auto& [token, who] : std::map(tokens_)) {
      const StaffRole role = who.grants.front().role;
      tokens_[token + "-cramif"] = {who.name, who.id, {{role, {"cramif"}}}};
    }
  }

  Time Now() const override { return clock_.Now(); }
  IpAddress ClientOf(const Request& request) const override {
    return CountedClient(ClientAddress(request, proxies_));
  }
  const store::Store& Reader() const override { return store_; }
  // A new one each time, as the service makes them: nobody may hold on to one that is gone.
  std::shared_ptr<const catalog::Catalog> Catalogue() const override {
    return std::make_shared<const catalog::Catalog>(*catalogue_);
  }
  Result<StaffPrincipal> FindToken(std::string_view token) override {
    if (const auto kept = kept_tokens_->Find(token, Now())) {
      return PrincipalOf(*kept);
    }
    const auto found = tokens_.find(token);
    if (found == tokens_.end()) return Error(ErrorCode::kUnauthorized, "Unknown token.");
    return found->second;
  }
  std::optional<StaffPrincipal> Refresh(const StaffPrincipal& who) override {
    if (!who.passkey.empty()) return http::Refresh(*people_, who, Now());
    if (who.id.size() > 1 && !kept_tokens_->FindById(who.id, Now())) return std::nullopt;
    return who.id == revoked_ ? std::nullopt : std::optional(who);
  }
  app::ProviderSignIn* Provider() override { return provider_; }
  Result<StaffPrincipal> AdmitPerson(const app::ProviderSignIn::Person& person) override {
    return StaffPrincipal{person.name, "6", person.grants,
                          StaffPrincipal::FromProvider{person.grants, person.id_token}};
  }
  app::Context Context() override {
    return {.store = store_,
            .write = [this](const std::function<Status(store::Store&)>& work) -> Status {
              if (access_log_fails_) return Error(ErrorCode::kUnavailable, "The disk is full.");
              return work(store_);
            },
            .now = Now(),
            .log_access = [this](const store::Access& access) { return RecordAccess(access); },
            .tokens = kept_tokens_.get(),
            .people = people_.get(),
            .passkeys = &passkeys_,
            .catalogue = Catalogue(),
            .erase = [this](store::Index index, Time at) { return Erase(index, at); },
            .republish =
                [this](const app::Actor& actor, const app::RepublishRevision& command) {
                  return Republish(command.site, command.revision, actor.name, command.dry_run,
                                   command.expected);
                }};
  }
  Status RecordAccess(const store::Access& access) {
    if (access_log_fails_) return Error(ErrorCode::kUnavailable, "The disk is full.");
    if (damaged_) return Error(ErrorCode::kDataLoss, "page 7 of the database is damaged");
    const auto appended = store_.Append({.accesses = {access}});
    return appended.ok() ? Status() : Status(appended.error());
  }
  Result<app::EraseOutcome> Erase(store::Index index, Time at) {
    store::Batch batch;
    batch.now = clock_.Now();
    batch.erasures = {{index, at}};
    TEMOIN_ASSIGN_OR_RETURN(const store::Appended appended, store_.Append(batch));
    return app::EraseOutcome{.records = appended.erasures.front(), .at = at};
  }
  Result<std::vector<app::SitePublication>> Republish(std::string_view site,
                                                      std::string_view revision,
                                                      std::string_view author, bool dry_run,
                                                      const app::Publisher::Expected& expected) {
    if (!dry_run) {
      const auto agreed = expected.find(site);
      if (agreed == expected.end() || agreed->second != revision) {
        return Error(ErrorCode::kConflict, "It has changed.");
      }
      republished_.emplace_back(author);
    }
    return std::vector<app::SitePublication>{
        {std::string(site), true, std::string(revision), 2, {}}};
  }
  std::string Checkpoint() const override { return checkpoint_; }
  std::string VerifierKey() const override { return key_->Vkey(); }
  std::vector<std::string> VerifierKeys() const override { return {key_->Vkey()}; }
  Result<std::vector<app::AuthorityStanding>> Authorities() const override { return authorities_; }
  std::optional<Time> ScriptSeen(std::string_view) const override { return std::nullopt; }
  std::vector<std::string> Problems() const override { return {}; }

  // Signs what the store holds now.
  void Sign() {
    const store::Head head = *store_.ReadHead();
    const std::string text =
        prooflog::FormatCheckpoint({std::string("temoin.test/log"), head.size, head.root});
    checkpoint_ = *prooflog::SignNote(text, std::span(&*key_, 1));
  }

  store::Store& store_;
  ManualClock clock_;
  std::shared_ptr<const catalog::Catalog> catalogue_;
  std::map<std::string, StaffPrincipal, std::less<>> tokens_;  // always good, beside those kept
  TemporaryDirectory tokens_directory_;
  std::unique_ptr<app::StaffTokens> kept_tokens_;
  std::unique_ptr<app::StaffPeople> people_;
  app::Passkeys passkeys_{{"https://temoin.example.fr", "temoin.example.fr"}};
  app::ProviderSignIn* provider_ = nullptr;
  std::vector<Cidr> proxies_;
  std::string revoked_;
  bool access_log_fails_ = false;
  bool damaged_ = false;
  std::vector<app::AuthorityStanding> authorities_{};
  std::vector<std::string> republished_;  // by whom
  Result<prooflog::SignerKey> key_ = prooflog::SignerKey::Generate("temoin.test/log");
  std::string checkpoint_;
};

class StaffTest : public store::StoreTest {
 protected:
  void SetUp() override {
    StoreTest::SetUp();
    backend_ = std::make_unique<TestBackend>(*store_, now_);
    api_ = std::make_unique<StaffApi>(*backend_);
    const auto site = backend_->catalogue_->FindSite("ameli.fr");
    revision_ = catalog::RevisionDocument(*site);
    Append(
        {.now = now_,
         .revisions = {{"ameli.fr", revision_.hash, revision_.document, 1, "{}", "Test", now_}}});
  }

  store::Index Give(bool accepted = true, std::optional<store::Index> previous = std::nullopt) {
    store::NewChoice choice = store::Choice(backend_->clock_.Now(), previous, accepted);
    choice.record.revision = revision_.hash;
    choice.record.token = consent::HashTokenSecret(secret_);
    choice.record.decisions.clear();
    choice.record.basis.clear();
    const auto site = backend_->catalogue_->FindSite("ameli.fr");
    for (const std::string& service : site->RefusableServices()) {
      choice.record.decisions[service] = accepted;
      choice.record.basis[service] =
          site->FindPurposeOf(service)->basis == catalog::Basis::kExemptWithOptOut
              ? consent::Basis::kExemptWithOptOut
              : consent::Basis::kConsent;
    }
    const store::Index index = StoreTest::Give(choice);
    backend_->Sign();
    return index;
  }

  static http::Request Request(std::string_view method, std::string_view target,
                               std::string_view token = {}, std::string_view body = {}) {
    http::Request request;
    request.method = method;
    request.target = target;
    request.path = std::string(target.substr(0, target.find('?')));
    request.remote_addr = "127.0.0.1";
    request.headers.Add("Host", "127.0.0.1:8081");
    if (!token.empty()) request.headers.Add("Authorization", "Bearer " + std::string(token));
    if (!body.empty()) {
      request.headers.Add("Content-Type", "application/json");
      request.body = body;
    }
    return request;
  }
  http::Response Serve(const http::Request& request) {
    http::Response response;
    api_->Serve(request, response);
    return response;
  }
  http::Response Call(std::string_view method, std::string_view target, std::string_view token,
                      std::string_view body = {}) {
    return Serve(Request(method, target, token, body));
  }
  static nlohmann::json Json(const http::Response& response) {
    return nlohmann::json::parse(response.body, nullptr, false);
  }
  // Signs in as the console does and returns the Cookie header.
  std::string SignIn(std::string_view token) {
    http::Request request =
        Request("POST", "/v1/session", {}, "{\"token\":\"" + std::string(token) + "\"}");
    request.headers.Add("Sec-Fetch-Site", "same-origin");
    const http::Response response = Serve(request);
    EXPECT_EQ(response.status, 200) << response.body;
    const std::string cookie = response.Header("Set-Cookie");
    return cookie.substr(0, cookie.find(';'));
  }
  http::Response WithCookie(std::string_view method, std::string_view target,
                            const std::string& cookie, std::string_view fetch_site,
                            std::string_view body = {}) {
    http::Request request = Request(method, target, {}, body);
    request.headers.Add("Cookie", cookie);
    if (!fetch_site.empty()) request.headers.Add("Sec-Fetch-Site", std::string(fetch_site));
    return Serve(request);
  }
  std::vector<store::AccessRow> AccessLines() { return *store_->ReadAccesses(0, 1000); }

  std::unique_ptr<TestBackend> backend_;
  std::unique_ptr<StaffApi> api_;
  catalog::Revision revision_;
  consent::TokenSecret secret_ = consent::NewTokenSecret();
};

}  // namespace temoin::http

#endif  // TEMOIN_TESTS_UNIT_HTTP_STAFF_FIXTURE_H_
