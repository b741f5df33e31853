// The kernels of one source file: each distinct loop nest is emitted once, even
// if several step functions or layers run it.
#ifndef SINTER_COMPILER_CODEGEN_KERNEL_LIBRARY_H_
#define SINTER_COMPILER_CODEGEN_KERNEL_LIBRARY_H_

#include <string>
#include <vector>

#include "compiler/codegen/code_writer.h"
#include "compiler/codegen/kernel_fields.h"
#include "compiler/codegen/names.h"
#include "llvm/ADT/StringMap.h"

namespace sinter {

class KernelLibrary {
 public:
  // `layers`: a layer's line of the spec, with its defaults, by its name.
  explicit KernelLibrary(llvm::StringMap<std::string> layers)
      : layers_(std::move(layers)) {}

  // The kernel for `nest`; emits it if there is none yet. Two nests share a
  // kernel if their code is the same but for the names of what they work on.
  std::string Add(kernel::LoopNest nest, const KernelFields& fields);

  // All kernels, in the order in which they were added.
  std::string Text() const;

 private:
  struct Kernel {
    std::string name;
    std::string comment;
    std::string code;                 // behind "struct NAME {"
    std::vector<std::string> layers;  // whose nests share it
  };

  Kernel Emit(kernel::LoopNest nest, const KernelFields& fields);
  std::string Comment(kernel::LoopNest nest, const KernelFields& fields) const;

  llvm::StringMap<std::string> layers_;
  UniqueNames names_;
  std::vector<Kernel> kernels_;
  llvm::StringMap<size_t> by_code_;  // a kernel's place
};

}  // namespace sinter

#endif  // SINTER_COMPILER_CODEGEN_KERNEL_LIBRARY_H_
