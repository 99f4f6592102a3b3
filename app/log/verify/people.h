// What was granted to people, which stands in a file of its own, against the lines of the access
// log that say who granted and revoked what: the last line about a person says all that they may
// do. And who was invited, who joined by which invitation, and which passkeys are whose: each that
// is kept has its line, and none that takes it away again behind it. Who was revoked is there: they
// could come in again else.
//
// A line whose file could not be written is named as well: what was decided is not in force.
//
// Memory: the last line of each person, the lines of invitations and passkeys that stand.
//
// Thread-safety: one thread; the store and the file may be written meanwhile.
#ifndef TEMOIN_APP_LOG_VERIFY_PEOPLE_H_
#define TEMOIN_APP_LOG_VERIFY_PEOPLE_H_

#include <map>
#include <set>
#include <string>
#include <vector>

#include "app/log/verify/checker.h"
#include "app/staff/staff_people.h"
#include "base/clock.h"
#include "base/result.h"

namespace temoin::app {

class PeopleCheck final : public Checker {
 public:
  using Checker::Checker;

  void End() override;

 private:
  Status ReadLines();
  void Hear(const store::Access& line);
  // What is not as the lines say, and the ids of those who were revoked and are not there.
  struct Unlikely {
    std::vector<StaffPerson> people{};
    std::vector<std::string> missing{};
    std::vector<Invitation> invitations{};
    bool Any() const { return !people.empty() || !missing.empty() || !invitations.empty(); }
  };
  Unlikely Unlike(const StaffPeople& people) const;
  bool IsAsTold(const StaffPerson& person) const;
  // Whether they joined by an invitation, and every passkey is theirs.
  bool CameInAsTold(const StaffPerson& person) const;
  std::vector<Invitation> SlippedIn(const std::vector<Invitation>& invitations) const;

  std::vector<store::Loss> losses_;
  std::map<std::string, std::string, std::less<>> told_;     // the last line, by the person's id
  std::map<std::string, std::string, std::less<>> invited_;  // the line, by the invitation's id
  std::set<std::string, std::less<>> joined_;                // ids of persons
  std::set<std::string, std::less<>> passkeys_;              // lines of those that stand
};

}  // namespace temoin::app

#endif  // TEMOIN_APP_LOG_VERIFY_PEOPLE_H_
