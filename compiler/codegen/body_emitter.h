// The elementwise body of a contract, map or reduce as one member function:
//
//   template <class D>
//   HWY_INLINE void Store(D d, hn::Vec<D> acc, size_t row, size_t col,
//                         size_t at) const;
//
// computes and stores one vector of each result. Where rows are pixels of
// channels, `size_t channel` follows `col`. `acc` is there for contract
// and reduce; `row` and `col` have names only where the body needs them; `at`
// is the offset of (row, col) in the tensors that are read or written element
// by element, once for each distinct layout among them.
#ifndef SINTER_COMPILER_CODEGEN_BODY_EMITTER_H_
#define SINTER_COMPILER_CODEGEN_BODY_EMITTER_H_

#include <string>

#include "compiler/codegen/code_writer.h"
#include "compiler/codegen/kernel_fields.h"

namespace sinter {

// Tensors with one layout, accessed at one offset.
struct ElementGroup {
  std::string offset_name;  // "at", "at_2"
  mlir::Value sample;       // any of them: for OffsetExpression
  llvm::SmallVector<mlir::Value> tensors;
};

class BodyEmitter {
 public:
  BodyEmitter(kernel::LoopNest nest, const KernelFields& fields);

  void EmitFunction(CodeWriter& writer) const;

  // The same as StoreZero, without `acc`: where that is zero. What stays as it
  // is, is not stored.
  void EmitZeroFunction(CodeWriter& writer) const;
  // The inputs that StoreZero reads.
  llvm::SmallVector<mlir::Value> ReadAtZero() const;

  // Whether rows are cut into pixels, and those are not whole vectors.
  bool HasPixels() const;
  bool HasLoosePixels() const;
  int64_t channels() const { return channels_; }

  // A call that stores the vector `acc` (ignored by maps).
  std::string Call(llvm::StringRef tag, llvm::StringRef acc,
                   llvm::StringRef row, llvm::StringRef col,
                   llvm::ArrayRef<std::string> offsets) const;

  llvm::ArrayRef<ElementGroup> groups() const { return groups_; }
  // Whether elements are read from the data set, whose rows have no padding.
  bool ReadsData() const { return reads_data_; }

 private:
  void AddToGroup(mlir::Value tensor);
  std::string Load() const;
  const std::string& OffsetName(mlir::Value tensor) const;
  std::string Parameters(bool has_acc) const;
  std::string Leaf(mlir::Value input) const;
  // The statements of `body`, which computes the nest's results; those of
  // `untouched` are not stored.
  void EmitStatements(CodeWriter& writer, mlir::Block& body, bool has_acc,
                      llvm::ArrayRef<mlir::Value> untouched) const;
  void EmitStore(CodeWriter& writer, mlir::Value result,
                 llvm::StringRef vector) const;

  kernel::LoopNest nest_;
  const KernelFields& fields_;
  kernel::MatrixShape domain_;
  int64_t channels_;
  bool has_acc_;
  bool needs_row_ = false;
  bool needs_col_ = false;
  bool needs_channel_ = false;
  bool needs_integers_ = false;
  bool reads_data_ = false;
  llvm::SmallVector<ElementGroup> groups_;
};

}  // namespace sinter

#endif  // SINTER_COMPILER_CODEGEN_BODY_EMITTER_H_
