// The HTTP front alone, answering every GET with one prepared body: what the front costs without
// anything behind it.
//
// Usage: front_server ADDRESS FILE   (prints the port it listens on)

#include <csignal>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>

#include "base/clock.h"
#include "server/http/transport/front.h"

namespace {

class OneBody final : public temoin::http::Handler {
 public:
  explicit OneBody(const std::string& body) {
    temoin::http::Response response;
    response.AddHeader("Cache-Control", "public, max-age=300");
    response.AddHeader("ETag", "\"bench\"");
    response.SetContent(body, "application/json");
    response_ = temoin::http::Prepare(response);
  }
  void Handle(temoin::http::Exchange& exchange) override { exchange.Send(response_); }

 private:
  std::shared_ptr<const temoin::http::PreparedResponse> response_;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "Usage: %s ADDRESS FILE\n", argv[0]);
    return 2;
  }
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);  // before the front's threads inherit the mask

  std::ifstream file(argv[2], std::ios::binary);
  const std::string body((std::istreambuf_iterator<char>(file)), {});
  OneBody handler(body);
  const temoin::SystemClock clock;
  temoin::http::FrontOptions options;
  options.listen = {argv[1]};
  const auto front = temoin::http::Front::Start(options, &handler, &clock);
  if (!front.ok()) {
    std::fprintf(stderr, "%s\n", front.error().message.c_str());
    return 2;
  }
  std::printf("%d\n", (*front)->port());
  std::fflush(stdout);
  int signal = 0;
  sigwait(&signals, &signal);
  (*front)->Stop(std::chrono::seconds(1));
  (*front)->Join();
  return 0;
}
