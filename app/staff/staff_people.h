// The people of the staff, what was granted to them here, and who is invited to become one of them,
// in DATA/staff-people.json (0600), beside the tokens and for the same reasons (decision 24).
//
// A person signs in at a provider of identities, or was invited here and signs in with a passkey.
// They are known by an id of the provider's name and the subject, so that it stays the same when a
// name changes. Who may do nothing is kept as well, so that somebody can give them a role: the
// kMaxWaiting who came last. Who was revoked stays, and stays out, whatever the provider says.
//
// An invitation is good once and not for long; its secret is kept as a hash. One that is used,
// withdrawn or over leaves the file, and joining takes it away as it brings the person.
//
// Thread-safety: all functions from any thread; changes are durable when they return.
#ifndef TEMOIN_APP_STAFF_STAFF_PEOPLE_H_
#define TEMOIN_APP_STAFF_STAFF_PEOPLE_H_

#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/staff/grants.h"
#include "base/clock.h"
#include "base/crypto.h"
#include "base/result.h"
#include "identity/passkey.h"

namespace temoin::app {

// The issuer of those who were invited here: no provider's, which is an address.
inline constexpr std::string_view kInvitedHere = "temoin";

struct StaffPasskey {
  identity::Passkey passkey;
  std::string name;  // as its owner calls it
  Time added{};
  std::optional<Time> used{};  // the day of the last sign-in with it, midnight UTC

  // 32 hex digits, of SHA-256(SHA-256(credential's id), SHA-256(public key)).
  std::string Fingerprint() const;
};

struct Invitation {
  std::string id;               // 8 hex digits, no secret
  std::string name;             // of who is invited: as the access log will call them
  std::vector<Grant> grants{};  // what they may do once they have joined
  std::string by;               // who invites, as the access log names them
  std::string from{};           // their id, of the person or token; none: a command
  Time ends{};                  // from then on it is nobody's
  Digest hash{};                // of the secret
};

struct StaffPerson {
  std::string id;  // 16 hex digits: the beginning of SHA-256(issuer, a zero byte, subject)
  std::string issuer;
  std::string subject;
  std::string name;                      // as the provider said last
  std::vector<Grant> grants{};           // given here; what claims give comes with each sign-in
  std::optional<Time> changed{};         // when `grants` or `revoked` were changed last
  bool revoked = false;                  // lets nobody in
  Time used{};                           // the day of the last request, midnight UTC
  std::vector<StaffPasskey> passkeys{};  // of one who was invited here
  std::string from{};                    // who invited them, as in the invitation

  // As the access log names them: "Déléguée [0123456789abcdef]".
  std::string LogName() const;
  // Whether the access log names them so, under whatever name they had then.
  bool IsNamed(std::string_view log_name) const;
};

// Whether a name ends as LogName() does: nobody else may be called so.
bool EndsAsPerson(std::string_view name);

std::string PersonId(std::string_view issuer, std::string_view subject);

// What the access log says when somebody is granted something, which `temoin log verify` compares
// with what is kept: "0123456789abcdef: auditor, of cramif, until 2027-01-01T00:00:00Z; dpo", with
// "nothing" behind the colon for no grant; and "0123456789abcdef" for one who is revoked.
std::string PersonLine(const StaffPerson& person);

// What the access log says of where a token or an invitation comes from: "from 9a8b7c6d, ", by the
// id of the token or person; nothing for a command's.
std::string FromWords(std::string_view from);

// What the access log says when somebody is invited: "1f2e3d4c: Déléguée, dpo; auditor, of
// cramif, until 2027-01-01T00:00:00Z, from 9a8b7c6d, key " and the first 32 hex digits of the hash.
// Who joins leaves their id and the same: "0123456789abcdef: 1f2e3d4c: Déléguée, …".
std::string InvitationLine(const Invitation& invitation);
std::string JoinLine(const StaffPerson& person, const Invitation& invitation);
// When a passkey is added or removed: "0123456789abcdef: key " and its fingerprint.
std::string PasskeyLine(const StaffPerson& person, const StaffPasskey& passkey);

class StaffPeople {
 public:
  static constexpr size_t kMaxPeople = 2000;
  static constexpr size_t kMaxWaiting = 100;      // of those, who may do nothing and never could
  static constexpr size_t kMaxInvitations = 100;  // open ones of one sender

  // A directory without the file knows nobody. kDataLoss when the file is damaged, kInvalidArgument
  // when others can read or change it.
  static Result<std::unique_ptr<StaffPeople>> Load(const std::string& data_directory);
  // In the place of a file that cannot be read: nobody is let in, and nothing is written over it.
  static std::unique_ptr<StaffPeople> Unreadable(Error why);
  // kUnavailable where the file cannot be read.
  const Status& usable() const { return usable_; }
  // Whether there was a file. Keep() writes one of nobody.
  bool kept() const { return kept_; }
  Status Keep();

  // Somebody whom the provider named: kept with the day and the name, made known if need be.
  Result<StaffPerson> SignedIn(std::string_view issuer, std::string_view subject,
                               std::string_view name, Time now);
  std::optional<StaffPerson> Find(std::string_view id) const;
  // By the credential's id.
  std::optional<StaffPerson> FindByPasskey(std::string_view credential) const;
  // Keeps the day as that of the person's last use; what cannot be written is not kept.
  void NoteUse(std::string_view id, Time now);
  std::vector<StaffPerson> List() const;
  // Held from reading a person to be changed until they are replaced: what is decided at the same
  // time is decided one after the other, line and file alike.
  std::unique_lock<std::mutex> Changing() { return std::unique_lock(changing_); }
  // In the place of the one of that id; kNotFound without one.
  Status Replace(const StaffPerson& person);

  // kUnavailable where kMaxInvitations of the sender are open: nobody learns of others' by it.
  Status Invite(const Invitation& invitation, Time now);
  std::vector<Invitation> Invitations(Time now) const;  // those that are open
  // Compares hashes in constant time.
  std::optional<Invitation> FindInvitation(std::string_view secret, Time now) const;
  // All of them or none: kNotFound without one.
  Status Withdraw(const std::vector<std::string>& ids);
  // Takes the invitation away and brings the person, or neither: kNotFound where it was used or
  // withdrawn meanwhile, kConflict where it brought somebody before.
  Status Join(const StaffPerson& person, std::string_view invitation);

 private:
  explicit StaffPeople(std::string path) : path_(std::move(path)) {}
  Status Save(std::vector<StaffPerson> people) { return Save(std::move(people), invitations_); }
  Status Save(std::vector<StaffPerson> people, std::vector<Invitation> invitations);

  const std::string path_;
  Status usable_;
  bool kept_ = false;
  std::mutex changing_;
  mutable std::mutex mutex_;
  std::vector<StaffPerson> people_;
  std::vector<Invitation> invitations_;
};

}  // namespace temoin::app

#endif  // TEMOIN_APP_STAFF_STAFF_PEOPLE_H_
