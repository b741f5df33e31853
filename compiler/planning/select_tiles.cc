// select-tiles: the register tile of each contraction.
//
// The microkernel keeps a tile of rows x vectors accumulators in registers and,
// for each k, loads `vectors` vectors of rhs and one broadcast value of lhs a
// row. Two rules:
//   - FMA units are fed only if there are at least latency x units independent
//     accumulators (4 x 2 on current x86 cores) and at most as many loads as
//     the load ports deliver meanwhile (2 a cycle beside 2 FMAs), which wants
//     rows * vectors >= rows + vectors with room to spare;
//   - accumulators, the rhs vectors and one broadcast must fit the registers:
//     rows * vectors + vectors + 1 <= registers.
// With two vectors that allows 14 rows for 32 registers (31 used) and 6 for 16
// (15 used). Two rather than three vectors: a panel of 32 columns is then one
// tile of AVX-512, and the row count, which varies with the batch, is the finer
// dimension. Measured on an AVX-512 core at 784 x 512: 12, 13 and 14 rows x 2
// vectors all reach 95 % of the FMA peak.
//
// Long sums are cut into blocks of at most kDepth terms, whose sums are added
// in memory: the rounding error of a sum then grows with kDepth + k / kDepth
// instead of k. Adding a tile's block sums takes three instructions for every
// kDepth multiply-adds.
//
// Rows are then balanced: the fewest tiles of at most that many rows, of sizes
// that differ by at most one, so that there is no small remainder tile.
#include "compiler/ir/layout.h"
#include "compiler/planning/passes.h"
#include "compiler/planning/plan.h"

namespace sinter {
namespace {

constexpr int64_t kVectors = 2;
constexpr int64_t kDepth = 128;

// Equal blocks; whole panels where lhs is stored in panels.
int64_t BalancedDepth(kernel::ContractOp contract) {
  const int64_t k = contract.GetK();
  const int64_t blocks = (k + kDepth - 1) / kDepth;
  const int64_t depth = (k + blocks - 1) / blocks;
  const Layout lhs = Layout::Of(contract.getLhs().getType());
  return lhs.IsOnePanel() ? depth
                          : (depth + lhs.panel - 1) / lhs.panel * lhs.panel;
}

int64_t MaxRows(int64_t registers) {
  return (registers - kVectors - 1) / kVectors;
}

}  // namespace

int64_t ChooseTileRows(int64_t rows, int64_t registers) {
  const int64_t max_rows = MaxRows(registers);
  const int64_t tiles = (rows + max_rows - 1) / max_rows;
  return (rows + tiles - 1) / tiles;
}

namespace {

class SelectTilesPass
    : public mlir::PassWrapper<SelectTilesPass,
                               mlir::OperationPass<mlir::ModuleOp>> {
 public:
  MLIR_DEFINE_EXPLICIT_INTERNAL_INLINE_TYPE_ID(SelectTilesPass)
  llvm::StringRef getArgument() const final { return "select-tiles"; }
  llvm::StringRef getDescription() const final {
    return "Choose the register tile of each contraction";
  }

  void runOnOperation() final {
    getOperation().walk([](kernel::ContractOp contract) {
      llvm::SmallVector<kernel::TileAttr> tiles;
      for (int64_t registers : {32, 16})
        tiles.push_back(
            kernel::TileAttr::get(contract.getContext(), registers,
                                  ChooseTileRows(contract.GetM(), registers),
                                  kVectors, BalancedDepth(contract)));
      SetTiles(contract, tiles);
    });
  }
};

}  // namespace

std::unique_ptr<mlir::Pass> CreateSelectTilesPass() {
  return std::make_unique<SelectTilesPass>();
}

}  // namespace sinter
