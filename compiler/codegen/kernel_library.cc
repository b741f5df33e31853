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

std::string DescribeContract(kernel::ContractOp contract,
                             const KernelFields& fields) {
  std::string text;
  llvm::raw_string_ostream stream(text);
  const std::string& lhs = fields.Name(contract.GetReadLhs());
  stream << "acc[m, n] = sum over k of " << lhs
         << (contract.getTransposeLhs() ? "[k, m]" : "[m, k]") << " * "
         << fields.Name(contract.getRhs()) << "[k, n]; m < " << contract.GetM()
         << ", n < " << contract.GetN() << ", k < " << contract.GetK() << ". "
         << llvm::format(
                "%.1f MFLOP%s. ",
                2e-6 * contract.GetM() * contract.GetN() * contract.GetK(),
                contract.getSparseLhs() ? ", without zeros" : "");
  return stream.str();
}

std::string DescribeTasks(mlir::Operation* nest) {
  const bool contract = mlir::isa<kernel::ContractOp>(nest);
  switch (GetSplit(nest)) {
    case Split::kBatch:
      return contract ? "Tasks: tiles of the batch's rows."
                      : "Tasks: rows of the batch.";
    case Split::kRows:
      if (TransposesBytes(nest))
        return "Tasks: blocks of " + llvm::itostr(kByteRows) + " rows.";
      if (IsNonzeros(nest->getResult(0).getType()))
        return "Tasks: pairs of rows.";
      return contract ? "Tasks: tiles of rows." : "Tasks: rows.";
    case Split::kColumns:
      return "Tasks: blocks of " + llvm::itostr(kColumnBlock) + " columns.";
  }
  llvm_unreachable("all splits are described");
}

// The nn ops in it, each with the pass that brought it in.
std::string DescribeWork(mlir::Operation* nest) {
  if (mlir::isa<kernel::TransposeOp>(nest))
    return IsNonzeros(nest->getResult(0).getType())
               ? "The batch's nonzero elements, transposed "
                 "(exploit-input-sparsity)."
               : "Transposed weights (select-layout).";
  return "Computes " + llvm::join(GetOps(nest), ", ") + ".";
}

std::string Name(mlir::Operation* nest) {
  auto contract = mlir::dyn_cast<kernel::ContractOp>(nest);
  const bool sparse = (contract && contract.getSparseLhs()) ||
                      (mlir::isa<kernel::MapOp>(nest) &&
                       IsNonzeros(nest->getResult(0).getType()));
  return GetKernelName(nest) + (sparse ? "_Sparse" : "");
}

}  // namespace

void KernelLibrary::EmitComment(CodeWriter& writer, mlir::Operation* nest,
                                const KernelFields& fields) const {
  auto layer = layers_.find(GetLayerName(nest->getLoc()));
  if (layer != layers_.end()) writer.Comment(layer->second);
  writer.Comment(DescribeWork(nest));
  std::string work;
  if (auto contract = mlir::dyn_cast<kernel::ContractOp>(nest))
    work = DescribeContract(contract, fields);
  writer.Comment(work + Traffic(nest));
  writer.Comment(DescribeTasks(nest));
}

std::string KernelLibrary::Add(mlir::Operation* nest,
                               const KernelFields& fields) {
  CodeWriter body;
  body.Indent();
  EmitNest(body, nest, fields);
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
