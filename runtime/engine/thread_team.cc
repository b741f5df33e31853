#include "runtime/engine/thread_team.h"

#include <fmt/format.h>

#include <cassert>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <system_error>

#include "runtime/engine/subnormals.h"

namespace sinter::runtime {

namespace {

// Going on would mix steps up.
[[noreturn]] void EndWithoutBarrier() {
  std::fputs(
      "a team of several workers has no barrier (see "
      "runtime/engine/worker.h)\n",
      stderr);
  std::abort();
}

}  // namespace

void Worker::Wait() const {
  if (count <= 1) return;
  if (barrier == nullptr) EndWithoutBarrier();
  barrier->Wait();
}

ThreadTeam::ThreadTeam(unsigned count) : count_(count), barrier_(count) {
  assert(count >= 1);
  threads_.reserve(count - 1);
  try {
    for (unsigned index = 1; index < count; ++index) {
      threads_.emplace_back(&ThreadTeam::Loop, this, index);
    }
  } catch (const std::system_error& error) {
    const size_t refused = threads_.size() + 2;  // the caller is number 1
    StopThreads();
    throw ThreadsRefused(
        count, fmt::format("cannot start the threads; number {} is refused: {}",
                           refused, error.code().message()));
  } catch (...) {
    StopThreads();
    throw;
  }
}

ThreadTeam::~ThreadTeam() { StopThreads(); }

void ThreadTeam::StopThreads() {
  job_ = nullptr;
  region_.Advance();
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

void ThreadTeam::Run(const Job& job) {
  const Worker worker{0, count_, &barrier_};
  const FlushSubnormals flush;
  if (count_ == 1) {
    job(worker);
    return;
  }
  job_ = &job;
  region_.Advance();
  // An exception would leave the others inside the region: end the program.
  [&]() noexcept { job(worker); }();
  barrier_.Wait();
}

void ThreadTeam::Loop(unsigned index) {
  const Worker worker{index, count_, &barrier_};
  const FlushSubnormals flush;
  for (uint32_t region = 0;; ++region) {
    region_.WaitForChange(region);
    if (job_ == nullptr) return;
    (*job_)(worker);
    barrier_.Wait();
  }
}

}  // namespace sinter::runtime
