// What every backend's generated program has in common: the files around its
// step functions.
//
//   NAME.h          the exports: Model() and the step functions
//   NAME.cc         banner, model table, constants, [the backend's step
//                   functions], the descriptor for the runtime
//   main.cc         the command line
//   CMakeLists.txt  builds the program with the runtime
#ifndef SINTER_COMPILER_CODEGEN_PROGRAM_H_
#define SINTER_COMPILER_CODEGEN_PROGRAM_H_

#include <cstdint>
#include <string>
#include <vector>

#include "compiler/codegen/code_writer.h"
#include "compiler/codegen/generated_file.h"
#include "compiler/spec/model_spec.h"
#include "llvm/ADT/StringMap.h"
#include "mlir/IR/BuiltinOps.h"

namespace sinter {

// One parameter or optimizer slot, as @train_step's arguments name them.
struct StateTensor {
  std::string name;      // "dense.kernel", "dense.kernel.velocity"
  std::string constant;  // of its offset in NAME.h: "kDenseKernel"
  bool is_slot = false;
  std::string initializer;  // the nn dialect's spelling: "glorot_uniform"
  int64_t fan_in = 1;
  int64_t fan_out = 1;
  std::vector<int64_t> shape;
  int64_t rows = 1;  // vectors along the last dimension: 1 for a vector
  int64_t cols = 1;
  int64_t offset = 0;  // floats from the start of the state block
  int64_t panel = 16;  // columns a panel (runtime/engine/panel_layout.h)
};

// The state tensors in the order of @train_step's arguments, initializers from
// @initialize. `offset` and `panel` are left for the backend to set.
std::vector<StateTensor> ListStateTensors(mlir::ModuleOp module);

// Each state tensor's constant by the tensor's name.
llvm::StringMap<std::string> NameStateConstants(mlir::ModuleOp module);

// runtime's StepFunctions: names of functions, or "nullptr".
struct EntryPoints {
  std::string train_step = "nullptr";
  std::string evaluate_step = "nullptr";
  std::string predict = "nullptr";
  std::string predict_one = "nullptr";
  std::string accumulate_step = "nullptr";
};

// What a backend decides.
struct Backend {
  std::string name;  // "highway" or "reference"
  std::vector<StateTensor> tensors;
  int64_t state_floats = 0;
  int64_t arena_bytes = 0;
  std::vector<int64_t> output_strides;  // floats between rows of each of
                                        // predict's outputs

  // The step functions, and which of them each entry point is.
  std::vector<std::string> exports;
  EntryPoints steps;
  EntryPoints sparse_steps;

  // Lines of NAME.cc. `includes`: what step_functions need. `step_functions`:
  // complete definitions, at namespace NAME's level, of a
  //   void TrainStep(const StepArguments&, const Worker&);
  // for each of `exports` and of the three functions of runtime's SimdTargets
  // as
  //   const char* CompiledTargets(); const char* ChosenTarget();
  //   bool SelectTarget(const char* name);
  // `wraps_namespace`: step_functions open and close namespace NAME themselves.
  // `descriptor_guard`: condition of an #if around the descriptor, for a source
  // that includes itself once for each SIMD target, and so may be compiled in
  // parts (runtime/kernels/target_parts.h).
  std::string includes;
  std::string step_functions;
  bool wraps_namespace = false;
  std::string descriptor_guard;
  // Libraries beyond the runtime that the program links: "hwy".
  std::vector<std::string> libraries;
};

std::vector<GeneratedFile> EmitProgram(const ModelSpec& spec,
                                       const Backend& backend);

}  // namespace sinter

#endif  // SINTER_COMPILER_CODEGEN_PROGRAM_H_
