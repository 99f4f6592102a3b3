#include "server/control/control.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <pwd.h>
#include <spdlog/spdlog.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <nlohmann/json.hpp>

#include "base/exception.h"
#include "base/json.h"

namespace temoin::control {
namespace {

constexpr std::string_view kName = "control.sock";
constexpr size_t kMaxRequest = size_t{24} << 20;
constexpr size_t kMaxReply = size_t{1} << 20;
constexpr std::chrono::seconds kRequestLimit{5};   // to send a request
constexpr std::chrono::seconds kReplyLimit{3600};  // a purge of millions of records takes its time

constexpr std::array kCodes = {
    ErrorCode::kInvalidArgument, ErrorCode::kUnprocessable,    ErrorCode::kUnauthorized,
    ErrorCode::kForbidden,       ErrorCode::kNotFound,         ErrorCode::kConflict,
    ErrorCode::kTooLarge,        ErrorCode::kUnsupportedMedia, ErrorCode::kRateLimited,
    ErrorCode::kUnavailable,     ErrorCode::kDataLoss,         ErrorCode::kInternal};

// The address of the socket through an open descriptor of its directory: short, however deep the
// directory lies.
Result<sockaddr_un> AddressIn(const FileDescriptor& directory) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string path = fmt::format("/proc/self/fd/{}/{}", directory.get(), kName);
  std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
  return address;
}

const sockaddr* Generic(const sockaddr_un& address) {
  return reinterpret_cast<const sockaddr*>(&address);
}

Result<FileDescriptor> OpenDirectory(const std::string& path) {
  FileDescriptor directory(::open(path.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  if (!directory.valid()) return ErrnoError("open", path, errno);
  return directory;
}

void LimitSending(int fd, std::chrono::seconds seconds) {
  const timeval limit{seconds.count(), 0};
  ::setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
}

Status SendLine(int fd, std::string line) {
  line += '\n';
  size_t sent = 0;
  while (sent < line.size()) {
    const ssize_t count = ::send(fd, line.data() + sent, line.size() - sent, MSG_NOSIGNAL);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return ErrnoError("write to", "the control socket", errno);
    sent += static_cast<size_t>(count);
  }
  return {};
}

// The whole line within `limit`, however slowly its bytes come.
Result<std::string> ReceiveLine(int fd, size_t max_bytes, std::chrono::seconds limit) {
  using std::chrono::steady_clock;
  const steady_clock::time_point end = steady_clock::now() + limit;
  std::string line;
  char buffer[16 * 1024];
  while (line.size() <= max_bytes) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(end - steady_clock::now());
    pollfd waiting{fd, POLLIN, 0};
    const int ready = left.count() > 0 ? ::poll(&waiting, 1, static_cast<int>(left.count())) : 0;
    if (ready < 0 && errno == EINTR) continue;
    if (ready == 0) {
      return Error(ErrorCode::kUnavailable, "a message on the control socket took too long");
    }
    const ssize_t count = ::recv(fd, buffer, sizeof buffer, 0);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return ErrnoError("read from", "the control socket", errno);
    if (count == 0) return Error(ErrorCode::kUnavailable, "the control socket was closed early");
    line.append(buffer, static_cast<size_t>(count));
    if (line.back() == '\n') {
      line.pop_back();
      return line;
    }
  }
  return Error(ErrorCode::kTooLarge,
               fmt::format("a message on the control socket is over {} MiB", max_bytes >> 20));
}

// The user at the other end; nullopt for one who is neither this process's own nor root.
std::optional<uid_t> PeerUser(int fd) {
  ucred peer{};
  socklen_t size = sizeof peer;
  if (::getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0) return std::nullopt;
  if (peer.uid != ::geteuid() && peer.uid != 0) return std::nullopt;
  return peer.uid;
}

nlohmann::json ErrorJson(const Error& error) {
  nlohmann::json out = {{"code", ErrorCodeName(error.code)}, {"message", error.message}};
  if (error.pointer) out["pointer"] = *error.pointer;
  return out;
}

Error ErrorFromJson(const nlohmann::json& json) {
  Error error(ErrorCode::kInternal, json.value("message", "the server failed"));
  for (const ErrorCode code : kCodes) {
    if (ErrorCodeName(code) == json.value("code", "")) error.code = code;
  }
  if (json.contains("pointer")) error.pointer = json.value("pointer", "");
  return error;
}

std::string Dump(const nlohmann::json& value) {
  return value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace

app::Actor CommandActor(unsigned int uid) {
  std::array<char, 4096> buffer{};
  passwd entry{};
  passwd* found = nullptr;
  const bool known =
      ::getpwuid_r(uid, &entry, buffer.data(), buffer.size(), &found) == 0 && found != nullptr;
  return {.name = known ? fmt::format("{} (commande)", entry.pw_name)
                        : fmt::format("uid {} (commande)", uid),
          .role = "operator",
          .at_machine = true};
}

Status ControlServer::Start(const std::string& data_directory) {
  TEMOIN_ASSIGN_OR_RETURN(const FileDescriptor directory, OpenDirectory(data_directory));
  path_ = fmt::format("{}/{}", data_directory, kName);
  ::unlink(path_.c_str());
  socket_.Reset(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  TEMOIN_ASSIGN_OR_RETURN(const sockaddr_un address, AddressIn(directory));
  // The file gets its mode from the socket's descriptor before bind(2), not after: no moment in
  // which others could connect.
  if (!socket_.valid() || ::fchmod(socket_.get(), 0600) != 0 ||
      ::bind(socket_.get(), Generic(address), sizeof address) != 0 ||
      ::chmod(path_.c_str(), 0600) != 0 || ::listen(socket_.get(), 16) != 0) {
    return ErrnoError("listen on", path_, errno);
  }
  stop_.Reset(::eventfd(0, EFD_CLOEXEC));
  if (!stop_.valid()) return ErrnoError("make", "an eventfd", errno);
  thread_ = std::thread([this] { Loop(); });
  return {};
}

void ControlServer::Stop() {
  if (!thread_.joinable()) return;
  const uint64_t one = 1;
  (void)!::write(stop_.get(), &one, sizeof one);
  thread_.join();
  ::unlink(path_.c_str());
}

void ControlServer::Loop() {
  while (true) {
    std::array<pollfd, 2> waiting = {pollfd{socket_.get(), POLLIN, 0},
                                     pollfd{stop_.get(), POLLIN, 0}};
    if (::poll(waiting.data(), waiting.size(), -1) < 0) continue;
    if (waiting[1].revents != 0) return;
    const FileDescriptor connection(::accept4(socket_.get(), nullptr, nullptr, SOCK_CLOEXEC));
    if (!connection.valid()) continue;
    if (const auto user = PeerUser(connection.get())) Serve(connection.get(), CommandActor(*user));
  }
}

// What a handler throws (out of memory) ends here: the server goes on.
Result<nlohmann::json> ControlServer::Do(const std::string& operation,
                                         const nlohmann::json& arguments,
                                         const app::Actor& actor) const {
  try {
    return work_(operation, arguments, actor);
  } catch (...) {
    spdlog::error("the command {} failed: {}", operation, CurrentExceptionType());
    return Error(ErrorCode::kUnavailable, "the server failed at this command; its log says why");
  }
}

void ControlServer::Serve(int connection, const app::Actor& actor) {
  LimitSending(connection, kRequestLimit);
  const Result<std::string> line = ReceiveLine(connection, kMaxRequest, kRequestLimit);
  if (!line) return;
  const Result<nlohmann::json> request = ParseJson(*line, {.max_bytes = kMaxRequest});
  nlohmann::json reply;
  const bool named = request && request->is_object() && request->contains("operation") &&
                     request->at("operation").is_string();
  if (!named) {
    reply["error"] = ErrorJson(Error(ErrorCode::kInvalidArgument,
                                     "a JSON object that names an \"operation\" is expected"));
  } else {
    const auto operation = request->at("operation").get<std::string>();
    const nlohmann::json arguments = request->value("arguments", nlohmann::json::object());
    const Result<nlohmann::json> result = Do(operation, arguments, actor);
    spdlog::info("{} by command: {}", operation, result ? "done" : result.error().message);
    if (result) {
      reply["result"] = *result;
    } else {
      reply["error"] = ErrorJson(result.error());
    }
  }
  (void)SendLine(connection, Dump(reply));
}

Result<std::optional<nlohmann::json>> AskServer(const std::string& data_directory,
                                                std::string_view operation,
                                                const nlohmann::json& arguments) {
  Result<FileDescriptor> directory = OpenDirectory(data_directory);
  if (!directory) {
    if (directory.error().code == ErrorCode::kNotFound) return std::optional<nlohmann::json>();
    return directory.error();
  }
  TEMOIN_ASSIGN_OR_RETURN(const sockaddr_un address, AddressIn(*directory));
  const FileDescriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (::connect(socket.get(), Generic(address), sizeof address) != 0) {
    if (errno == ENOENT || errno == ECONNREFUSED) return std::optional<nlohmann::json>();
    return ErrnoError("connect to", fmt::format("{}/{}", data_directory, kName), errno);
  }
  LimitSending(socket.get(), kReplyLimit);
  TEMOIN_RETURN_IF_ERROR(
      SendLine(socket.get(), Dump({{"operation", operation}, {"arguments", arguments}})));
  TEMOIN_ASSIGN_OR_RETURN(const std::string line,
                          ReceiveLine(socket.get(), kMaxReply, kReplyLimit));
  TEMOIN_ASSIGN_OR_RETURN(const nlohmann::json reply, ParseJson(line, {.max_bytes = kMaxReply}));
  if (reply.is_object() && reply.contains("error")) return ErrorFromJson(reply["error"]);
  if (!reply.is_object() || !reply.contains("result")) {
    return Error(ErrorCode::kUnavailable, "the server's answer makes no sense");
  }
  return std::optional(reply["result"]);
}

}  // namespace temoin::control
