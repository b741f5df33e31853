#include "compiler/codegen/highway_prelude.h"

#include <set>

#include "compiler/codegen/export_emitter.h"
#include "compiler/codegen/nest_emitter.h"
#include "compiler/codegen/sum_tree.h"
#include "compiler/ir/layout.h"

namespace sinter {
namespace {

// Of runtime/kernels: what the nest's code calls besides vectors and functions
// of them.
void AddHeaders(mlir::Operation* nest, std::set<std::string>& headers) {
  if (auto contract = mlir::dyn_cast<kernel::ContractOp>(nest))
    headers.insert(contract.getSparseLhs() ? "sparse_contract-inl.h"
                                           : "contract-inl.h");
  if (auto reduce = mlir::dyn_cast<kernel::ReduceOp>(nest))
    if (NeedsExactSum(reduce)) headers.insert("sums-inl.h");
  if (mlir::isa<kernel::RowsOp>(nest) && NeedsSumTree(nest))
    headers.insert("sums-inl.h");
  if (mlir::isa<kernel::TransposeOp>(nest)) headers.insert("transpose-inl.h");
  for (mlir::Type type : nest->getResultTypes())
    if (IsNonzeros(type)) headers.insert("nonzeros-inl.h");
}

}  // namespace

void EmitIncludes(CodeWriter& writer, llvm::StringRef model,
                  mlir::ModuleOp module) {
  std::set<std::string> headers = {"math-inl.h", "select_target.h",
                                   "vectors-inl.h"};
  module.walk([&](mlir::Operation* op) { AddHeaders(op, headers); });
  writer.Line("#include \"" + model + ".h\"");
  writer.Line();
  for (llvm::StringRef header : {"algorithm", "cmath", "cstdint", "limits"})
    writer.Line("#include <" + header + ">");
  writer.Line();
  EmitRuntimeIncludes(writer);
  writer.Line();
  writer.Comment("This file includes itself once for each SIMD target.");
  writer.Line("#undef HWY_TARGET_INCLUDE");
  writer.Line("#define HWY_TARGET_INCLUDE \"" + model + ".cc\"");
  writer.Line("#include \"hwy/foreach_target.h\"  // IWYU pragma: keep");
  writer.Line("// foreach_target.h comes first.");
  writer.Line("#include \"hwy/highway.h\"");
  for (const std::string& header : headers)
    writer.Line("#include \"runtime/kernels/" + header + "\"");
}

void EmitTargetPrelude(CodeWriter& writer) {
  for (llvm::StringRef name : {"Range", "StepArguments", "Worker"})
    writer.Line("using sinter::runtime::" + name + ";");
  writer.Line("using namespace sinter::kernels;");
  writer.Line("using namespace sinter::kernels::HWY_NAMESPACE;");
  writer.Line("namespace hn = hwy::HWY_NAMESPACE;");
  writer.Line();
}

}  // namespace sinter
