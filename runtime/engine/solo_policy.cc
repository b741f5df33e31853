#include "runtime/engine/solo_policy.h"

#include <algorithm>

namespace sinter::runtime {
namespace {

// A window holds several turns of the scheduler, which are 3 to 4 ms.
constexpr size_t kWindowSteps = 32;
constexpr std::chrono::milliseconds kWindowTime{20};

// An interruption now and then adds a tenth to a window; a worker that shares
// its processor doubles it.
constexpr double kStalled = 1.5;

// Windows without a try after one that did not help.
constexpr size_t kPatience = 16;

}  // namespace

void SoloPolicy::BeginWindow() {
  steps_ = 0;
  total_ = Duration(0);
  fastest_ = Duration::max();
}

size_t SoloPolicy::AfterTeamStep(Duration duration) {
  ++steps_;
  total_ += duration;
  fastest_ = std::min(fastest_, duration);
  if (steps_ < kWindowSteps || total_ < kWindowTime) return 0;
  const Duration mean = total_ / steps_;
  const bool stalled = mean > fastest_ * kStalled;
  BeginWindow();
  if (!stalled) {
    solo_steps_ = kProbe;
    return 0;
  }
  if (patience_ > 0) {
    --patience_;
    return 0;
  }
  team_mean_ = mean;
  return solo_steps_;
}

void SoloPolicy::AfterSoloSteps(size_t steps, Duration duration) {
  if (duration / steps < team_mean_) {
    solo_steps_ = kMostSoloSteps;
  } else {
    solo_steps_ = kProbe;
    patience_ = kPatience;
  }
}

}  // namespace sinter::runtime
