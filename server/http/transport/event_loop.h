// One thread of the front: accepts, reads, calls the handler, writes, and watches the time.
//
// Level-triggered epoll. An event that finds work does it to the end (read, handle, write) without
// going through epoll again, up to a few dozen responses; interest changes only when a socket is
// full or a client sends ahead.
//
// Thread-safety: Run belongs to one thread. Stop may be called from any thread.
#ifndef TEMOIN_SERVER_HTTP_TRANSPORT_EVENT_LOOP_H_
#define TEMOIN_SERVER_HTTP_TRANSPORT_EVENT_LOOP_H_

#include <sys/uio.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/clock.h"
#include "server/http/transport/connection.h"
#include "server/http/transport/front.h"
#include "server/http/transport/httplib_adapter.h"
#include "server/http/transport/mailbox.h"
#include "server/http/transport/worker_pool.h"

namespace temoin::http {

class EventLoop {
 public:
  // Takes over `listeners` (non-blocking, listening). All pointers outlive the loop.
  EventLoop(const FrontOptions& options, std::vector<int> listeners, Handler* handler,
            const Clock* clock, WorkerPool* workers, FrontMetrics* metrics);
  ~EventLoop();
  EventLoop(const EventLoop&) = delete;
  EventLoop& operator=(const EventLoop&) = delete;

  // False when the system refused a descriptor; then Run must not be called.
  bool ok() const { return ok_; }
  // Returns after Stop, when every connection has been answered or the grace is over.
  void Run();
  void Stop(std::chrono::milliseconds grace);

 private:
  class LoopExchange;
  static constexpr uint64_t kListenerId = ~uint64_t{0} - 64;  // and up: one a listener
  using SteadyClock = std::chrono::steady_clock;
  using TimePoint = SteadyClock::time_point;

  // Accepting.
  bool OnAcceptable(int listener);  // true: there may be more
  void Admit(int fd, const sockaddr_storage& address);
  void OutOfDescriptors(int listener);
  void PauseListening();
  void ResumeListening();
  bool MakeRoom();
  bool CloseOldestIdle();
  bool CloseOldestUnfinished(uint64_t range);
  void SetUnfinished(Connection* c, bool unfinished);
  void TurnAway(int fd);

  // Reading and handling.
  void OnEvent(uint64_t id, uint32_t events);
  void OnReadable(Connection* c);
  void Drain(Connection* c);
  // Handles complete requests at the start of `data`; returns how many bytes they took.
  size_t Consume(Connection* c, std::string_view data);
  void Resume(Connection* c);
  void GoOn();
  void HandleRequest(Connection* c, std::string_view data);
  void NoteProgress(Connection* c);

  // Answering.
  void Count(Connection* c, int status, std::string_view problem);
  void Respond(Connection* c, const Response& response);
  void RespondPrepared(Connection* c, std::shared_ptr<const PreparedResponse> response);
  void Reject(Connection* c, int status, RejectReason reason);
  // A response of the front's own to a request that was framed well: the connection may go on.
  void Refuse(Connection* c, int status, RejectReason reason);
  void BeginWriting(Connection* c);
  void ContinueWriting(Connection* c);
  void Finished(Connection* c);
  void OnLateResponses();

  // Life and time.
  void Close(Connection* c);
  void Watch(Connection* c, uint32_t interest) const;
  void Account(Connection* c);
  void Sweep();
  void Expire(Connection* c);
  void BeginStopping();
  Connection* Find(uint64_t id);
  const std::string& Date();

  const FrontOptions options_;
  Handler* const handler_;
  const Clock* const clock_;
  WorkerPool* const workers_;
  FrontMetrics* const metrics_;
  const std::shared_ptr<Mailbox> mailbox_;
  HttplibAdapter adapter_;

  bool ok_ = false;
  int epoll_ = -1;
  int reserve_ = -1;  // given up for a moment when descriptors have run out
  std::vector<int> listeners_;
  bool listening_ = false;
  TimePoint resume_listening_;

  std::vector<std::unique_ptr<Connection>> slots_;
  std::vector<uint32_t> generations_;
  std::vector<uint32_t> free_;
  std::vector<uint64_t> next_turn_;  // connections whose next requests wait for the next turn
  std::unordered_map<uint64_t, size_t> unfinished_;  // connections by their range of addresses
  std::vector<uint32_t> closed_;  // slots to free once no pointer of this round can see them
  size_t open_ = 0;

  std::vector<char> scratch_;
  std::vector<LateResponse> late_;
  TimePoint now_;
  TimePoint next_sweep_;
  std::chrono::milliseconds sweep_;
  Time date_time_{std::chrono::seconds(-1)};
  std::string date_;

  std::atomic<bool> stop_requested_{false};
  std::atomic<int64_t> grace_ms_{0};
  bool stopping_ = false;
  TimePoint stop_deadline_;
};

}  // namespace temoin::http

#endif  // TEMOIN_SERVER_HTTP_TRANSPORT_EVENT_LOOP_H_
