// When a team should leave its steps to one worker.
//
// Workers meet at barriers. On a machine with other busy processes one of them
// is off its processor for milliseconds at a time, and the others wait: a team
// of two is then slower than one thread, which nobody waits for. The policy
// sees that steps take much longer than the fastest of them, tries some steps
// with one worker, and keeps to what was faster. Results do not depend on it.
#ifndef SINTER_RUNTIME_ENGINE_SOLO_POLICY_H_
#define SINTER_RUNTIME_ENGINE_SOLO_POLICY_H_

#include <chrono>
#include <cstddef>

namespace sinter::runtime {

class SoloPolicy {
 public:
  using Duration = std::chrono::steady_clock::duration;

  // Solo steps between two looks at the team: 3 % of the time is spent
  // looking.
  static constexpr size_t kMostSoloSteps = 1024;

  // After a step by the team: how many steps one worker should do next; mostly
  // 0.
  size_t AfterTeamStep(Duration duration);
  // After steps by one worker, `duration` for all of them.
  void AfterSoloSteps(size_t steps, Duration duration);

 private:
  void BeginWindow();

  // Steps by the team since the last judgement.
  size_t steps_ = 0;
  Duration total_{0};
  Duration fastest_ = Duration::max();

  Duration team_mean_{0};       // of the window before the solo steps
  size_t solo_steps_ = kProbe;  // to do next time
  size_t patience_ = 0;         // windows to let pass before the next try

  static constexpr size_t kProbe = 32;
};

}  // namespace sinter::runtime

#endif  // SINTER_RUNTIME_ENGINE_SOLO_POLICY_H_
