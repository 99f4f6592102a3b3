// Who has shown who they are, by a token, a provider of identities or a passkey, with all that they
// may do: when they come in, and at each request after.
//
// Thread-safety: all functions from any thread; they may wait for the disk.
#ifndef TEMOIN_SERVER_HTTP_STAFF_PRINCIPAL_H_
#define TEMOIN_SERVER_HTTP_STAFF_PRINCIPAL_H_

#include <optional>
#include <string>
#include <vector>

#include "app/staff/passkeys.h"
#include "app/staff/provider_sign_in.h"
#include "app/staff/staff_people.h"
#include "app/staff/staff_tokens.h"
#include "base/clock.h"
#include "base/result.h"

namespace temoin::http {

struct StaffPrincipal {
  std::string name;  // as the access log shows it
  std::string id;    // of the token or the person, not secret
  std::vector<app::Grant> grants{};
  // Of a person who came from a provider, what its claims gave, and how to sign out there.
  struct FromProvider {
    std::vector<app::Grant> grants{};
    std::string id_token{};  // never logged
  };
  std::optional<FromProvider> provider{};
  std::string passkey{};     // its fingerprint, of a person who came with one
  bool last_resort = false;  // came with such a token

  bool IsPerson() const { return provider || !passkey.empty(); }
};

StaffPrincipal PrincipalOf(const app::StaffToken& token);

// kForbidden, in words for the access log, where they may do nothing here.
Result<StaffPrincipal> Admit(app::StaffPeople& people, const app::ProviderSignIn::Person& person,
                             Time now);
Result<StaffPrincipal> Admit(const app::Recognized& person, Time now);

// The same person with what they may do now; nothing when they may do nothing any more, or the
// passkey that they came with is theirs no more.
std::optional<StaffPrincipal> Refresh(app::StaffPeople& people, const StaffPrincipal& who,
                                      Time now);

}  // namespace temoin::http

#endif  // TEMOIN_SERVER_HTTP_STAFF_PRINCIPAL_H_
