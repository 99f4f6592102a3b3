#include "server/control/control.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <cstring>
#include <filesystem>
#include <new>
#include <nlohmann/json.hpp>
#include <string>

#include "base/encoding.h"
#include "base/file.h"
#include "tests/unit/log_capture.h"
#include "tests/unit/temporary_directory.h"

namespace temoin::control {
namespace TEMOIN_TEST_FILE {

using nlohmann::json;

class ControlTest : public ::testing::Test {
 protected:
  TemporaryDirectory directory_;
  const ControlServer::Work operations_ = [](std::string_view operation, const json& arguments,
                                             const app::Actor&) -> Result<json> {
    if (operation == "refuse") return Error(ErrorCode::kConflict, "not now", "/x");
    if (operation == "throw") throw std::bad_alloc();
    if (operation != "echo") return Error(ErrorCode::kNotFound, "no such operation");
    if (!arguments.is_object()) return Error(ErrorCode::kInvalidArgument, "no object");
    return arguments;
  };
};

TEST_F(ControlTest, WithoutAServerThereIsNoAnswer) {
  EXPECT_EQ(AskServer(directory_.path(), "echo", json::object()).value(), std::nullopt);
  EXPECT_EQ(AskServer(directory_.path() + "/none", "echo", json::object()).value(), std::nullopt);
}

TEST_F(ControlTest, AnswersAndErrorsComeBackAsTheyAre) {
  ControlServer server(operations_);
  ASSERT_TRUE(server.Start(directory_.path()).ok());
  const json arguments = {{"text", std::string(200'000, 'x')}, {"n", 7}};
  EXPECT_EQ(AskServer(directory_.path(), "echo", arguments).value(), arguments);
  const auto refused = AskServer(directory_.path(), "refuse", json::object());
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::kConflict);
  EXPECT_EQ(refused.error().message, "not now");
  EXPECT_EQ(refused.error().pointer, "/x");
  EXPECT_EQ(AskServer(directory_.path(), "nothing", json::object()).error().code,
            ErrorCode::kNotFound);
  EXPECT_FALSE(AskServer(directory_.path(), "echo", json::array()).ok());
}

// What a client of its own writes there, and what it is answered.
std::string Raw(const std::string& path, const std::string& request) {
  const FileDescriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
  EXPECT_EQ(::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address),
            0);
  EXPECT_TRUE(WriteAll(socket.get(), AsBytes(request)).ok());
  std::string reply(4096, '\0');
  const ssize_t count = ::recv(socket.get(), reply.data(), reply.size(), 0);
  reply.resize(count > 0 ? static_cast<size_t>(count) : 0);
  return reply;
}

TEST_F(ControlTest, WhatIsNoRequestIsAnErrorAndTheServerGoesOn) {
  ControlServer server(operations_);
  ASSERT_TRUE(server.Start(directory_.path()).ok());
  const std::string path = directory_.path() + "/control.sock";
  for (const char* request :
       {"{\"operation\":5}\n", "{\"operation\":null}\n", "{\"operation\":{}}\n", "{}\n", "[]\n",
        "5\n", "\n", "{\"operation\":\"echo\",\"arguments\":5}\n",
        "{\"operation\":\"echo\",\"arguments\":null}\n", "{\"operation\":\"throw\"}\n"}) {
    EXPECT_THAT(Raw(path, request), testing::HasSubstr("\"error\"")) << request;
  }
  EXPECT_EQ(AskServer(directory_.path(), "echo", json::object()).value(), json::object());
}

TEST_F(ControlTest, WhatAHandlerThrowsIsLoggedAndSaidToBe) {
  const LogCapture log;
  ControlServer server(operations_);
  ASSERT_TRUE(server.Start(directory_.path()).ok());
  const auto thrown = AskServer(directory_.path(), "throw", json::object());
  ASSERT_FALSE(thrown.ok());
  EXPECT_THAT(thrown.error().message, testing::HasSubstr("its log says why"));
  EXPECT_THAT(log.Text(), testing::HasSubstr("the command throw failed: std::bad_alloc"));
}

TEST_F(ControlTest, TheSocketIsTheOwnersAndLeavesWithTheServer) {
  const std::string path = directory_.path() + "/control.sock";
  {
    ControlServer server(operations_);
    ASSERT_TRUE(server.Start(directory_.path()).ok());
    struct stat info {};
    ASSERT_EQ(::stat(path.c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0777, 0600u);
  }
  EXPECT_FALSE(std::filesystem::exists(path));
}

TEST_F(ControlTest, ALongPathIsNoObstacle) {
  const std::string deep = directory_.path() + "/" + std::string(120, 'd');
  ASSERT_TRUE(std::filesystem::create_directory(deep));
  ControlServer server(operations_);
  ASSERT_TRUE(server.Start(deep).ok());
  EXPECT_EQ(AskServer(deep, "echo", {{"a", 1}}).value(), json({{"a", 1}}));
}

TEST_F(ControlTest, ALeftOverSocketIsReplaced) {
  {
    ControlServer first(operations_);
    ASSERT_TRUE(first.Start(directory_.path()).ok());
    std::filesystem::rename(directory_.path() + "/control.sock", directory_.path() + "/old");
  }
  std::filesystem::rename(directory_.path() + "/old", directory_.path() + "/control.sock");
  EXPECT_EQ(AskServer(directory_.path(), "echo", json::object()).value(), std::nullopt);
  ControlServer second(operations_);
  ASSERT_TRUE(second.Start(directory_.path()).ok());
  EXPECT_TRUE(AskServer(directory_.path(), "echo", json::object())->has_value());
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::control
