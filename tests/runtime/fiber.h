// A function that can stop in its middle and go on later, all in one thread.
#ifndef SINTER_TESTS_RUNTIME_FIBER_H_
#define SINTER_TESTS_RUNTIME_FIBER_H_

#include <ucontext.h>

#include <cstddef>
#include <functional>
#include <memory>

namespace sinter::runtime {

// Whoever destroys a fiber before its end drops it: destructors of what is on
// its stack do not run. `body` must not throw.
class Fiber {
 public:
  explicit Fiber(std::function<void()> body);
  Fiber(const Fiber&) = delete;
  Fiber& operator=(const Fiber&) = delete;

  // Runs the body until it pauses or ends. Not after its end, nor in a fiber.
  void Resume();
  bool ended() const { return ended_; }

  // Called in a body: back to who resumed it.
  static void Pause();

 private:
  static constexpr size_t kStackBytes = 64 << 10;

  // A stack, as AddressSanitizer sees it.
  struct Side {
    ucontext_t context;
    const void* bottom = nullptr;
    size_t size = 0;
    void* fake_stack = nullptr;
  };

  static void Enter();
  void Switch(Side& from, const Side& to);
  void ToResumer();

  std::function<void()> body_;
  std::unique_ptr<std::byte[]> stack_;
  Side inside_;
  Side outside_;
  bool ended_ = false;
};

}  // namespace sinter::runtime

#endif  // SINTER_TESTS_RUNTIME_FIBER_H_
