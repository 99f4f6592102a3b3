// A library to preload into a program under test: it writes down, in order, everything the program
// does to the files of one directory, so that power cuts at any moment can be acted out later
// (power_cut.py).
//
//   TEMOIN_TRACE_DIR   the directory watched (absolute, no trailing slash)
//   TEMOIN_TRACE_FILE  where the trace goes (outside that directory)
//
// An event: 1 byte kind, 4 bytes file number, 8 bytes offset or size, 4 bytes length, then that
// many bytes; little-endian. Files are numbered by open file, named by the 'O' event. An event is
// appended after the call that it tells of has succeeded, under one lock, so the trace is an order
// that the file system could have seen. Memory-mapped writes are not seen: of what the program
// uses, only SQLite's -shm file is mapped, and that is rebuilt after a crash.
//
// Kinds: O open (offset: bit 0 created, bit 1 truncated, bit 2 a directory, bit 3 a file without a
// name; bytes: the name inside the directory watched, empty for that directory), W write, T
// truncate, S sync of a file or directory, R rename (bytes: old NUL new), L a name for a file
// without one (bytes: the name), U unlink (bytes: name).

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include <array>
#include <cstdarg>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <string>

namespace {

constexpr int kMaxDescriptors = 65536;

template <typename Function>
Function Real(const char* name) {
  return reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
}

struct State {
  std::mutex lock;
  std::string directory;
  int trace = -1;
  std::array<uint32_t, kMaxDescriptors> file{};  // number of the open file, 0: not watched
  uint32_t next = 1;
};

State& Get() {
  static State* const state = [] {
    auto* created = new State;
    const char* directory = std::getenv("TEMOIN_TRACE_DIR");
    const char* trace = std::getenv("TEMOIN_TRACE_FILE");
    if (directory != nullptr && trace != nullptr) {
      created->directory = directory;
      using Open = int (*)(const char*, int, ...);
      created->trace = Real<Open>("open")(trace, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    }
    return created;
  }();
  return *state;
}

// Call with the lock held.
void Emit(State& state, char kind, uint32_t file, uint64_t offset, const void* data, size_t size) {
  std::array<uint8_t, 17> head{};
  head[0] = static_cast<uint8_t>(kind);
  const auto length = static_cast<uint32_t>(size);
  std::memcpy(&head[1], &file, 4);
  std::memcpy(&head[5], &offset, 8);
  std::memcpy(&head[13], &length, 4);
  const iovec parts[2] = {{head.data(), head.size()}, {const_cast<void*>(data), size}};
  using Writev = ssize_t (*)(int, const iovec*, int);
  static const auto real_writev = Real<Writev>("writev");
  const auto whole = static_cast<ssize_t>(head.size() + size);
  if (real_writev(state.trace, parts, 2) != whole) {
    static constexpr char kMessage[] = "recorder: the trace cannot be written\n";
    (void)!::write(2, kMessage, sizeof kMessage - 1);
    std::_Exit(99);
  }
}

std::string Absolute(const char* path) {
  if (path[0] == '/') return path;
  std::array<char, 4096> cwd{};
  if (::getcwd(cwd.data(), cwd.size()) == nullptr) return path;
  return std::string(cwd.data()) + "/" + path;
}

// The name inside the watched directory; empty when it is elsewhere.
std::string Inside(const State& state, const char* path) {
  if (state.trace < 0) return {};
  const std::string absolute = Absolute(path);
  if (absolute.size() > state.directory.size() + 1 &&
      absolute.compare(0, state.directory.size(), state.directory) == 0 &&
      absolute[state.directory.size()] == '/') {
    return absolute.substr(state.directory.size() + 1);
  }
  return {};
}

bool Nameless(int flags) { return (flags & O_TMPFILE) == O_TMPFILE; }
bool TakesMode(int flags) { return (flags & O_CREAT) != 0 || Nameless(flags); }

// The number of the open file that a path of /proc/self/fd names; 0: none.
uint32_t ByDescriptor(const State& state, const char* path) {
  int fd = -1;
  if (std::sscanf(path, "/proc/self/fd/%d", &fd) != 1 || fd < 0 || fd >= kMaxDescriptors) return 0;
  return state.file[fd];
}

int Opened(int fd, const char* path, int flags, bool existed) {
  State& state = Get();
  if (fd < 0 || fd >= kMaxDescriptors || state.trace < 0) return fd;
  const std::lock_guard<std::mutex> guard(state.lock);
  state.file[fd] = ByDescriptor(state, path);
  if (state.file[fd] != 0) return fd;
  const std::string name = Inside(state, path);
  if (name.empty() && Absolute(path) != state.directory) return fd;
  struct stat info {};
  const bool is_directory = ::fstat(fd, &info) == 0 && S_ISDIR(info.st_mode);
  state.file[fd] = state.next++;
  const uint64_t how = (existed ? 0U : 1U) | ((flags & O_TRUNC) != 0 ? 2U : 0U) |
                       (is_directory ? 4U : 0U) | (Nameless(flags) ? 8U : 0U);
  Emit(state, 'O', state.file[fd], how, name.data(), name.size());
  return fd;
}

bool Exists(const char* path) { return ::access(path, F_OK) == 0; }

void Wrote(int fd, const void* data, ssize_t count, off_t at) {
  State& state = Get();
  if (count <= 0 || fd < 0 || fd >= kMaxDescriptors || state.trace < 0) return;
  const std::lock_guard<std::mutex> guard(state.lock);
  if (state.file[fd] == 0) return;
  const off_t offset = at >= 0 ? at : ::lseek(fd, 0, SEEK_CUR) - count;
  Emit(state, 'W', state.file[fd], static_cast<uint64_t>(offset), data, static_cast<size_t>(count));
}

void Synced(int fd) {
  State& state = Get();
  if (fd < 0 || fd >= kMaxDescriptors || state.trace < 0) return;
  const std::lock_guard<std::mutex> guard(state.lock);
  if (state.file[fd] == 0) return;
  Emit(state, 'S', state.file[fd], 0, nullptr, 0);
}

}  // namespace

// The interposed calls have the names and types of the C library.
// NOLINTBEGIN(readability-identifier-naming,cppcoreguidelines-pro-type-vararg)
extern "C" {

int open(const char* path, int flags, ...) {
  static const auto real = Real<int (*)(const char*, int, ...)>("open");
  va_list arguments;
  va_start(arguments, flags);
  const mode_t mode = TakesMode(flags) ? va_arg(arguments, mode_t) : 0;
  va_end(arguments);
  const bool existed = Exists(path);
  return Opened(real(path, flags, mode), path, flags, existed);
}

int open64(const char* path, int flags, ...) {
  static const auto real = Real<int (*)(const char*, int, ...)>("open64");
  va_list arguments;
  va_start(arguments, flags);
  const mode_t mode = TakesMode(flags) ? va_arg(arguments, mode_t) : 0;
  va_end(arguments);
  const bool existed = Exists(path);
  return Opened(real(path, flags, mode), path, flags, existed);
}

int close(int fd) {
  static const auto real = Real<int (*)(int)>("close");
  State& state = Get();
  if (fd >= 0 && fd < kMaxDescriptors && state.trace >= 0) {
    const std::lock_guard<std::mutex> guard(state.lock);
    state.file[fd] = 0;
    return real(fd);
  }
  return real(fd);
}

ssize_t write(int fd, const void* data, size_t size) {
  static const auto real = Real<ssize_t (*)(int, const void*, size_t)>("write");
  const ssize_t count = real(fd, data, size);
  Wrote(fd, data, count, -1);
  return count;
}

ssize_t pwrite(int fd, const void* data, size_t size, off_t offset) {
  static const auto real = Real<ssize_t (*)(int, const void*, size_t, off_t)>("pwrite");
  const ssize_t count = real(fd, data, size, offset);
  Wrote(fd, data, count, offset);
  return count;
}

ssize_t pwrite64(int fd, const void* data, size_t size, off64_t offset) {
  static const auto real = Real<ssize_t (*)(int, const void*, size_t, off64_t)>("pwrite64");
  const ssize_t count = real(fd, data, size, offset);
  Wrote(fd, data, count, offset);
  return count;
}

int ftruncate(int fd, off_t size) {
  static const auto real = Real<int (*)(int, off_t)>("ftruncate");
  const int result = real(fd, size);
  State& state = Get();
  if (result == 0 && fd >= 0 && fd < kMaxDescriptors && state.trace >= 0) {
    const std::lock_guard<std::mutex> guard(state.lock);
    if (state.file[fd] != 0) {
      Emit(state, 'T', state.file[fd], static_cast<uint64_t>(size), nullptr, 0);
    }
  }
  return result;
}

int ftruncate64(int fd, off64_t size) { return ftruncate(fd, size); }

int fsync(int fd) {
  static const auto real = Real<int (*)(int)>("fsync");
  const int result = real(fd);
  if (result == 0) Synced(fd);
  return result;
}

int fdatasync(int fd) {
  static const auto real = Real<int (*)(int)>("fdatasync");
  const int result = real(fd);
  if (result == 0) Synced(fd);
  return result;
}

int rename(const char* from, const char* to) {
  static const auto real = Real<int (*)(const char*, const char*)>("rename");
  const int result = real(from, to);
  State& state = Get();
  const std::string old_name = Inside(state, from);
  const std::string new_name = Inside(state, to);
  if (result == 0 && !old_name.empty() && !new_name.empty()) {
    const std::lock_guard<std::mutex> guard(state.lock);
    const std::string names = old_name + '\0' + new_name;
    Emit(state, 'R', 0, 0, names.data(), names.size());
  }
  return result;
}

int linkat(int from_directory, const char* from, int to_directory, const char* to, int flags) {
  static const auto real = Real<int (*)(int, const char*, int, const char*, int)>("linkat");
  const int result = real(from_directory, from, to_directory, to, flags);
  State& state = Get();
  const std::string name = Inside(state, to);
  if (result == 0 && !name.empty()) {
    const std::lock_guard<std::mutex> guard(state.lock);
    const uint32_t file = ByDescriptor(state, from);
    if (file != 0) Emit(state, 'L', file, 0, name.data(), name.size());
  }
  return result;
}

int unlink(const char* path) {
  static const auto real = Real<int (*)(const char*)>("unlink");
  const int result = real(path);
  State& state = Get();
  const std::string name = Inside(state, path);
  if (result == 0 && !name.empty()) {
    const std::lock_guard<std::mutex> guard(state.lock);
    Emit(state, 'U', 0, 0, name.data(), name.size());
  }
  return result;
}

}  // extern "C"
// NOLINTEND(readability-identifier-naming,cppcoreguidelines-pro-type-vararg)
