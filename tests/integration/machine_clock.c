/* Stands before the C library in a server under test: the wall clock, the boot clock and the
   kernel's word on them are what a file says, which may change while the server runs. The monotonic
   clock is left alone.

   TEMOIN_TEST_CLOCK names the file: two 64-bit numbers and a 32-bit one in the machine's order,
   seconds that the wall clock is off, seconds that the boot clock is off, 1 for "synchronised". */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/timex.h>
#include <time.h>
#include <unistd.h>

struct state {
  volatile int64_t wall;
  volatile int64_t boot;
  volatile int32_t synchronised;
};

static const struct state *State(void) {
  static const struct state *state;
  if (state == NULL) {
    static const struct state plain;
    const char *path = getenv("TEMOIN_TEST_CLOCK");
    int file = path == NULL ? -1 : open(path, O_RDONLY | O_CLOEXEC);
    void *mapped =
        file < 0 ? MAP_FAILED : mmap(NULL, sizeof(struct state), PROT_READ, MAP_SHARED, file, 0);
    state = mapped == MAP_FAILED ? &plain : mapped;
    if (file >= 0) close(file);
  }
  return state;
}

int clock_gettime(clockid_t clock, struct timespec *out) {
  int answer = (int)syscall(SYS_clock_gettime, clock, out);
  if (answer == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) {
    out->tv_sec += State()->wall;
  }
  if (answer == 0 && clock == CLOCK_BOOTTIME) out->tv_sec += State()->boot;
  return answer;
}

int gettimeofday(struct timeval *out, void *zone) {
  struct timespec now;
  (void)zone;
  if (clock_gettime(CLOCK_REALTIME, &now) != 0) return -1;
  out->tv_sec = now.tv_sec;
  out->tv_usec = now.tv_nsec / 1000;
  return 0;
}

time_t time(time_t *out) {
  struct timespec now;
  if (clock_gettime(CLOCK_REALTIME, &now) != 0) return -1;
  if (out != NULL) *out = now.tv_sec;
  return now.tv_sec;
}

int adjtimex(struct timex *state) {
  state->status = State()->synchronised ? 0 : STA_UNSYNC;
  return State()->synchronised ? TIME_OK : TIME_ERROR;
}
