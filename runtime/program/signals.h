// SIGINT and SIGTERM while training: stop after the step, save, then exit.
#ifndef SINTER_RUNTIME_PROGRAM_SIGNALS_H_
#define SINTER_RUNTIME_PROGRAM_SIGNALS_H_

#include <atomic>

namespace sinter::runtime {

// From now on the first SIGINT or SIGTERM is only noted (see StopSignal), the
// second ends the program at once with exit code 128 + signal. A signal that is
// ignored (as nohup and background jobs of a script have it) stays so.
void CatchStopSignals();

// Back to the default: either signal ends the program at once.
void RestoreStopSignals();

// 0, or the number of the signal that came.
const std::atomic<int>& StopSignal();

// A closed pipe and a file beyond the size limit become errors of write()
// instead of ending the program.
void IgnoreWriteSignals();

}  // namespace sinter::runtime

#endif  // SINTER_RUNTIME_PROGRAM_SIGNALS_H_
