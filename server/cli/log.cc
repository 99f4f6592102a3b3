// The proof log's commands: temoin log verify|anchor|adopt, receipt verify.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cinttypes>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "app/log/checkpoint_log.h"
#include "app/log/keys.h"
#include "app/log/log_keys.h"
#include "app/log/log_loss.h"
#include "app/log/log_verify.h"
#include "base/calendar.h"
#include "base/file.h"
#include "consent/record.h"
#include "prooflog/verify.h"
#include "reports/receipt.h"
#include "server/cli/cli.h"
#include "server/client/http_client.h"
#include "server/composition.h"
#include "server/control/control.h"

namespace temoin::cli {
namespace {

namespace fs = std::filesystem;

constexpr size_t kMaxReceiptFile = 1 << 20;

struct LogCommandOptions {
  std::string data;
  std::string checkpoint_log;
  std::vector<std::string> keys;
  std::string ca;
  std::string tsa;
  std::string export_file;
  std::string file;
  std::string format;
  std::string language;
  bool yes = false;
  bool older = false;
};

std::string CheckpointLogDir(const LogCommandOptions& options) {
  return options.checkpoint_log.empty() ? (fs::path(options.data) / "log-journal").string()
                                        : options.checkpoint_log;
}

Result<std::vector<prooflog::VerifierKey>> ParseKeys(const std::vector<std::string>& texts) {
  std::vector<prooflog::VerifierKey> out;
  for (const std::string& text : texts) {
    TEMOIN_ASSIGN_OR_RETURN(auto key, prooflog::ParseVerifierKey(text));
    out.push_back(std::move(key));
  }
  return out;
}

// Those given on the command line, else those that the directory names itself.
Result<std::vector<prooflog::VerifierKey>> KeysOf(const LogCommandOptions& options) {
  if (!options.keys.empty()) return ParseKeys(options.keys);
  TEMOIN_ASSIGN_OR_RETURN(const auto vkeys, app::ReadLogVkeys(options.data));
  return ParseKeys(vkeys);
}

// Percentages on a terminal, nothing elsewhere.
class Progress {
 public:
  void operator()(uint64_t done, uint64_t total) {
    if (!terminal_ || total == 0) return;
    const auto percent = static_cast<int>(done * 100 / total);
    if (percent == shown_) return;
    shown_ = percent;
    const std::string words = Worded("verified {}% of {} entries", percent, total);
    ::dprintf(STDERR_FILENO, "\r%s%s", words.c_str(), done >= total ? "\n" : "");
  }

 private:
  const bool terminal_ = ::isatty(STDERR_FILENO) != 0;
  int shown_ = -1;
};

void PrintAnchors(const app::LogVerifyReport& report) {
  uint64_t before = 0;
  uint64_t covered = 0;
  for (const app::VerifiedAnchor& anchor : report.anchors) {
    if (anchor.size != covered) before = std::exchange(covered, anchor.size);
    Say("anchored: entries {} to {} existed on {}{}{}", before, anchor.size - 1,
        FormatTime(anchor.at),
        anchor.authority.empty() ? "" : Worded(", says {}", anchor.authority),
        anchor.chain_checked ? "" : Worded(" (authority not checked: give --ca)"));
  }
  if (covered >= report.entries) return;
  Say("not anchored: entries {} to {}; nothing outside this machine says when they were made",
      covered, report.entries - 1);
}

// A database that was restored to be verified, against the checkpoint log of the server that goes
// on: it lies apart from both, and no server has run on it (which leaves the file clock).
bool IsCopy(const LogCommandOptions& options) {
  std::error_code error;
  return !options.checkpoint_log.empty() && !fs::exists(fs::path(options.data) / "clock", error) &&
         !fs::equivalent(options.checkpoint_log, fs::path(options.data) / "log-journal", error);
}

nlohmann::json VerifyDocument(const app::LogVerifyReport& report) {
  nlohmann::json anchors = nlohmann::json::array();
  for (const app::VerifiedAnchor& anchor : report.anchors) {
    anchors.push_back({{"size", anchor.size},
                       {"at", FormatTime(anchor.at)},
                       {"authority", anchor.authority},
                       {"chain_checked", anchor.chain_checked}});
  }
  nlohmann::json losses = nlohmann::json::array();
  for (const store::Loss& loss : report.losses) {
    losses.push_back({{"found", FormatTime(loss.found)},
                      {"lost", app::LossRange(loss)},
                      {"acknowledged", nullptr}});
    if (loss.acknowledged) losses.back()["acknowledged"] = FormatTime(*loss.acknowledged);
  }
  nlohmann::json out = {{"schema", 1},
                        {"ok", report.ok()},
                        {"entries", report.entries},
                        {"kept", report.kept},
                        {"purged", report.purged},
                        {"lost", report.lost},
                        {"revisions", report.revisions},
                        {"pictures", report.pictures},
                        {"purges", report.purges},
                        {"access_days", report.access_days},
                        {"publications", report.publications},
                        {"holds", report.holds},
                        {"request_notes", report.request_notes},
                        {"count_days", report.count_days},
                        {"dossiers", report.dossiers},
                        {"access_lines", report.access_lines},
                        {"forgotten_lines", report.forgotten_lines},
                        {"adoption", nullptr},
                        {"adoption_due", report.adoption_due},
                        {"losses", std::move(losses)},
                        {"clock_corrections", report.clock_corrections},
                        {"checkpoints", report.checkpoints},
                        {"checkpoint_log_entries", report.checkpoint_log_entries},
                        {"newer_entries", report.newer_entries},
                        {"anchors", std::move(anchors)},
                        {"findings", report.findings},
                        {"problems", report.problems}};
  if (report.adoption) {
    out["adoption"] = {{"entry", *report.adoption},
                       {"at", FormatTime(report.adopted_at)},
                       {"rows", report.adopted}};
  }
  return out;
}

int VerifiedCode(const app::LogVerifyReport& report) {
  if (!report.ok()) return kExitFindings;
  return report.newer_entries > 0 ? kExitOlder : kExitDone;
}

int VerifyCommand(const LogCommandOptions& options) {
  const auto keys = KeysOf(options);
  if (!keys) return Fail(keys.error());
  const auto store = server::OpenToRead(options.data);
  if (!store) {
    if (store.error().code != ErrorCode::kDataLoss) return Fail(store.error());
    app::LogVerifyReport unread;
    unread.findings = {store.error().message};
    unread.problems = 1;
    if (!PrintedAsJson(options.format, VerifyDocument(unread))) {
      Say("WRONG: {}", InWords(store.error().message));
    }
    return kExitFindings;
  }
  Progress progress;
  app::LogVerifyOptions verify;
  verify.checkpoint_log_dir = CheckpointLogDir(options);
  verify.keys = *keys;
  verify.data_dir = options.data;
  verify.copy = IsCopy(options);
  verify.ca_file = options.ca;
  verify.progress = [&](uint64_t done, uint64_t total) { progress(done, total); };
  const auto report = app::VerifyLog(**store, verify);
  if (!report) return Fail(report.error());

  if (PrintedAsJson(options.format, VerifyDocument(*report))) return VerifiedCode(*report);
  Say("entries: {} ({} revisions, banners and pictures, {} purges, {} days of the access log)",
      report->entries, report->revisions, report->purges, report->access_days);
  if (report->pictures > 0) Say("pictures: {}", report->pictures);
  if (report->publications + report->holds + report->request_notes + report->count_days > 0) {
    Say("committed to: {} publications, {} holds and releases, {} notes on requests, {} days of "
        "counts",
        report->publications, report->holds, report->request_notes, report->count_days);
  }
  if (report->dossiers > 0) Say("dossiers: {} notes", report->dossiers);
  if (report->access_lines > 0) {
    Say("access log: {} lines bound, {} forgotten in their time", report->access_lines,
        report->forgotten_lines);
  }
  if (report->adoption) {
    Say("bound since entry {}; before that, as found on {}: {} rows", *report->adoption,
        FormatTime(report->adopted_at), report->adopted);
  } else if (report->adoption_due) {
    Say("rows from before are not bound yet: the next start of the server does it");
  }
  for (const store::Loss& loss : report->losses) {
    Say("lost, as found on {}: {}; {}", FormatTime(loss.found), InWords(app::LossRange(loss)),
        loss.acknowledged ? Worded("acknowledged on {}", FormatTime(*loss.acknowledged))
                          : Worded("not acknowledged yet"));
  }
  if (report->clock_corrections > 0) {
    Say("clock corrections: {}", report->clock_corrections);
  }
  Say("consents: {} kept and matching their leaf, {} purged with a reason, {} lost", report->kept,
      report->purged, report->lost);
  Say("checkpoints: {} kept ones agree; checkpoint log: {} entries agree", report->checkpoints,
      report->checkpoint_log_entries);
  if (report->newer_entries > 0 && verify.copy) {
    Say("newer: the checkpoint log goes on for {} entries, under newer checkpoints; they are not "
        "judged "
        "by this copy",
        report->newer_entries);
  }
  PrintAnchors(*report);
  for (const std::string& finding : report->findings) Say("WRONG: {}", InWords(finding));
  if (report->problems > report->findings.size()) {
    Say("WRONG: {} more", report->problems - report->findings.size());
  }
  if (report->ok()) {
    Say("The log is in order.");
  } else {
    Say("The log is NOT in order.");
  }
  return VerifiedCode(*report);
}

// Where reports find it: in the database, too.
Status FileAnchors(const std::string& data) {
  TEMOIN_ASSIGN_OR_RETURN(const auto reply,
                          control::AskServer(data, "anchor.keep", nlohmann::json::object()));
  if (reply) return {};
  TEMOIN_ASSIGN_OR_RETURN(const auto store, server::OpenStopped(data));
  if (!store) return {};
  const auto kept = app::KeepAnchors(data, *store, [&](const store::KeptCheckpoint& checkpoint) {
    return store->KeepCheckpoint(checkpoint);
  });
  if (!kept) return kept.error();
  return {};
}

// Nothing is anchored while the clock is doubted: by the server that runs, or by one that started.
Status ClockVouched(const std::string& data) {
  const auto reply = control::AskServer(data, "clock.vouched", nlohmann::json::object());
  if (!reply) {
    // A server with a pretended time judges none.
    return reply.error().code == ErrorCode::kNotFound ? Status() : Status(reply.error());
  }
  if (*reply) return {};
  TEMOIN_ASSIGN_OR_RETURN(const auto store, server::OpenToRead(data));
  return server::StoppedClockVouched(*store, data);
}

int AnchorCommand(const LogCommandOptions& options) {
  if (options.tsa.empty() == options.export_file.empty()) {
    return Fail(Error(ErrorCode::kInvalidArgument,
                      "say where to: --tsa URL (a time stamping authority) or --export FILE"));
  }
  if (const Status vouched = ClockVouched(options.data); !vouched) return Fail(vouched.error());
  const auto store = server::OpenToRead(options.data);
  if (!store) return Fail(store.error());
  if (!options.export_file.empty()) {
    const auto size =
        app::Export(**store, {.data_directory = options.data, .file = options.export_file});
    if (!size) return Fail(size.error());
    if (!PrintedAsJson(
            options.format,
            {{"schema", 1}, {"size", *size}, {"anchored", false}, {"file", options.export_file}})) {
      Say("checkpoint of {} entries written to {}; give it to someone who will keep it", *size,
          options.export_file);
    }
    return kExitDone;
  }
  client::HttpClient outbound;
  const auto done =
      app::Stamp(**store, outbound,
                 {.data_directory = options.data, .authority = options.tsa, .ca_file = options.ca});
  if (!done) return Fail(done.error());
  nlohmann::json document = {
      {"schema", 1}, {"size", done->size}, {"anchored", true}, {"new", done->stamp.has_value()}};
  if (!done->stamp) {
    if (!PrintedAsJson(options.format, document)) {
      Say("the latest kept checkpoint ({} entries) is anchored already", done->size);
    }
    return kExitDone;
  }
  if (const Status filed = FileAnchors(options.data); !filed) return Fail(filed.error());
  document["at"] = FormatTime(done->stamp->at);
  document["chain_checked"] = done->stamp->chain_checked;
  if (!PrintedAsJson(options.format, document)) {
    Say("anchored: the first {} entries existed on {}{}", done->size, FormatTime(done->stamp->at),
        done->stamp->chain_checked ? "" : Worded(" (authority not checked: give --ca)"));
  }
  return kExitDone;
}

int AdoptCommand(const LogCommandOptions& options) {
  const auto held = server::OpenStopped(options.data);
  if (!held) return Fail(held.error());
  if (!*held) {
    return Fail(Error(ErrorCode::kNotFound,
                      options.data + " holds no database: there is nothing to adopt"));
  }
  if (!options.yes) {
    const auto kept = app::LatestKept(**held);
    if (PrintedAsJson(options.format, {{"schema", 1}, {"adopted", false}})) return kExitFindings;
    Say("This starts a new checkpoint log from what the database holds now. Do it only when the "
        "old "
        "one is lost for good and this database is the latest: if it is an older backup, what "
        "was signed after it would be contradicted for ever.");
    if (kept.ok()) {
      Say("The last checkpoint kept in the database, of {}, covers {} entries.",
          FormatDate(kept->day), kept->size);
    }
    Say("Run again with --yes.");
    return kExitFindings;
  }
  const auto context = server::StoppedContext(**held, options.data);
  if (!context) return Fail(context.error());
  const Status adopted = app::Adopt(*context, control::CommandActor(::getuid()),
                                    {.data_directory = options.data,
                                     .checkpoint_log_directory = CheckpointLogDir(options),
                                     .older = options.older});
  if (!adopted) return Fail(adopted.error());
  if (PrintedAsJson(options.format, {{"schema", 1},
                                     {"adopted", true},
                                     {"checkpoint_log", CheckpointLogDir(options)},
                                     {"loss_to_acknowledge", options.older}})) {
    return kExitDone;
  }
  Say("new checkpoint log in {}, with all that the database holds", CheckpointLogDir(options));
  if (options.older) {
    Say("Choices wait until \"temoin restore --acknowledge-loss --data {}\".", options.data);
  }
  return kExitDone;
}

int VerifyReceiptCommand(const LogCommandOptions& options) {
  const auto keys = ParseKeys(options.keys);
  if (!keys) return Fail(keys.error());
  const auto file = ReadInput(options.file, kMaxReceiptFile);
  if (!file) return Fail(file.error());
  const std::string proof = reports::ExtractProof(*file);
  const auto refuse = [&](std::string_view why) {
    if (PrintedAsJson(options.format, {{"schema", 1}, {"valid", false}, {"detail", why}})) {
      return kExitFindings;
    }
    Say("The proof is NOT valid.");
    Say("Detail: {}", InWords(why));
    return kExitFindings;
  };
  if (proof.empty()) return refuse("the file holds no c2sp.org/tlog-proof@v1");
  const auto verified = prooflog::VerifyReceipt(proof, *keys);
  if (!verified) return refuse(verified.error().message);
  const auto record = consent::ParseRecord(AsText(verified->record));
  if (!record) return refuse(record.error().message);
  reports::ReceiptView view;
  view.record = *record;
  view.index = verified->index;
  view.size = verified->checkpoint.size;
  view.origin = verified->checkpoint.origin;
  const auto signer = std::find(keys->begin(), keys->end(), verified->signer);
  view.vkey = options.keys[static_cast<size_t>(signer - keys->begin())];
  if (PrintedAsJson(options.format,
                    {{"schema", 1},
                     {"valid", true},
                     {"index", view.index},
                     {"size", view.size},
                     {"origin", view.origin},
                     {"vkey", view.vkey},
                     {"record", nlohmann::json::parse(AsText(verified->record))}})) {
    return kExitDone;
  }
  Print(reports::ReceiptInWords(view, options.language));
  return kExitDone;
}

}  // namespace

void AddLogCommands(CLI::App& app, int& exit_code) {
  auto options = std::make_shared<LogCommandOptions>();
  const auto add = [&](CLI::App* parent, const char* name, const char* words,
                       int (*run)(const LogCommandOptions&), bool with_data = true) {
    CLI::App* command = parent->add_subcommand(name, words);
    if (with_data) {
      command->add_option("--data", options->data, "Directory of the database, keys and log")
          ->required();
    }
    AddFormatOption(*command, options->format);
    command->callback([options, run, &exit_code] { exit_code = run(*options); });
    return command;
  };

  CLI::App* log = app.add_subcommand("log", "Verify or anchor the proof log");
  log->require_subcommand(1);
  CLI::App* verify =
      add(log, "verify",
          "Verify everything. Exit 0: in order; 1: something is wrong; 2: it could not run; 3: a "
          "copy, in order as far as it goes, and the checkpoint log of --log-journal goes on",
          VerifyCommand);
  verify->add_option("--log-journal", options->checkpoint_log, "Directory of the checkpoint log");
  verify->add_option("--key", options->keys,
                     "Trust this verifier key instead of the directory's own (repeat)");
  verify->add_option("--ca", options->ca, "PEM certificates of the time stamping authority");
  CLI::App* anchor =
      add(log, "anchor", "Have the latest kept checkpoint witnessed outside", AnchorCommand);
  anchor->add_option("--tsa", options->tsa, "URL of an RFC 3161 time stamping authority");
  anchor->add_option("--ca", options->ca, "PEM certificates that its answer must lead to");
  anchor->add_option("--export", options->export_file, "Write the checkpoint to FILE instead");
  CLI::App* adopt = add(
      log, "adopt", "Start a new checkpoint log when the old one is lost for good", AdoptCommand);
  adopt->add_option("--log-journal", options->checkpoint_log, "Directory of the checkpoint log");
  adopt->add_flag("--yes", options->yes, "Do it, having read what it means");
  adopt->add_flag("--older", options->older,
                  "The latest database is lost for good: adopt this older one under a new key, and "
                  "note the loss");

  CLI::App* receipt = app.add_subcommand("receipt", "Verify a visitor's receipt");
  receipt->require_subcommand(1);
  CLI::App* check = add(receipt, "verify", "Verify a receipt offline; 1 when it does not hold",
                        VerifyReceiptCommand, false);
  check->add_option("FILE", options->file, "The proof, or the saved page that contains it")
      ->required();
  check->add_option("--key", options->keys, "Verifier key of the log (repeat)")->required();
  AddLanguageOption(*check, options->language);
}

}  // namespace temoin::cli
