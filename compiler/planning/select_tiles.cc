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
#include <algorithm>

#include "compiler/ir/layout.h"
#include "compiler/planning/passes.h"
#include "compiler/planning/plan.h"

namespace sinter {
namespace {

constexpr int64_t kVectors = 2;
constexpr int64_t kDepth = 128;
// Of a convolution's sums: its network has a relu for each pixel, and one that
// rounding turns moves the loss (docs/decisions/numerics.md).
constexpr int64_t kWindowDepth = 64;
// Accumulators that keep two multiply-add units of latency 4 busy.
constexpr int64_t kChains = 8;

int64_t MaxRows(int64_t registers) {
  return (registers - kVectors - 1) / kVectors;
}

// The rows of the fewest equal tiles of at most `most` rows.
int64_t BalancedRows(int64_t rows, int64_t most) {
  const int64_t tiles = (rows + most - 1) / most;
  return (rows + tiles - 1) / tiles;
}

bool Fits(int64_t rows, int64_t vectors, int64_t registers) {
  // A single row uses each rhs vector once: it need not stay in a register.
  const int64_t rhs = rows == 1 ? 0 : vectors;
  return rows * vectors + rhs + 1 <= registers;
}

// Few rows leave chains too few: then the tile is wider, as far as columns and
// registers go.
int64_t ChooseVectors(int64_t rows, int64_t cols, int64_t registers) {
  int64_t vectors = kVectors;
  while (rows * vectors < kChains && Fits(rows, 2 * vectors, registers) &&
         2 * vectors * kLaneMultiple <= RoundUpToLanes(cols))
    vectors *= 2;
  return vectors;
}

// Without the choice: one row, one vector.
kernel::TileAttr PlainTile(kernel::ContractOp contract, int64_t registers) {
  return kernel::TileAttr::get(contract.getContext(), registers, 1, 1,
                               ChooseDepth(contract));
}

kernel::TileAttr ChooseTile(kernel::ContractOp contract, int64_t registers) {
  const int64_t rows = ChooseTileRows(contract.GetM(), registers);
  const int64_t vectors = ChooseVectors(rows, contract.GetN(), registers);
  return kernel::TileAttr::get(contract.getContext(), registers, rows, vectors,
                               ChooseDepth(contract));
}

// A sparse lhs is walked through row by row, so the chains are all vectors of
// one row: `rows` is the cut of the batch. In a gradient neighbouring rows,
// which are neighbouring elements of the samples, are nonzero together more
// often than not: two of them share the loads of rhs.
kernel::TileAttr SparseTile(kernel::ContractOp contract,
                            kernel::TileAttr dense) {
  const int64_t group =
      NonzerosLayout::Of(contract.GetReadLhs().getType()).group;
  return kernel::TileAttr::get(
      dense.getContext(), dense.getRegisters(),
      contract.SumsOverBatch() ? group : dense.getRows(), kChains / group,
      dense.getDepth());
}

// What was asked for, as far as it fits.
kernel::TileAttr LimitedTile(kernel::ContractOp contract, int64_t registers,
                             const TileLimit& limit) {
  const int64_t vectors = std::min(limit.vectors, registers - 2);
  int64_t rows = std::min(limit.rows, contract.GetM());
  while (rows > 1 && !Fits(rows, vectors, registers)) --rows;
  return kernel::TileAttr::get(contract.getContext(), registers,
                               BalancedRows(contract.GetM(), rows), vectors,
                               ChooseDepth(contract));
}

// The length of blocks that hold whole taps of so many channels, or of which a
// tap has a whole number; zero if there is none of about kWindowDepth.
int64_t DepthOfTaps(int64_t channels) {
  if (channels <= kWindowDepth) return kWindowDepth / channels * channels;
  for (int64_t depth = kWindowDepth; 2 * depth >= kWindowDepth; --depth)
    if (channels % depth == 0) return depth;
  return channels <= 2 * kWindowDepth ? channels : 0;
}

}  // namespace

// Equal blocks; whole panels where lhs is stored in panels. The gradient of a
// convolution's input has whole taps in a block or whole blocks in a tap, as
// its lists need them (sparse_window-inl.h), with lists or without.
int64_t ChooseDepth(kernel::ContractOp contract) {
  const int64_t k = contract.GetK();
  if (contract.getWindow() && contract.getWindow()->getInverse())
    if (const int64_t of_taps =
            DepthOfTaps(k / contract.getWindow()->CountTaps()))
      return std::min(of_taps, k);
  const int64_t most = contract.getWindow() ? kWindowDepth : kDepth;
  const int64_t blocks = (k + most - 1) / most;
  const int64_t depth = (k + blocks - 1) / blocks;
  const Layout lhs = Layout::Of(contract.getLhs().getType());
  return lhs.IsOnePanel() ? depth
                          : (depth + lhs.panel - 1) / lhs.panel * lhs.panel;
}

int64_t ChooseTileRows(int64_t rows, int64_t registers) {
  return BalancedRows(rows, MaxRows(registers));
}

namespace {

class SelectTilesPass
    : public mlir::PassWrapper<SelectTilesPass,
                               mlir::OperationPass<mlir::ModuleOp>> {
 public:
  MLIR_DEFINE_EXPLICIT_INTERNAL_INLINE_TYPE_ID(SelectTilesPass)
  SelectTilesPass(const TileLimits& limits, bool plain)
      : limits_(limits), plain_(plain) {}

  llvm::StringRef getArgument() const final { return "select-tiles"; }
  llvm::StringRef getDescription() const final {
    return "Choose the register tile of each contraction";
  }

  void runOnOperation() final {
    getOperation().walk([&](kernel::ContractOp contract) {
      llvm::SmallVector<kernel::TileAttr> tiles;
      for (int64_t registers : {32, 16}) {
        const kernel::TileAttr tile = Choose(contract, registers);
        tiles.push_back(contract.getSparseLhs() ? SparseTile(contract, tile)
                                                : tile);
      }
      SetTiles(contract, tiles);
    });
  }

 private:
  kernel::TileAttr Choose(kernel::ContractOp contract,
                          int64_t registers) const {
    if (plain_) return PlainTile(contract, registers);
    const auto& limit =
        contract.SumsOverBatch() ? limits_.gradient : limits_.forward;
    return limit ? LimitedTile(contract, registers, *limit)
                 : ChooseTile(contract, registers);
  }

  const TileLimits limits_;
  const bool plain_;
};

}  // namespace

std::unique_ptr<mlir::Pass> CreateSelectTilesPass(const TileLimits& limits) {
  return std::make_unique<SelectTilesPass>(limits, /*plain=*/false);
}

std::unique_ptr<mlir::Pass> CreatePlainTilesPass() {
  return std::make_unique<SelectTilesPass>(TileLimits(), /*plain=*/true);
}

}  // namespace sinter
