// How many threads a program should use when nobody says.
#ifndef SINTER_RUNTIME_PROCESSORS_H_
#define SINTER_RUNTIME_PROCESSORS_H_

namespace sinter::runtime {

// Processors that this process may run on (its affinity mask); at least 1.
unsigned AvailableProcessors();

}  // namespace sinter::runtime

#endif  // SINTER_RUNTIME_PROCESSORS_H_
