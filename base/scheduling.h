// Which threads of the process go first when processors are scarce: a visitor never waits for
// staff.
//
// Both functions are about the calling thread. A system that does not know them, or refuses them,
// leaves the thread as it was: nothing depends on them but latencies.
//
// Thread-safety: any thread.
#ifndef TEMOIN_BASE_SCHEDULING_H_
#define TEMOIN_BASE_SCHEDULING_H_

namespace temoin {

// Asks for short and early turns: a fifth of a millisecond instead of the system's three, which
// lets the thread interrupt those with longer turns (Linux 6.12 and later, sched_setattr(2),
// sched_runtime). For threads that work little and often.
void TakeShortTurns();

// Leaves the processors to others that want them (nice 10; on Linux a thread has its own).
void LowerPriority();

}  // namespace temoin

#endif  // TEMOIN_BASE_SCHEDULING_H_
