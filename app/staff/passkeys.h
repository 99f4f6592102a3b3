// Passkeys of those who were invited here: how they join, sign in, and keep their keys.
//
// Each takes two steps: a challenge goes to the browser, and comes back signed. A challenge is
// bound to the browser by a cookie and to what it was given for, and is good for one success and
// for kChallenge (app/staff/challenges.h). Nothing of it is kept on disk.
//
// Thread-safety: any thread but the writer's.
#ifndef TEMOIN_APP_STAFF_PASSKEYS_H_
#define TEMOIN_APP_STAFF_PASSKEYS_H_

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/context.h"
#include "app/staff/challenges.h"
#include "app/staff/staff_people.h"
#include "base/clock.h"
#include "base/result.h"
#include "identity/passkey.h"

namespace temoin::app {

class Passkeys {
 public:
  static constexpr std::chrono::minutes kChallenge{5};
  static constexpr size_t kMaxOfPerson = 10;

  explicit Passkeys(identity::RelyingParty site) : site_(std::move(site)) {}

  const identity::RelyingParty& site() const { return site_; }

  struct Begun {
    std::string challenge;  // base64url
    std::string cookie;
  };
  Begun Begin(std::string_view purpose, Time now) const;
  // The challenge. kNotFound where this browser has none for that, or no longer.
  Result<std::string> Open(std::string_view cookie, std::string_view purpose, Time now) const;
  // After its signature has held: kNotFound the second time.
  Status Use(std::string_view cookie, Time now) { return challenges_.Use(cookie, now); }

 private:
  const identity::RelyingParty site_;
  Challenges challenges_{kChallenge};
};

// What an authenticator made, with the name that its owner gives it.
struct MadePasskey {
  std::string cookie{};
  std::string name{};  // 1 to 100 bytes, a plain name
  std::string client_data{};
  std::string attestation{};
};

// Somebody who has shown who they are by one of their passkeys.
struct Recognized {
  StaffPerson person;
  std::string fingerprint;  // of the passkey
};

// kNotFound for a secret that opens no invitation, here and below.
struct LookAtInvitation {
  std::string secret;
};
struct JoinBegun {
  Invitation invitation;
  std::string user;  // by which the authenticator knows the person, 32 hex digits
  Passkeys::Begun begun;
};
Result<JoinBegun> BeginJoin(const Context& context, const LookAtInvitation& command);

struct JoinStaff {
  std::string secret;
  MadePasskey made;
};
// kUnauthorized for a passkey that does not hold, kUnprocessable for its name. The lines say who
// invited whom, what they may do, and which key is theirs; then file and session follow.
Result<Recognized> Join(const Context& context, const JoinStaff& command);

// kNotFound where there are no passkeys here.
Result<Passkeys::Begun> BeginPasskeySignIn(const Context& context);

struct PasskeySignIn {
  std::string cookie{};
  std::string id{};    // of the credential
  std::string user{};  // as the authenticator says it; empty: it does not
  identity::Assertion assertion{};
};
// kUnauthorized, in words for the access log, where the passkey is nobody's or does not hold.
Result<Recognized> SignInByPasskey(const Context& context, const PasskeySignIn& command);

// Of the person of that id: their own. kUnprocessable for one who was not invited here.
Result<std::vector<StaffPasskey>> PasskeysOf(const Context& context, const Actor& actor,
                                             const std::string& person);

struct AddBegun {
  StaffPerson person;
  Passkeys::Begun begun;
};
Result<AddBegun> BeginAdd(const Context& context, const Actor& actor, const std::string& person);

struct AddPasskey {
  std::string person;
  MadePasskey made{};
};
Result<StaffPasskey> KeepPasskey(const Context& context, const Actor& actor,
                                 const AddPasskey& command);

struct RemovePasskey {
  std::string person;
  std::string fingerprint;
};
// Ends the sessions that began with it. The last one stays: kUnprocessable.
Status EndPasskey(const Context& context, const Actor& actor, const RemovePasskey& command);

}  // namespace temoin::app

#endif  // TEMOIN_APP_STAFF_PASSKEYS_H_
