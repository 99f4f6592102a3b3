// The command line, one file per area: server/cli/<area>.cc adds its subcommands to the program.
//
// A subcommand's callback does its work and stores an exit code; it throws nothing but CLI11's own
// parse errors. Exit codes are the same everywhere (kExitDone, kExitFindings, kExitFailed), so that
// scripts can rely on them.
//
// Thread-safety: called once, from main.
#ifndef TEMOIN_SERVER_CLI_CLI_H_
#define TEMOIN_SERVER_CLI_CLI_H_

#include <CLI/CLI.hpp>
#include <cstdio>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "base/result.h"
#include "catalog/model.h"
#include "catalog/reader.h"
#include "server/cli/words.h"

namespace temoin::cli {

inline constexpr int kExitDone = 0;
inline constexpr int kExitFindings = 1;  // the command ran and what it looked at is not in order
inline constexpr int kExitFailed = 2;    // the command could not run
inline constexpr int kExitOlder = 3;     // log verify: a copy in order, from which the log went on

// What every command writes when it could not run: "temoin: <message>" on standard error, with the
// pointer where one applies; and {"schema": 1, "error": ErrorDocument} on standard output where a
// document was asked for. Returns kExitFailed.
int Fail(const Error& error);
// The same for a catalogue that cannot be read: each problem on a line.
int Fail(const catalog::ReadOutcome& outcome);
// {"code", "message", "pointer" where one applies}, in English as everywhere for programs.
nlohmann::json ErrorDocument(const Error& error);

// "there is no site ameli.f; did you mean ameli.fr? …", with the sites that there are.
Error NoSuchSite(const catalog::Catalog& catalog, const std::string& site);

// For an option that takes a number: CLI11 alone reads 0x10 and 010 as other numbers than they are
// to whoever types them.
CLI::Validator Digits();

// The folder that this program lies in, with a "/" at its end; empty: not known.
std::string OwnFolder();

// Writes text as it is to standard output.
inline void Print(std::string_view text) { std::fwrite(text.data(), 1, text.size(), stdout); }

// One function per area, called by main. `exit_code` outlives the parsing.
void AddClockCommands(CLI::App& app, int& exit_code);
// token, backup, restore, hold, limitation, request, purge, status
void AddDataCommands(CLI::App& app, int& exit_code);
void AddHoldCommands(CLI::App& app, int& exit_code);        // of AddDataCommands
void AddLimitationCommands(CLI::App& app, int& exit_code);  // of AddDataCommands
void AddRequestCommands(CLI::App& app, int& exit_code);     // of AddDataCommands
void AddReportCommands(CLI::App& app, int& exit_code);      // report, export
void AddServeCommands(CLI::App& app, int& exit_code);
void AddConfigCommands(CLI::App& app, int& exit_code);
void AddAuditCommands(CLI::App& app, int& exit_code);
void AddScanCommand(CLI::App& app, int& exit_code);
void AddCatalogCommands(CLI::App& app, int& exit_code);
// catalog library, new, add, outdated; after AddCatalogCommands.
void AddLibraryCommands(CLI::App& app, int& exit_code);
// catalog draft, import; after AddCatalogCommands.
void AddDraftCommands(CLI::App& app, int& exit_code);
// catalog publish, history, in-force, rollback; after AddCatalogCommands.
void AddPublishCommands(CLI::App& app, int& exit_code);
void AddPersonCommands(CLI::App& app, int& exit_code);
void AddPictureCommands(CLI::App& app, int& exit_code);
void AddLogCommands(CLI::App& app, int& exit_code);  // log, receipt
void AddKeyCommands(CLI::App& app, int& exit_code);

// `--format`: text for people, or one JSON document that programs read.
void AddFormatOption(CLI::App& command, std::string& format);
// Prints `document` where that was asked for; false: nothing was printed.
bool PrintedAsJson(const std::string& format, const nlohmann::json& document);

// `--log-journal` of a command whose database the checkpoint log judges while no server runs.
void AddCheckpointLogOption(CLI::App& command, std::string& checkpoint_log);

}  // namespace temoin::cli

#endif  // TEMOIN_SERVER_CLI_CLI_H_
