// For builds with AddressSanitizer. LLVM's allocators mark, in headers that are
// instrumented here, what they have not handed out yet; libMLIR, which is not
// instrumented, hands it out and takes no mark away.
extern "C" const char* __asan_default_options() {
  return "allow_user_poisoning=0";
}
