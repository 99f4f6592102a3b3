// A socket in the data directory, for commands that change it while its server runs: the command
// asks the server, so that there is never a second writer.
//
// DATA/control.sock, mode 0600, and the peer must be the same user or root. One request a
// connection: a line of JSON {"operation","arguments"}, at most 24 MiB (the pictures of a
// revision), answered by one line {"result"} or {"error":{"code","message","pointer"}}, at most 1
// MiB. A path over 107 bytes, which the kernel does not take, is reached through the directory's
// descriptor.
//
// Thread-safety: Start and Stop from one thread; operations run on the socket's own thread, one at
// a time.
#ifndef TEMOIN_SERVER_CONTROL_CONTROL_H_
#define TEMOIN_SERVER_CONTROL_CONTROL_H_

#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

#include "app/context.h"
#include "base/file.h"
#include "base/result.h"

namespace temoin::control {

// The system's user, as the access log names who gives a command: "root (commande)".
app::Actor CommandActor(unsigned int uid);

class ControlServer {
 public:
  // Does an operation (operations.h) for the user at the other end.
  using Work = std::function<Result<nlohmann::json>(
      std::string_view operation, const nlohmann::json& arguments, const app::Actor& actor)>;
  explicit ControlServer(Work work) : work_(std::move(work)) {}
  ~ControlServer() { Stop(); }
  ControlServer(const ControlServer&) = delete;
  ControlServer& operator=(const ControlServer&) = delete;

  // The caller holds the directory's lock: a socket that is there is left over and replaced.
  Status Start(const std::string& data_directory);
  // Finishes the operation in progress.
  void Stop();

 private:
  void Loop();
  void Serve(int connection, const app::Actor& actor);
  Result<nlohmann::json> Do(const std::string& operation, const nlohmann::json& arguments,
                            const app::Actor& actor) const;

  const Work work_;
  std::string path_;
  FileDescriptor socket_;
  FileDescriptor stop_;  // eventfd
  std::thread thread_;
};

// Has the server of `data_directory` do an operation. Nothing when no server runs there. The
// server's own error comes back as it is; kUnavailable when it does not answer.
Result<std::optional<nlohmann::json>> AskServer(const std::string& data_directory,
                                                std::string_view operation,
                                                const nlohmann::json& arguments);

}  // namespace temoin::control

#endif  // TEMOIN_SERVER_CONTROL_CONTROL_H_
