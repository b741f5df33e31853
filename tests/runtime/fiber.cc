#include "tests/runtime/fiber.h"

#include <cassert>
#include <utility>

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SINTER_TELL_ASAN
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define SINTER_TELL_ASAN
#endif
#if defined(SINTER_TELL_ASAN)
#include <sanitizer/common_interface_defs.h>
#endif

namespace sinter::runtime {
namespace {

Fiber* running = nullptr;

}  // namespace

Fiber::Fiber(std::function<void()> body)
    : body_(std::move(body)), stack_(new std::byte[kStackBytes]) {
  inside_.bottom = stack_.get();
  inside_.size = kStackBytes;
  getcontext(&inside_.context);
  inside_.context.uc_stack.ss_sp = stack_.get();
  inside_.context.uc_stack.ss_size = kStackBytes;
  makecontext(&inside_.context, &Fiber::Enter, 0);
}

void Fiber::Resume() {
  assert(running == nullptr && !ended_);
  running = this;
  Switch(outside_, inside_);
  running = nullptr;
}

void Fiber::Pause() { running->ToResumer(); }

void Fiber::ToResumer() { Switch(inside_, outside_); }

void Fiber::Enter() {
  Fiber& self = *running;
#if defined(SINTER_TELL_ASAN)
  __sanitizer_finish_switch_fiber(nullptr, &self.outside_.bottom,
                                  &self.outside_.size);
#endif
  self.body_();
  self.ended_ = true;
  self.ToResumer();
}

void Fiber::Switch([[maybe_unused]] Side& from, const Side& to) {
#if defined(SINTER_TELL_ASAN)
  // What has ended needs its fake stack no more.
  void** keep = &from == &inside_ && ended_ ? nullptr : &from.fake_stack;
  __sanitizer_start_switch_fiber(keep, to.bottom, to.size);
#endif
  swapcontext(&from.context, &to.context);
#if defined(SINTER_TELL_ASAN)
  __sanitizer_finish_switch_fiber(from.fake_stack, nullptr, nullptr);
#endif
}

}  // namespace sinter::runtime
