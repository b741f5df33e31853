#include "compiler/codegen/kernel_library.h"

#include "compiler/codegen/nest_emitter.h"
#include "compiler/ir/layout.h"
#include "compiler/ir/provenance.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/raw_ostream.h"

namespace sinter {
namespace {

std::string Size(int64_t bytes) {
  std::string text;
  llvm::raw_string_ostream stream(text);
  if (bytes >= 10000)
    stream << llvm::format("%.1f KB", bytes / 1e3);
  else
    stream << bytes << " bytes";
  return text;
}

int64_t TensorBytes(mlir::Value value) {
  auto type = mlir::dyn_cast<mlir::RankedTensorType>(value.getType());
  return type ? type.getNumElements() * type.getElementTypeBitWidth() / 8 : 0;
}

std::string Traffic(mlir::Operation* nest) {
  int64_t read = 0, written = 0;
  for (mlir::Value operand : nest->getOperands()) read += TensorBytes(operand);
  for (mlir::Value result : nest->getResults()) written += TensorBytes(result);
  return "Reads " + Size(read) + ", writes " + Size(written) + ".";
}

std::string DescribeTasks(mlir::Operation* nest) {
  const std::string tasks =
      GetSplit(nest) == Split::kColumns
          ? "blocks of " + llvm::itostr(kColumnBlock) + " columns"
          : GetNestEmitter(nest).row_tasks(nest);
  return "Tasks: " + tasks + ".";
}

// The nn ops in it, each with the pass that brought it in.
std::string DescribeWork(kernel::LoopNest nest) {
  const llvm::StringRef purpose = nest.getPurpose();
  return purpose.empty() ? "Computes " + llvm::join(GetOps(nest), ", ") + "."
                         : purpose.str();
}

std::string Name(kernel::LoopNest nest) {
  return GetKernelName(nest) + (nest.skipsZeros() ? "_Sparse" : "");
}

}  // namespace

void KernelLibrary::EmitComment(CodeWriter& writer, kernel::LoopNest nest,
                                const KernelFields& fields) const {
  auto layer = layers_.find(GetLayerName(nest->getLoc()));
  if (layer != layers_.end()) writer.Comment(layer->second);
  writer.Comment(DescribeWork(nest));
  writer.Comment(GetNestEmitter(nest).formula(nest, fields) + Traffic(nest));
  writer.Comment(DescribeTasks(nest));
}

std::string KernelLibrary::Add(kernel::LoopNest nest,
                               const KernelFields& fields) {
  CodeWriter body;
  body.Indent();
  GetNestEmitter(nest).emit(body, nest, fields);
  const std::string code = body.Take();
  const std::string base = Name(nest);
  auto [known, is_new] = by_code_.try_emplace(base + "\n" + code);
  if (!is_new) return known->second;
  known->second = names_.Take(base);
  CodeWriter writer;
  EmitComment(writer, nest, fields);
  writer.Line("struct " + known->second + " {");
  writer.Append(code);
  writer.Line("};");
  writer.Line();
  text_ += writer.Take();
  return known->second;
}

}  // namespace sinter
