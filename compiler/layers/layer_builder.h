// What a layer's Build sees of the function that it writes into.
#ifndef SINTER_COMPILER_LAYERS_LAYER_BUILDER_H_
#define SINTER_COMPILER_LAYERS_LAYER_BUILDER_H_

#include <cstdint>
#include <functional>
#include <string_view>
#include <utility>
#include <vector>

#include "compiler/spec/layer.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringMap.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/Location.h"
#include "mlir/IR/Value.h"

namespace sinter {

inline mlir::RankedTensorType TypeOf(mlir::Value tensor) {
  return mlir::cast<mlir::RankedTensorType>(tensor.getType());
}

// What one layer is given.
struct LayerArguments {
  mlir::Location location;
  int64_t batch;
  mlir::Value samples;                    // i32: how many rows of a batch count
  llvm::ArrayRef<int64_t> output_shape;   // of one sample
  llvm::SmallVector<mlir::Value> inputs;  // float32, [batch, sample...]
  llvm::StringMap<mlir::Value> variables;  // by the names of Variables()
  llvm::StringMap<mlir::Value> states;     // as they are by now
  bool is_frozen;                          // no variable changes
};

// A layer's share of the random numbers of a step: `stream` is its own.
struct RandomNumbers {
  mlir::Value seed;
  mlir::Value iteration;
  uint32_t stream;
};

class LayerBuilder {
 public:
  LayerBuilder(mlir::OpBuilder& ops, LayerArguments arguments,
               std::function<RandomNumbers()> draw)
      : ops_(ops), arguments_(std::move(arguments)), draw_(std::move(draw)) {}

  llvm::ArrayRef<mlir::Value> inputs() const { return arguments_.inputs; }
  // Of a layer that takes one.
  mlir::Value input() const;
  // One that Variables() lists, as it is at the step's begin.
  mlir::Value variable(std::string_view name) const;
  // One that is not trainable, as a layer that shares it has left it.
  mlir::Value state(std::string_view name) const {
    return arguments_.states.lookup(name);
  }
  // Whether training leaves all variables as they are.
  bool is_frozen() const { return arguments_.is_frozen; }
  // i32: how many rows of a batch count.
  mlir::Value samples() const { return arguments_.samples; }
  // float32, [batch, output...]
  mlir::RankedTensorType output_type();
  // Each call gives another stream.
  RandomNumbers DrawRandomNumbers() { return draw_(); }

  // Writes an op at the layer's place in the spec.
  template <typename Op, typename... Arguments>
  mlir::Value Create(Arguments&&... arguments) {
    return ops_.create<Op>(arguments_.location,
                           std::forward<Arguments>(arguments)...);
  }

  // The same for an op of several results.
  template <typename Op, typename... Arguments>
  mlir::ResultRange CreateMany(Arguments&&... arguments) {
    return ops_
        .create<Op>(arguments_.location, std::forward<Arguments>(arguments)...)
        ->getResults();
  }

  void SetOutput(mlir::Value output) { output_ = output; }
  mlir::Value output() const { return output_; }

  // The value that a variable that is not trainable has after this step;
  // without it stays what it was.
  void SetState(std::string_view name, mlir::Value value) {
    new_states_[name] = value;
  }
  const llvm::StringMap<mlir::Value>& new_states() const { return new_states_; }

 private:
  mlir::OpBuilder& ops_;
  LayerArguments arguments_;
  std::function<RandomNumbers()> draw_;
  mlir::Value output_;
  llvm::StringMap<mlir::Value> new_states_;
};

}  // namespace sinter

#endif  // SINTER_COMPILER_LAYERS_LAYER_BUILDER_H_
