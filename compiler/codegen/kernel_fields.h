// The data members of a generated kernel: one pointer or scalar for each value
// that its loop nest reads or writes.
#ifndef SINTER_COMPILER_CODEGEN_KERNEL_FIELDS_H_
#define SINTER_COMPILER_CODEGEN_KERNEL_FIELDS_H_

#include <string>

#include "compiler/codegen/code_writer.h"
#include "compiler/codegen/expression_emitter.h"
#include "compiler/codegen/names.h"
#include "compiler/ir/layout.h"
#include "compiler/planning/plan.h"
#include "llvm/ADT/DenseMap.h"

namespace sinter {

// "Nonzeros<128, 784, 112, 1>": the class of a `#kernel.nonzeros` matrix.
std::string NonzerosClass(mlir::Type type);

// "Matrix<784, 512, 32>": the class of a matrix's layout.
std::string MatrixClass(mlir::Type type);

// "[784, 512] in panels of 32 columns", "[128, 10], rows 16 apart".
std::string DescribeTensor(mlir::Value value);

// C++ for the offset, in elements, of (row, col) in `value`'s storage. For the
// data set's own rows `row` is a sample, see SampleRow in generated code.
std::string OffsetExpression(mlir::Value value, llvm::StringRef row,
                             llvm::StringRef col);

// C++ for the distance between a tensor's rows around column `col`.
std::string StrideExpression(mlir::Value value, llvm::StringRef col);

// "float" or "uint8_t".
std::string CppElementType(mlir::Type tensor);

// A value of the data set (role "x" or "y").
bool IsData(mlir::Value value);

struct Field {
  std::string type;  // "const float*"
  std::string name;
  std::string comment;
  mlir::Value value;  // null for `samples`' helpers such as `indices`
};

class KernelFields {
 public:
  // `value_names` gives every tensor and scalar of the function a name.
  KernelFields(mlir::Operation* nest,
               const llvm::DenseMap<mlir::Value, std::string>& value_names);

  llvm::ArrayRef<Field> fields() const { return fields_; }
  // The member for a value that the nest reads or writes.
  const std::string& Name(mlir::Value value) const;
  // No local variable of `expressions` is called as a member.
  void Reserve(ExpressionEmitter& expressions) const;
  // Declares the members.
  void Emit(CodeWriter& writer) const;

 private:
  void Add(mlir::Value value, const std::string& name, bool written);

  llvm::SmallVector<Field> fields_;
  llvm::DenseMap<mlir::Value, std::string> names_;
};

}  // namespace sinter

#endif  // SINTER_COMPILER_CODEGEN_KERNEL_FIELDS_H_
