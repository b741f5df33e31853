// Regions of arith/math ops -> C++ expressions.
//
// Vector spelling: every float32 value of a region is a Highway vector of the
// tag `d`, every i32 value a vector of the unsigned tag `du`, every i1 value a
// mask of `d`; values that are the same for all elements are broadcast.
// Scalar spelling (function-level scalars of a step): float, uint32_t, bool.
//
// A value used once is spelled inside its user; one used more often becomes a
// named constant, so nothing is computed twice.
#ifndef SINTER_COMPILER_CODEGEN_EXPRESSION_EMITTER_H_
#define SINTER_COMPILER_CODEGEN_EXPRESSION_EMITTER_H_

#include <string>

#include "compiler/codegen/code_writer.h"
#include "compiler/codegen/names.h"
#include "llvm/ADT/DenseMap.h"
#include "mlir/IR/Value.h"

namespace sinter {

// Shortest decimal that reads back as the same float32, as a C++ literal.
std::string FloatLiteral(double value);
// The same of a double.
std::string DoubleLiteral(double value);

enum class Spelling { kVector, kScalar };

class ExpressionEmitter {
 public:
  ExpressionEmitter(CodeWriter& writer, Spelling spelling)
      : writer_(writer), spelling_(spelling) {}

  // Text that stands for `value`. For an i32 leaf of a vector region: the C++
  // scalar, broadcast where it is used.
  void SetLeaf(mlir::Value value, std::string text) {
    texts_[value] = std::move(text);
  }

  // `name`, or one like it, for a variable that the caller writes: no value is
  // called so, of this emitter and of copies of it.
  std::string TakeName(llvm::StringRef name) { return names_.Take(name); }

  // The expression for `value`; statements it needs are written first.
  std::string Emit(mlir::Value value);

  // Writes `const auto name = ...;` and uses the name from now on.
  std::string EmitNamed(mlir::Value value, llvm::StringRef name);

 private:
  std::string Spell(mlir::Operation* op);
  std::string SpellConstant(mlir::Operation* op);
  std::string SpellCompare(mlir::Operation* op);
  std::string SpellCast(mlir::Operation* op);
  std::string SpellShift(mlir::Operation* op);
  std::string SpellIndex(mlir::Operation* op);
  // An operand as an unsigned vector.
  std::string Operand(mlir::Operation* op, unsigned index);
  std::string Fill(llvm::StringRef pattern, mlir::Operation* op);

  CodeWriter& writer_;
  Spelling spelling_;
  UniqueNames names_;
  llvm::DenseMap<mlir::Value, std::string> texts_;
};

}  // namespace sinter

#endif  // SINTER_COMPILER_CODEGEN_EXPRESSION_EMITTER_H_
