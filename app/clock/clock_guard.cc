#include "app/clock/clock_guard.h"

#include <spdlog/spdlog.h>
#include <sys/timex.h>

#include <algorithm>
#include <ctime>

#include "base/calendar.h"
#include "base/file.h"

namespace temoin::app {
namespace {

using std::chrono::seconds;

constexpr seconds kSaveEvery{60};
constexpr seconds kMarkEvery{3600};
// A check that comes later than this found the process stopped: that was no running time.
constexpr seconds kLongestTick{2};
constexpr size_t kMaxBootId = 64;

}  // namespace

// Not by std::chrono::system_clock, whose nanoseconds end in 2262 and begin again in 1677: a clock
// that is that wrong is still said to be ahead.
Time SystemMachineClock::Wall() const {
  timespec now{};
  return ::clock_gettime(CLOCK_REALTIME, &now) == 0 ? Time(seconds(now.tv_sec))
                                                    : SystemClock().Now();
}

seconds SystemMachineClock::Running() const {
  timespec now{};
  return ::clock_gettime(CLOCK_BOOTTIME, &now) == 0 ? seconds(now.tv_sec) : seconds(0);
}

bool SystemMachineClock::Synchronised() const {
  timex state{};  // nothing is set
  const int told = ::adjtimex(&state);
  return told >= 0 && told != TIME_ERROR && (state.status & STA_UNSYNC) == 0;
}

std::string SystemMachineClock::Boot() const {
  auto id = ReadFile("/proc/sys/kernel/random/boot_id", kMaxBootId);
  if (!id) return {};
  std::erase_if(*id, [](char c) { return c == '\n' || c == ' '; });
  return *std::move(id);
}

ClockGuard::ClockGuard(ClockGuardOptions options, const MachineClock& machine)
    : options_(std::move(options)),
      machine_(machine),
      boot_(machine.Boot()),
      opened_(machine.Running()),
      last_check_(opened_) {
  auto file = ReadClockFile(options_.data_directory);
  if (!file) {
    if (file.error().code != ErrorCode::kNotFound) {
      spdlog::warn("{}/clock is not used, and is written anew: {}", options_.data_directory,
                   file.error().message);
    }
    return;
  }
  running_ = file->running;
  signed_ = file->signed_entries;
  known_ = *std::move(file);
}

Status ClockGuard::Learn(const store::LogStore& store,
                         std::optional<std::pair<uint64_t, Time>> checkpoint_log_end) {
  const auto newest = LearnKept(store, checkpoint_log_end);
  const std::lock_guard lock(mutex_);
  unknown_.reset();
  if (newest) {
    newest_ = *newest;
    return {};
  }
  unknown_ = newest.error();
  return newest.error();
}

Result<std::optional<Time>> ClockGuard::LearnKept(
    const store::LogStore& store, std::optional<std::pair<uint64_t, Time>> checkpoint_log_end) {
  TEMOIN_ASSIGN_OR_RETURN(const auto corrections, store.ClockCorrections());
  TEMOIN_ASSIGN_OR_RETURN(std::optional<Time> newest, store.NewestTime());
  const auto note = [&newest](Time time) { newest = std::max(newest.value_or(time), time); };
  if (checkpoint_log_end)
    note(store::CorrectedTime(corrections, checkpoint_log_end->first, checkpoint_log_end->second));
  const std::lock_guard lock(mutex_);
  correction_.reset();
  if (!corrections.empty()) correction_ = corrections.back().index;
  anchor_.reset();
  if (!known_) return newest;
  // What the file says from before a correction that it does not know counts as of its time.
  const uint64_t size = known_->correction ? *known_->correction + 1 : 0;
  const auto corrected = [&](Time time) { return store::CorrectedTime(corrections, size, time); };
  const Time wall = corrected(known_->anchor.wall);
  note(wall);
  if (wall == known_->anchor.wall && !boot_.empty() && known_->boot == boot_ &&
      known_->anchor.running <= machine_.Running()) {
    anchor_ = known_->anchor;
  }
  marks_ = known_->marks;
  for (ClockMark& mark : marks_) mark.wall = corrected(mark.wall);
  return newest;
}

ClockInput ClockGuard::Input() const {
  return {.wall = machine_.Wall(),
          .running = machine_.Running(),
          .newest = newest_,
          .anchor = anchor_,
          .synchronised = false,
          .demo = options_.demo};
}

// The kernel is asked only when its word matters.
ClockVerdict ClockGuard::Judge() const {
  ClockInput input = Input();
  const ClockVerdict alone = JudgeClock(input);
  if (alone.state == ClockState::kNormal || alone.state == ClockState::kBehind) return alone;
  input.synchronised = machine_.Synchronised();
  return JudgeClock(input);
}

Time ClockGuard::GoOn() const {
  const seconds running = machine_.Running();
  const Time newest = std::max(newest_.value_or(kNoClockBefore), kNoClockBefore);
  const Time on = anchor_ ? anchor_->wall + std::max(running - anchor_->running, seconds(0))
                          : newest + std::max(running - opened_, seconds(0));
  return std::max(newest, on);
}

void ClockGuard::NoteMark(Time wall) {
  if (!marks_.empty() && running_ < marks_.back().running + kMarkEvery) return;
  marks_.push_back(
      {.running = running_, .wall = marks_.empty() ? wall : std::max(wall, marks_.back().wall)});
  if (marks_.size() > kMaxClockMarks) marks_.erase(marks_.begin());
}

void ClockGuard::NoteNormal(const ClockInput& input, ClockState state) {
  const bool leapt = state != ClockState::kNormal || said_ != ClockState::kNormal;
  const bool due = !last_save_ || running_ >= *last_save_ + kSaveEvery;
  newest_ = std::max(newest_.value_or(input.wall), input.wall);
  if (!anchor_ || leapt || due) anchor_ = ClockAnchor{.wall = *newest_, .running = input.running};
  NoteMark(*newest_);
}

ClockFile ClockGuard::File() const {
  ClockFile file;
  file.anchor = anchor_.value_or(ClockAnchor{.wall = newest_.value_or(kNoClockBefore)});
  file.boot = boot_.empty() ? "unknown" : boot_;
  file.running = running_;
  file.correction = correction_;
  file.visitors = options_.visitors || (known_ && known_->visitors);
  file.signed_entries = signed_;
  file.marks = marks_;
  return file;
}

Status ClockGuard::Write(const ClockFile& file) {
  const std::lock_guard lock(writing_);
  Status written = WriteClockFile(options_.data_directory, file);
  if (!written && !save_failed_) {
    spdlog::warn("the time cannot be kept in {}/clock, which is tried again every minute: {}",
                 options_.data_directory, written.error().message);
  }
  save_failed_ = !written;
  return written;
}

void ClockGuard::Check(Readiness& readiness) {
  std::optional<ClockFile> file;
  ClockVerdict verdict;
  bool changed = false;
  std::string reason;
  {
    const std::lock_guard lock(mutex_);
    const ClockInput input = Input();
    running_ += std::clamp(input.running - last_check_, seconds(0), kLongestTick);
    last_check_ = input.running;
    verdict = Judge();
    if (unknown_) verdict.vouched = false;
    changed = verdict.state != said_ || unknown_.has_value() != said_unknown_;
    reason = unknown_ ? unknown_->message : ClockReason(verdict, input.wall);
    if (verdict.vouched) {
      NoteNormal(input, verdict.state);
      if (!last_save_ || running_ >= *last_save_ + kSaveEvery || changed) {
        last_save_ = running_;
        file = File();
      }
    }
    said_ = verdict.state;
    said_unknown_ = unknown_.has_value();
  }
  if (changed && verdict.vouched) {
    if (verdict.state != ClockState::kNormal) spdlog::warn("{}", reason);
    readiness.Withdraw("clock");
  } else if (changed) {
    readiness.HoldChoices("clock", reason);
  }
  if (file) (void)Write(*file);
}

Status ClockGuard::Save() {
  std::optional<ClockFile> file;
  {
    const std::lock_guard lock(mutex_);
    const ClockInput input = Input();
    if (unknown_ || !JudgeClock(input).vouched) return {};
    newest_ = std::max(newest_.value_or(input.wall), input.wall);
    anchor_ = ClockAnchor{.wall = *newest_, .running = input.running};
    file = File();
  }
  return Write(*file);
}

void ClockGuard::Signed(uint64_t entries) {
  const std::lock_guard lock(mutex_);
  signed_ = std::max(signed_.value_or(entries), entries);
}

void ClockGuard::Confirmed(Time time, uint64_t entry) {
  const std::lock_guard lock(mutex_);
  newest_ = time;
  anchor_ = ClockAnchor{.wall = std::max(machine_.Wall(), time), .running = machine_.Running()};
  correction_ = entry;
  for (ClockMark& mark : marks_) mark.wall = std::min(mark.wall, time);
}

Time ClockGuard::Now() const {
  const std::lock_guard lock(mutex_);
  const ClockInput input = Input();
  if (!JudgeClock(input).vouched) return GoOn();
  newest_ = std::max(newest_.value_or(input.wall), input.wall);
  return *newest_;
}

Status ClockGuard::Vouched() const {
  const std::lock_guard lock(mutex_);
  const ClockInput input = Input();
  const ClockVerdict verdict = JudgeClock(input);
  if (unknown_) return *unknown_;
  if (verdict.vouched) return {};
  return Error(ErrorCode::kUnavailable, ClockReason(verdict, input.wall));
}

std::optional<Time> ClockGuard::RetentionEnd() const {
  std::optional<Time> end;
  {
    const std::lock_guard lock(mutex_);
    for (const ClockMark& mark : marks_) {
      if (mark.running + kRetentionDelay <= running_) end = mark.wall;
    }
  }
  if (!end) return end;
  return std::min(*end, Now());
}

ClockVerdict ClockGuard::verdict() const {
  const std::lock_guard lock(mutex_);
  return JudgeClock(Input());
}

Time ClockGuard::newest() const {
  const std::lock_guard lock(mutex_);
  return std::max(newest_.value_or(kNoClockBefore), kNoClockBefore);
}

}  // namespace temoin::app
