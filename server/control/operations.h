// What staff can have done to a data directory, by name: the same operations, whether a running
// server does them (control.h) or a command that holds the directory's lock.
//
// Arguments and results are JSON objects; each operation checks its own.
//
// Thread-safety: filled before the first Run; Run from one thread at a time.
#ifndef TEMOIN_SERVER_CONTROL_OPERATIONS_H_
#define TEMOIN_SERVER_CONTROL_OPERATIONS_H_

#include <chrono>
#include <functional>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "app/clock/judged_clock.h"
#include "app/context.h"
#include "app/log/log_publisher.h"
#include "app/publish/publisher.h"
#include "app/recording/readiness.h"
#include "app/recording/recorder.h"
#include "app/recording/retention.h"
#include "app/staff/staff_tokens.h"
#include "base/clock.h"
#include "base/result.h"
#include "store/store.h"

namespace temoin::control {

class Operations {
 public:
  using Operation = std::function<Result<nlohmann::json>(const nlohmann::json& arguments)>;
  // One that the access log names its actor for.
  using NamedOperation = std::function<Result<nlohmann::json>(const nlohmann::json& arguments,
                                                              const app::Actor& actor)>;

  void Add(std::string_view name, Operation operation);
  void Add(std::string_view name, NamedOperation operation);
  // kNotFound for a name that is not there. `actor`: the system's user who gave the command.
  Result<nlohmann::json> Run(std::string_view name, const nlohmann::json& arguments,
                             const app::Actor& actor) const;

 private:
  std::map<std::string, NamedOperation, std::less<>> operations_;
};

// "purge" {approve,records}: erases what is due; with `approve`, a site, also the `records` records
// of it that wait; waits for it to be over for at most `patience` -> {"purged","held","over",
// "waiting":[{site,records,oldest}]}.
// "hold.add" {site,from,to,records,reason,author,review} -> {"id"}; "hold.list" -> {"holds":[…]};
// "hold.release" {id,author}. A day in `to` is the last one that is held.
void AddRetentionOperations(Operations& operations, const store::Store& store,
                            app::Recorder& recorder, const app::JudgedClock& clock,
                            const app::PurgeLimit& limit, std::chrono::milliseconds patience);

// "backup" {to}: copies the database, choices going on in between, to the absolute path `to`, which
// must not exist -> {"bytes"}.
void AddBackupOperation(Operations& operations, app::Recorder& recorder);

// "token.create" {role,name,expires} -> {"token","id"}; `expires` is a time, or the last day of the
// token. "token.list" -> {"tokens":[…]}; "token.revoke" {id}.
void AddTokenOperations(Operations& operations, app::StaffTokens& tokens, const store::Store& store,
                        app::Recorder& recorder, const Clock& clock);

// "made" {kind,site,detail}: the line of the access log for a report, dossier or export that a
// command is about to make.
void AddNoteOperation(Operations& operations, const store::Store& store, app::Recorder& recorder,
                      const Clock& clock);

// "publish" {author,dry_run,expected:{site:revision}} ->
// {"catalog","sites":[{site,changed,revision,generation,material,changes:[…],text:{fr,en}}]};
// `catalog` is the folder that was read.
void AddPublishOperation(Operations& operations, app::Publisher& publisher);

// "key.rotate" -> {"vkeys":[…]}, the new one first; "anchor.keep": files the anchors of
// `data_directory` with the checkpoints they stamp -> {"kept"}.
void AddLogOperations(Operations& operations, app::LogPublisher& log, const store::Store& store,
                      app::Recorder& recorder, const std::string& data_directory);

// "revision.list" {site} -> {"publications":[{index,revision,generation,published_at,author}]},
// oldest first; "revision.show" {revision} -> {"document"}.
void AddRevisionOperations(Operations& operations, const store::Store& store);

// "pictures.add" {manifest,pictures:{name: base64}} -> {"index","hash","added"}, the manifest as
// text; "pictures.list" {site} -> {"revisions":[{revision,generation,published_at,in_force,
// pictures:[{index,hash,taken_at}]}]}, oldest first.
void AddPictureOperations(Operations& operations, const store::Store& store,
                          app::Recorder& recorder, const Clock& clock);

// "loss.acknowledge" -> {"acknowledged":[text…]}: takes note of every loss that nobody took note
// of; `then` runs once that is durable. kNotFound when there is none.
void AddLossOperation(Operations& operations, const store::Store& store, app::Recorder& recorder,
                      const Clock& clock, std::function<void()> then);

// "status" ->
// {"ready","reasons","size","root","retention_until"?,"waiting":[{site,records,oldest}],
// "notices":[text…],"erasures":{"waiting","oldest_seconds","kept_by_reader_seconds"}}; size and
// root only while the store can be read. `notices`: what is no reason to be unready.
void AddStatusOperation(Operations& operations, const store::Store& store,
                        const app::Recorder& recorder, const app::Readiness& readiness,
                        const app::JudgedClock& clock, const app::PurgeLimit& limit,
                        std::vector<std::string> notices = {});

}  // namespace temoin::control

#endif  // TEMOIN_SERVER_CONTROL_OPERATIONS_H_
