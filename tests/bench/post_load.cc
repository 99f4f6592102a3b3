// A closed loop of visitors who record a choice: each connection posts, waits for the response,
// posts again. wrk cannot vary bodies cheaply enough to share two cores with the server it
// measures.
//
//   post_load PORT PATH HOST ORIGIN CONNECTIONS SECONDS FILE [RATE]
//
// FILE holds the bodies, one a line; each request takes the next. With RATE so many visitors a
// second come whatever the server does: their time counts from the moment they were to post, so
// that one who had to wait for a free connection is not forgotten. Prints one line of JSON:
// requests, errors (other than 201), seconds, and the percentiles of the responses' times in
// microseconds.

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "base/scheduling.h"

namespace {

using Clock = std::chrono::steady_clock;

struct Visitor {
  int fd = -1;
  std::string in;
  Clock::time_point sent;
};

[[noreturn]] void Stop(const char* why) {
  std::fprintf(stderr, "post_load: %s: %s\n", why, std::strerror(errno));
  std::exit(2);
}

int Connect(uint16_t port) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int on = 1;
  ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    Stop("connect");
  }
  return fd;
}

std::vector<std::string> ReadRequests(char** argv) {
  std::ifstream file(argv[7]);
  std::vector<std::string> requests;
  for (std::string body; std::getline(file, body);) {
    requests.push_back(std::string("POST ") + argv[2] + " HTTP/1.1\r\nHost: " + argv[3] +
                       "\r\nOrigin: " + argv[4] +
                       "\r\nContent-Type: application/json\r\nContent-Length: " +
                       std::to_string(body.size()) + "\r\n\r\n" + body);
  }
  if (requests.empty()) Stop("no bodies");
  return requests;
}

// Whether `in` is a whole response: a client that has asked once gets one at a time.
bool IsWhole(std::string_view in) {
  constexpr std::string_view kLength = "\r\nContent-Length: ";
  const size_t end = in.find("\r\n\r\n");
  if (end == std::string_view::npos) return false;
  const size_t at = in.substr(0, end).rfind(kLength);
  if (at == std::string_view::npos) return true;
  size_t length = 0;
  std::from_chars(in.data() + at + kLength.size(), in.data() + end, length);
  return in.size() >= end + 4 + length;
}

long Percentile(const std::vector<long>& sorted, double share) {
  if (sorted.empty()) return 0;
  return sorted[std::min(sorted.size() - 1,
                         static_cast<size_t>(share * static_cast<double>(sorted.size())))];
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 8 && argc != 9) {
    std::fprintf(stderr, "Usage: %s PORT PATH HOST ORIGIN CONNECTIONS SECONDS FILE [RATE]\n",
                 argv[0]);
    return 2;
  }
  // Visitors are computers of their own: their time is not to wait for who else uses this one.
  temoin::TakeShortTurns();
  const auto port = static_cast<uint16_t>(std::atoi(argv[1]));
  const auto count = static_cast<size_t>(std::atoi(argv[5]));
  const std::vector<std::string> requests = ReadRequests(argv);
  const int epoll = ::epoll_create1(EPOLL_CLOEXEC);
  std::vector<Visitor> visitors(count);
  size_t next = 0;
  const auto post = [&](Visitor& visitor, Clock::time_point at) {
    const std::string& request = requests[next++ % requests.size()];
    visitor.sent = at;
    if (::send(visitor.fd, request.data(), request.size(), MSG_NOSIGNAL) !=
        static_cast<ssize_t>(request.size())) {
      Stop("send");
    }
  };
  for (size_t i = 0; i < count; ++i) {
    visitors[i].fd = Connect(port);
    epoll_event event{};
    event.events = EPOLLIN | EPOLLET;  // what has come is read whole, below
    event.data.u64 = i;
    ::epoll_ctl(epoll, EPOLL_CTL_ADD, visitors[i].fd, &event);
  }
  std::vector<long> times;
  times.reserve(1 << 22);
  size_t errors = 0;
  const auto start = Clock::now();
  const auto end = start + std::chrono::milliseconds(static_cast<long>(std::atof(argv[6]) * 1000));
  const double rate = argc == 9 ? std::atof(argv[8]) : 0;
  std::vector<Visitor*> idle;  // with a rate: connections that wait for their next visitor
  const auto next_visitor = [&] {
    return start + std::chrono::duration_cast<Clock::duration>(
                       std::chrono::duration<double>(static_cast<double>(next) / rate));
  };
  for (Visitor& visitor : visitors) {
    if (rate > 0) {
      idle.push_back(&visitor);
    } else {
      post(visitor, start);
    }
  }
  std::array<epoll_event, 256> events;
  std::array<char, 16384> chunk;
  auto now = start;
  while (now < end) {
    const int ready = ::epoll_wait(epoll, events.data(), events.size(), rate > 0 ? 1 : 100);
    for (int i = 0; i < ready; ++i) {
      Visitor& visitor = visitors[events[static_cast<size_t>(i)].data.u64];
      const ssize_t got = ::recv(visitor.fd, chunk.data(), chunk.size(), 0);
      if (got <= 0) Stop("the server ended a connection");
      // A response mostly comes in one piece; only the others are put together.
      std::string_view response(chunk.data(), static_cast<size_t>(got));
      if (!visitor.in.empty() || !IsWhole(response)) {
        response = visitor.in.append(response);
        if (!IsWhole(response)) continue;
      }
      now = Clock::now();
      times.push_back(static_cast<long>(
          std::chrono::duration_cast<std::chrono::microseconds>(now - visitor.sent).count()));
      if (response.substr(9, 3) != "201" && ++errors == 1) {
        std::fprintf(stderr, "%.*s\n", static_cast<int>(response.size()), response.data());
      }
      visitor.in.clear();
      if (rate > 0) {
        idle.push_back(&visitor);
      } else {
        post(visitor, now);
      }
    }
    now = Clock::now();
    for (; rate > 0 && !idle.empty() && next_visitor() <= now; idle.pop_back()) {
      post(*idle.back(), next_visitor());
    }
  }
  const double seconds = std::chrono::duration<double>(now - start).count();
  std::sort(times.begin(), times.end());
  std::printf(
      "{\"requests\":%zu,\"errors\":%zu,\"seconds\":%.3f,\"p50_us\":%ld,\"p99_us\":%ld,"
      "\"max_us\":%ld}\n",
      times.size(), errors, seconds, Percentile(times, 0.5), Percentile(times, 0.99),
      times.empty() ? 0 : times.back());
  return errors == 0 ? 0 : 1;
}
