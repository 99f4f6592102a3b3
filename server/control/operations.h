// The table of what a command can have done to a data directory: the same rows, whether a running
// server does them (control.h) or the command itself, holding the directory's lock. A row reads the
// JSON arguments into a command of app/, calls it and writes its value as JSON; what it is for and
// where else it is offered stands in app/offers.h.
//
// Arguments and results are JSON objects; each row checks its own, with a pointer to what is wrong.
//
//   anchor.keep       -> {"kept"}
//   backup            {to: an absolute path that is not there} -> {"bytes"}
//   clock.confirm     {now} -> {"confirmed","time"?,"entry"?,"entries"?}: false when the clock was
//                     vouched for already
//   clock.vouched     -> {}, or the error that says what is wrong
//   hold.add          {site,from,to,records,reason,author,review} -> {"id"}; days are those of the
//                     site's zone, and a day in `to` is the last one that is held
//   hold.list         {all} -> {"holds":[{…,first_day?,last_day?}]}
//   hold.release      {id,author} -> {}
//   key.rotate        -> {"vkeys":[…]}, the new one first
//   limitation.add    {index,ground,shown,request,review,author} -> the limitation, as in
//                     limitation.list
//   limitation.lift   {id,informed: a day,author} -> {}
//   limitation.list   {all} -> {"limitations":[{id,site,records,ground?,request?,author,created,
//                     review,lifted?,lifted_by?}]}
//   loss.acknowledge  -> {"acknowledged":[text…]}; kNotFound when there is no loss
//   made              {kind,site,detail} -> {}: the line of the access log for what a command makes
//   person.grant      {id,roles:["auditor@cramif,ameli.fr"…],until: a time or a last
//   day,keep_given}
//                     -> {"id","name","issuer","grants":[text…],"used","revoked"}
//   person.invitations -> {"invitations":[{id,name,grants:[text…],by,ends}]}, those that are open
//   person.invite     {name,roles,until, as in person.grant} -> the invitation and its "link"
//   person.list       -> {"people":[…]}
//   person.revoke     {id,keep_given,dry_run} -> {"tokens":[…],"invitations":[…],"people":[…]}:
//                     what came of them
//   person.set-up     {name,roles: none: operator} -> as person.invite, with how many links
//                     were "withdrawn"; kConflict where somebody has a role already
//   person.withdraw   {id} -> {}
//   pictures.add      {manifest: text,pictures:{name: base64}} -> {"index","hash","added"}
//   pictures.list     {site} -> {"revisions":[{revision,generation,published_at,in_force,
//                     pictures:[{index,hash,taken_at}]}]}, oldest first
//   publish           {author,dry_run,expected:{site:revision}}
//                     -> {"catalog","sites":[{site,changed,revision,generation,material,
//                     changes:[…],text:{fr,en}}]}
//   purge             {approve,records}
//                     -> {"purged","held","over","waiting":[{site,records,oldest}]}
//   request.add       {site,number,kind,received,shown,record,author} -> the request, as in
//                     request.list
//   request.answer    {id,letter,answered,shown,record,author} -> likewise
//   request.extend    {id,reason,author} -> likewise
//   request.list      {site,due,open} -> {"requests":[{id,site,number,kind,received,due,state,late,
//                     shown?,record?,reason?,letters:[{letter,answered,author}]}]}
//   revision.list     {site} -> {"publications":[{index,revision,generation,published_at,author}]},
//                     oldest first
//   revision.show     {revision} -> {"document"}
//   status            -> {"ready","reasons","size"?,"root"?,"retention_until"?,"waiting":[…],
//                     "notices":[text…],"erasures":{…}}; size and root while the store can be read
//   token.create      {role,name,expires: a time, its last day, or "never",last_resort}
//                     -> {"token","id"…}
//   token.list        -> {"tokens":[…]}
//   token.revoke      {id,keep_given,dry_run} -> as person.revoke
//
// Thread-safety: the table is constant; an operation runs on its caller's thread.
#ifndef TEMOIN_SERVER_CONTROL_OPERATIONS_H_
#define TEMOIN_SERVER_CONTROL_OPERATIONS_H_

#include <nlohmann/json_fwd.hpp>
#include <span>
#include <string_view>

#include "app/machine.h"
#include "app/offers.h"
#include "base/result.h"

namespace temoin::control {

struct Operation {
  std::string_view name;  // of app/offers.h
  app::CommandId command = nullptr;
  Result<nlohmann::json> (*run)(const app::Machine& machine, const app::Actor& actor,
                                const nlohmann::json& arguments) = nullptr;
};

std::span<const Operation> Operations();

// kNotFound for a name that is not in the table. `actor`: the system's user who gave the command.
Result<nlohmann::json> Operate(const app::Machine& machine, const app::Actor& actor,
                               std::string_view name, const nlohmann::json& arguments);

}  // namespace temoin::control

#endif  // TEMOIN_SERVER_CONTROL_OPERATIONS_H_
