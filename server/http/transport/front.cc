#include "server/http/transport/front.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <thread>
#include <utility>

#include "base/scheduling.h"
#include "server/http/transport/event_loop.h"
#include "server/http/transport/listener.h"
#include "server/http/transport/worker_pool.h"

namespace temoin::http {
namespace {

// A connection is a descriptor: use what the system allows without asking for more rights.
void RaiseDescriptorLimit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < limit.rlim_max) {
    limit.rlim_cur = std::min<rlim_t>(limit.rlim_max, 65536);
    ::setrlimit(RLIMIT_NOFILE, &limit);
  }
}

}  // namespace

struct Front::Impl {
  FrontMetrics metrics;
  int port = 0;
  std::unique_ptr<WorkerPool> workers;
  std::vector<std::unique_ptr<EventLoop>> loops;
  std::vector<std::thread> threads;
};

Front::Front(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Front::~Front() {
  Stop(std::chrono::milliseconds(0));
  Join();
}

Result<std::unique_ptr<Front>> Front::Start(const FrontOptions& options, Handler* handler,
                                            const Clock* clock) {
  if (options.listen.empty() || options.loops < 1) {
    return Error(ErrorCode::kInvalidArgument, "A front needs an address and a loop.");
  }
  RaiseDescriptorLimit();
  std::vector<ListenSocket> sockets;
  const auto close_all = [&sockets] {
    for (const ListenSocket& socket : sockets) ::close(socket.fd);
  };
  for (const std::string& address : options.listen) {
    auto opened = OpenListeners(address);
    if (!opened.ok()) {
      close_all();
      return opened.error();
    }
    for (const ListenSocket& socket : *opened) {  // what is accepted from it has the same
      ::setsockopt(socket.fd, SOL_SOCKET, SO_SNDBUF, &options.send_buffer,
                   sizeof options.send_buffer);
    }
    sockets.insert(sockets.end(), opened->begin(), opened->end());
  }
  auto impl = std::make_unique<Impl>();
  impl->port = sockets.front().port;
  impl->workers = std::make_unique<WorkerPool>(options.worker_threads, options.worker_queue,
                                               options.background);
  bool good = true;
  for (int i = 0; i < options.loops; ++i) {
    // Each loop has its own descriptor of each socket: the port closes when the last lets go.
    std::vector<int> fds;
    for (const ListenSocket& socket : sockets) {
      const int fd = i == 0 ? socket.fd : ::fcntl(socket.fd, F_DUPFD_CLOEXEC, 0);
      good = good && fd >= 0;
      fds.push_back(fd);
    }
    impl->loops.push_back(std::make_unique<EventLoop>(options, std::move(fds), handler, clock,
                                                      impl->workers.get(), &impl->metrics));
    good = good && impl->loops.back()->ok();
  }
  if (!good) {
    return Error(ErrorCode::kUnavailable, "The system has no descriptor left for the front.");
  }
  for (const auto& loop : impl->loops) {
    impl->threads.emplace_back([raw = loop.get(), background = options.background] {
      if (background) {
        LowerPriority();
      } else {
        TakeShortTurns();
      }
      raw->Run();
    });
  }
  return std::unique_ptr<Front>(new Front(std::move(impl)));
}

int Front::port() const { return impl_->port; }
const FrontMetrics& Front::metrics() const { return impl_->metrics; }

void Front::Stop(std::chrono::milliseconds grace) {
  for (const auto& loop : impl_->loops) loop->Stop(grace);
}

void Front::Join() {
  for (std::thread& thread : impl_->threads) {
    if (thread.joinable()) thread.join();
  }
  impl_->workers->Stop();
}

}  // namespace temoin::http
