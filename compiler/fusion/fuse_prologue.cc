// fuse-prologue: the maps that turn raw samples into float32 move into the
// loads of the first contraction.
//
// A chain of maps from the function's input to a contraction's lhs fuses if
// each looks at its own element only. Where later ops read the chain's value
// too (the weight gradient does), the contraction stages what its prologue
// computes and they read that.
#include "compiler/fusion/merge_nests.h"
#include "compiler/fusion/passes.h"
#include "compiler/ir/kernel_dialect.h"
#include "compiler/ir/provenance.h"
#include "compiler/ir/remarks.h"
#include "llvm/ADT/SetVector.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace sinter {
namespace {

using kernel::ContractOp;
using kernel::MapOp;
using mlir::Value;
using mlir::func::FuncOp;

constexpr llvm::StringLiteral kFusePrologue = "fuse-prologue";

// The tensor that a map's elements come from: the first of its own shape.
Value GetSource(MapOp map) {
  const auto shape =
      mlir::cast<mlir::ShapedType>(map.getResult(0).getType()).getShape();
  for (Value input : map.getInputs()) {
    auto tensor = mlir::dyn_cast<mlir::RankedTensorType>(input.getType());
    if (tensor && tensor.getShape() == shape) return input;
  }
  return {};
}

// The maps between an argument of the function and `value`, the first one
// first; none if `value` is no such chain's end.
llvm::SmallVector<MapOp> GetChain(Value value) {
  llvm::SmallVector<MapOp> chain;
  while (auto map = value.getDefiningOp<MapOp>()) {
    chain.push_back(map);
    value = GetSource(map);
    if (!value) return {};
  }
  if (!mlir::isa<mlir::BlockArgument>(value)) return {};
  return llvm::to_vector(llvm::reverse(chain));
}

bool NeedsPosition(MapOp map) {
  return !map.getBody().getOps<kernel::IndexOp>().empty();
}

// Why `map` cannot be part of the contraction's prologue; empty if it can.
std::string FindMapObstacle(MapOp map, ContractOp contract, bool is_last) {
  if (map.getInputs().size() != 1 || NeedsPosition(map))
    return DescribeOps(map) + " reads more than the element that is loaded";
  if (map->getNumResults() != 1)
    return DescribeOps(map) + " has several results";
  if (map.getSamples() != contract.getSamples())
    return "the two do not run over the same rows";
  if (!is_last && !map->hasOneUse())
    return "the result of " + DescribeOps(map) + " alone has another reader";
  return "";
}

std::string FindObstacle(llvm::ArrayRef<MapOp> chain, ContractOp contract) {
  if (!contract.getPrologue().empty()) return "it has a prologue already";
  if (contract.getTransposeLhs() || contract.getRhs() == contract.getLhs() ||
      llvm::is_contained(contract.getInputs(), contract.getLhs()))
    return "it does not read the samples row by row alone";
  for (MapOp map : chain) {
    std::string obstacle = FindMapObstacle(map, contract, map == chain.back());
    if (!obstacle.empty()) return obstacle;
  }
  if (GetFirstReader(contract.getLhs()) != contract)
    return "an earlier op reads the result";
  return "";
}

// What lies between two maps of the chain exists in registers from now on.
// Whether the last map's values do is not decided here: planning stages them,
// by the contraction or apart from it, and reports that.
void ReportChain(llvm::ArrayRef<MapOp> chain) {
  for (auto [map, next] : llvm::zip(chain.drop_back(), chain.drop_front()))
    ReportFused(MapOp(map), MapOp(next), 2 * GetBytes(MapOp(map).getResult(0)));
}

// Moves the bodies of the chain into the contraction's prologue.
void BuildPrologue(mlir::RewriterBase& rewriter, llvm::ArrayRef<MapOp> chain,
                   ContractOp contract) {
  mlir::Block& block = contract.getPrologue().emplaceBlock();
  MapOp first = chain.front();
  const mlir::Location location = first.getLoc();
  Value value =
      block.addArgument(first.getBody().getArgument(0).getType(), location);
  for (MapOp map : chain) {
    mlir::Block& body = map.getBody().front();
    rewriter.inlineBlockBefore(&body, &block, block.end(), value);
    value = block.getTerminator()->getOperand(0);
    rewriter.eraseOp(block.getTerminator());
  }
  rewriter.setInsertionPointToEnd(&block);
  rewriter.create<kernel::YieldOp>(location, value);
}

// Replaces `contract` by one that also returns its prologue's values, as
// `staged`.
ContractOp StageLhs(mlir::RewriterBase& rewriter, ContractOp contract,
                    Value staged) {
  llvm::SmallVector<mlir::Type> types(contract.getResultTypes());
  types.push_back(staged.getType());
  auto staging =
      mlir::cast<ContractOp>(CloneWithResults(rewriter, contract, types));
  staging.setStageLhs(true);
  for (auto [old, result] :
       llvm::zip(contract.getResults(), staging.getResults()))
    rewriter.replaceAllUsesWith(old, result);
  rewriter.eraseOp(contract);
  rewriter.replaceAllUsesWith(staged, staging.GetStagedLhs());
  return staging;
}

void Fuse(llvm::ArrayRef<MapOp> chain, ContractOp contract) {
  mlir::IRRewriter rewriter(contract.getContext());
  const Value value = contract.getLhs();
  MapOp first = chain.front();
  contract.getLhsMutable().assign(first.getInputs()[0]);
  BuildPrologue(rewriter, chain, contract);
  const size_t own = GetOps(contract).size();
  for (MapOp map : chain) AppendOps(contract, map, kFusePrologue);
  SetPrologueOps(contract, llvm::ArrayRef(GetOps(contract)).drop_front(own));
  if (!value.use_empty()) contract = StageLhs(rewriter, contract, value);
  for (MapOp map : llvm::reverse(chain)) rewriter.eraseOp(map);
  CleanBodies(rewriter, contract);
}

class FuseProloguePass
    : public mlir::PassWrapper<FuseProloguePass, mlir::OperationPass<FuncOp>> {
 public:
  MLIR_DEFINE_EXPLICIT_INTERNAL_INLINE_TYPE_ID(FuseProloguePass)
  llvm::StringRef getArgument() const final { return kFusePrologue; }
  llvm::StringRef getDescription() const final {
    return "Move work on the raw input into the first contraction's loads";
  }

  // Only the first contraction that reads a value is asked, so that a refusal
  // is told once.
  void runOnOperation() final {
    llvm::SetVector<Value> values;
    llvm::SmallVector<ContractOp> readers;
    for (ContractOp contract : getOperation().getOps<ContractOp>())
      if (values.insert(contract.getLhs())) readers.push_back(contract);
    for (ContractOp contract : readers) FuseIntoLoads(contract);
  }

 private:
  static void FuseIntoLoads(ContractOp contract) {
    const llvm::SmallVector<MapOp> chain = GetChain(contract.getLhs());
    if (chain.empty()) return;
    const std::string obstacle = FindObstacle(chain, contract);
    if (!obstacle.empty()) {
      ReportKept(chain.back(), contract, obstacle);
      return;
    }
    ReportChain(chain);
    Fuse(chain, contract);
  }
};

}  // namespace

std::unique_ptr<mlir::Pass> CreateFuseProloguePass() {
  return std::make_unique<FuseProloguePass>();
}

}  // namespace sinter
