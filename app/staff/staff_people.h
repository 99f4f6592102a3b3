// The people of the staff who signed in at a provider of identities, and what was granted to them
// here, in DATA/staff-people.json (0600), beside the tokens and for the same reasons (decision 24).
//
// A person is known by an id of the provider's name and the subject, so that it stays the same when
// a name changes. Who may do nothing is kept as well, so that somebody can give them a role: the
// kMaxWaiting who came last. Who was revoked stays, and stays out, whatever the provider says.
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
#include "base/result.h"

namespace temoin::app {

struct StaffPerson {
  std::string id;  // 16 hex digits: the beginning of SHA-256(issuer, a zero byte, subject)
  std::string issuer;
  std::string subject;
  std::string name;               // as the provider said last
  std::vector<Grant> grants{};    // given here; what claims give comes with each sign-in
  std::optional<Time> changed{};  // when `grants` or `revoked` were changed last
  bool revoked = false;           // lets nobody in
  Time used{};                    // the day of the last sign-in, midnight UTC

  // As the access log names them: "Zoé Martin [0123456789abcdef]".
  std::string LogName() const;
};

std::string PersonId(std::string_view issuer, std::string_view subject);

// What the access log says when somebody is granted something, which `temoin log verify` compares
// with what is kept: "0123456789abcdef: auditor, of cramif, until 2027-01-01T00:00:00Z; dpo", with
// "nothing" behind the colon for no grant; and "0123456789abcdef" for one who is revoked.
std::string PersonLine(const StaffPerson& person);

class StaffPeople {
 public:
  static constexpr size_t kMaxPeople = 2000;
  static constexpr size_t kMaxWaiting = 100;  // of those, who may do nothing and never could
  static constexpr size_t kMaxGrants = 32;    // of a person

  // A directory without the file knows nobody. kDataLoss when the file is damaged.
  static Result<std::unique_ptr<StaffPeople>> Load(const std::string& data_directory);
  // In the place of a file that cannot be read: nobody is let in, and nothing is written over it.
  static std::unique_ptr<StaffPeople> Unreadable(Error why);
  // kUnavailable where the file cannot be read.
  const Status& usable() const { return usable_; }

  // Somebody whom the provider named: kept with the day and the name, made known if need be.
  Result<StaffPerson> SignedIn(std::string_view issuer, std::string_view subject,
                               std::string_view name, Time now);
  std::optional<StaffPerson> Find(std::string_view id) const;
  std::vector<StaffPerson> List() const;
  // Held from reading a person to be changed until they are replaced: what is decided at the same
  // time is decided one after the other, line and file alike.
  std::unique_lock<std::mutex> Changing() { return std::unique_lock(changing_); }
  // In the place of the one of that id; kNotFound without one.
  Status Replace(const StaffPerson& person);

 private:
  explicit StaffPeople(std::string path) : path_(std::move(path)) {}
  Status Save(std::vector<StaffPerson> people);

  const std::string path_;
  Status usable_;
  std::mutex changing_;
  mutable std::mutex mutex_;
  std::vector<StaffPerson> people_;
};

}  // namespace temoin::app

#endif  // TEMOIN_APP_STAFF_STAFF_PEOPLE_H_
