// How many threads a program should use when nobody says.
#ifndef SINTER_RUNTIME_ENGINE_PROCESSORS_H_
#define SINTER_RUNTIME_ENGINE_PROCESSORS_H_

#include <optional>

namespace sinter::runtime {

// Processors that this process may run on (its affinity mask) and has the time
// of (see cpu_quota.h); at least 1.
unsigned AvailableProcessors();

// As many of `processors` as there is time for. A part of one counts as a
// whole: one and a half processors are used by two threads, not by one.
unsigned ProcessorsWithin(unsigned processors, std::optional<double> quota);

}  // namespace sinter::runtime

#endif  // SINTER_RUNTIME_ENGINE_PROCESSORS_H_
