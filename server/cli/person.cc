// `temoin person`: who of the staff may sign in at the provider of identities or with a passkey,
// and as what.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "server/cli/cli.h"
#include "server/cli/data.h"
#include "server/cli/given.h"

namespace temoin::cli {
namespace {

using nlohmann::json;

struct PersonOptions {
  std::string data;
  std::string id;
  std::string name;
  std::string until;
  std::string format;
  std::vector<std::string> roles;
  RevocationOptions revocation;
};

void PrintPerson(const json& person) {
  const auto grants = person.value("grants", std::vector<std::string>());
  Say("{}  {}  {}  {}  last seen {}", person.value("id", ""), person.value("name", ""),
      person.value("issuer", ""),
      person.value("revoked", false) ? Worded("revoked")
      : grants.empty()               ? Worded("nothing granted here")
                                     : fmt::format("{}", fmt::join(grants, "; ")),
      person.value("used", ""));
}

void PrintInvitation(const json& invitation) {
  const auto grants = invitation.value("grants", std::vector<std::string>());
  Say("{}  {}  {}  invited by {}  good until {}", invitation.value("id", ""),
      invitation.value("name", ""), fmt::format("{}", fmt::join(grants, "; ")),
      invitation.value("by", ""), invitation.value("ends", ""));
}

int Ask(const PersonOptions& options, std::string_view operation, const json& arguments) {
  const Result<json> result = RunOnData({options.data, "", ""}, operation, arguments);
  if (!result) return Fail(result.error());
  if (PrintedAsJson(options.format, *result)) return kExitDone;
  if (result->contains("link")) {
    PrintInvitation(*result);
    if (const auto earlier = result->value("withdrawn", 0); earlier > 0) {
      Say("Links made before are good for nothing any more: {}", earlier);
    }
    fmt::print("{}\n", result->value("link", ""));
  } else if (result->contains("id")) {
    PrintPerson(*result);
  }
  if (operation == "person.revoke") {
    PrintGiven(*result, options.revocation);
    return kExitDone;
  }
  for (const json& each : result->value("invitations", json::array())) PrintInvitation(each);
  for (const json& person : result->value("people", json::array())) PrintPerson(person);
  return kExitDone;
}

void AddInvitationCommands(CLI::App& person, const std::shared_ptr<PersonOptions>& o,
                           int& exit_code) {
  CLI::App* set_up = person.add_subcommand(
      "set-up", "Print the link by which the first person joins, good once and for an hour");
  set_up->add_option("--data", o->data, "Data directory of a running server")->required();
  AddFormatOption(*set_up, o->format);
  set_up->add_option("--name", o->name, "Who will be the first operator")->required();
  set_up->add_option("--role", o->roles,
                     "A role (repeat); without: operator. Who is alone takes operator and dpo");
  set_up->callback([o, &exit_code] {
    exit_code = Ask(*o, "person.set-up", {{"name", o->name}, {"roles", o->roles}});
  });
  CLI::App* invite = person.add_subcommand(
      "invite", "Print a link by which a person joins with a passkey, good once, for three days");
  invite->add_option("--data", o->data, "Data directory of a running server")->required();
  AddFormatOption(*invite, o->format);
  invite->add_option("--name", o->name, "As the access log will call them")->required();
  invite->add_option("--role", o->roles, "A role, and its sites: auditor@ameli.fr,cramif (repeat)")
      ->required();
  invite->add_option("--until", o->until, "Last day (2027-03-31) of these roles");
  invite->callback([o, &exit_code] {
    exit_code =
        Ask(*o, "person.invite", {{"name", o->name}, {"roles", o->roles}, {"until", o->until}});
  });
  CLI::App* invitations =
      person.add_subcommand("invitations", "Show the invitations that are open");
  AddDataOptions(*invitations, o->data, o->format);
  invitations->callback(
      [o, &exit_code] { exit_code = Ask(*o, "person.invitations", json::object()); });
  CLI::App* withdraw = person.add_subcommand("withdraw", "End an invitation that is open");
  AddDataOptions(*withdraw, o->data, o->format);
  withdraw->add_option("id", o->id, "Its id, as `person invitations` shows it")->required();
  withdraw->callback([o, &exit_code] { exit_code = Ask(*o, "person.withdraw", {{"id", o->id}}); });
}

}  // namespace

void AddPersonCommands(CLI::App& app, int& exit_code) {
  const auto o = std::make_shared<PersonOptions>();
  CLI::App* person =
      app.add_subcommand("person", "People of the staff: invite, list, grant, revoke");
  person->require_subcommand(1);
  AddInvitationCommands(*person, o, exit_code);
  CLI::App* list = person->add_subcommand("list", "Show who signed in, and what was granted here");
  AddDataOptions(*list, o->data, o->format);
  list->callback([o, &exit_code] { exit_code = Ask(*o, "person.list", json::object()); });
  CLI::App* grant = person->add_subcommand(
      "grant", "Say all that a person may do here, beside what the provider's claims give them");
  AddDataOptions(*grant, o->data, o->format);
  grant->add_option("id", o->id, "Their id, as `person list` shows it")->required();
  grant->add_option("--role", o->roles,
                    "A role, and its sites: auditor@ameli.fr,cramif (repeat); without: none");
  grant->add_option("--until", o->until, "Last day (2027-03-31) of these roles");
  grant->add_flag("--keep-given", o->revocation.keep_given,
                  "Keep the tokens and invitations that they made and may make no more");
  grant->callback([o, &exit_code] {
    exit_code = Ask(*o, "person.grant",
                    {{"id", o->id},
                     {"roles", o->roles},
                     {"until", o->until},
                     {"keep_given", o->revocation.keep_given}});
  });
  CLI::App* revoke = person->add_subcommand(
      "revoke",
      "End a person's sessions, and the tokens and invitations that they made, and let them in no "
      "more, whatever the provider says");
  AddDataOptions(*revoke, o->data, o->format);
  revoke->add_option("id", o->id, "Their id")->required();
  AddRevocationOptions(*revoke, o->revocation);
  revoke->callback([o, &exit_code] {
    exit_code = Ask(*o, "person.revoke", RevocationOf(o->id, o->revocation));
  });
}

}  // namespace temoin::cli
