// kernel.contract -> a register-tiled matrix product.
//
// Run walks over column blocks (outer: the rhs panel stays in cache) and row
// tiles (inner), of which one or the other is its share. A tile function keeps
// its accumulators in named registers, since scalable vectors cannot live in
// arrays; there is one for each tile height and width that occurs. Remainders
// are resolved here: no tile has a branch for its size.
#include <functional>

#include "compiler/codegen/column_tiles.h"
#include "compiler/codegen/contract_parts.h"
#include "compiler/codegen/stage_emitter.h"
#include "compiler/codegen/sum_tree.h"

namespace sinter {
namespace {

class ContractEmitter {
 public:
  ContractEmitter(CodeWriter& writer, kernel::ContractOp contract,
                  const KernelFields& fields)
      : writer_(writer),
        contract_(contract),
        fields_(fields),
        body_(contract, fields),
        by_columns_(GetSplit(contract) == Split::kColumns),
        streamed_lhs_(contract.GetReadLhs()) {}

  void Emit() {
    fields_.Emit(writer_);
    writer_.Line();
    EmitForRegisters(32, "#if SINTER_REGISTERS == 32");
    EmitForRegisters(16, "#else");
    writer_.Margin("#endif");
    writer_.Line();
    if (contract_.getStageLhs()) EmitStage(writer_, contract_, fields_);
    body_.EmitFunction(writer_);
  }

 private:
  // The part that depends on the number of vector registers.
  void EmitForRegisters(int64_t registers, llvm::StringRef condition) {
    const kernel::TileAttr tile = GetTile(contract_, registers);
    const RowTiles tiles = RowTiles::Cut(contract_.GetM(), tile.getRows());
    writer_.Margin(condition);
    const ColumnTiles columns(
        contract_.GetN(), tile.getVectors(),
        by_columns_ ? ColumnTiles::Of::kBlocks : ColumnTiles::Of::kAll);
    EmitTileConstants(writer_, tiles);
    writer_.Line();
    EmitRun(tiles, columns);
    for (int64_t rows : Heights(tiles))
      for (int64_t vectors : columns.widths()) {
        writer_.Line();
        EmitTile(rows, vectors, tile.getDepth());
      }
  }

  static llvm::SmallVector<int64_t> Heights(const RowTiles& tiles) {
    if (tiles.Even()) return {tiles.rows};
    return {tiles.rows, tiles.rows - 1};
  }

  void EmitRun(const RowTiles& tiles, const ColumnTiles& columns) {
    writer_.Open(by_columns_ ? "void Run(Range blocks) const"
                             : "void Run(Range tiles) const");
    if (by_columns_) writer_.Line("const Range tiles = " + AllTiles() + ";");
    if (contract_.getStageLhs())
      writer_.Line("Stage(SampleRows(kTiles, tiles, samples));");
    writer_.Line("const size_t N = hn::Lanes(kFloats);");
    columns.EmitLoops(writer_, [&](int64_t vectors) {
      writer_.Open("for (size_t tile = tiles.begin; tile < tiles.end; ++tile)");
      writer_.Line("const size_t row = kTiles.Row(tile);");
      EmitHeightChoice(tiles, vectors);
      writer_.Close();
    });
    writer_.Close();
  }

  std::string AllTiles() {
    return contract_.SumsOverBatch() || !contract_.getSamples()
               ? "{0, kTiles.count}"
               : "{0, kTiles.Covering(samples)}";
  }

  void EmitHeightChoice(const RowTiles& tiles, int64_t vectors) {
    const std::string longer = TileName(tiles.rows, vectors) + "(row, col);";
    if (tiles.Even()) return writer_.Line(longer);
    writer_.Open("if (tile < " + Number(tiles.longer) + ")");
    writer_.Line(longer);
    writer_.Unindent();
    writer_.Open("} else");
    writer_.Line(TileName(tiles.rows - 1, vectors) + "(row, col);");
    writer_.Close();
  }

  static std::string TileName(int64_t rows, int64_t vectors) {
    return "Tile" + Number(rows) + "x" + Number(vectors);
  }

  void EmitTile(int64_t rows, int64_t vectors, int64_t depth) {
    writer_.Line("// Rows row .. row + " + Number(rows - 1) + ", " +
                 Number(vectors) + (vectors == 1 ? " vector" : " vectors") +
                 " of columns from col.");
    writer_.Open("HWY_NOINLINE void " + TileName(rows, vectors) +
                 "(size_t row, size_t col) const");
    writer_.Line("const auto d = kFloats;");
    if (vectors > 1 || (rows > 1 && depth < contract_.GetK()))
      writer_.Line("const size_t N = hn::Lanes(d);");
    EmitStoreOffsets(rows, vectors);
    EmitStreams();
    if (depth < contract_.GetK())
      EmitBlockedSums(rows, vectors, depth);
    else
      EmitSums(rows, vectors, "0", SumLength());
    for (int64_t r = 0; r < rows; ++r)
      for (int64_t v = 0; v < vectors; ++v)
        writer_.Line(
            StoreCall(body_, r, v, vectors,
                      depth < contract_.GetK()
                          ? "hn::Load(d, " + BlockSum(r, v, vectors) + ")"
                          : Acc(r, v)));
    writer_.Close();
  }

  // Terms of a sum: K, or the samples of a partial batch.
  std::string SumLength() {
    return contract_.SumsOverBatch() && contract_.getSamples()
               ? "samples"
               : Number(contract_.GetK());
  }

  // Blocks of `depth` terms are summed in registers, then added up in memory,
  // as a tree.
  void EmitBlockedSums(int64_t rows, int64_t vectors, int64_t depth) {
    const std::string length = SumLength();
    const SumTree tree(contract_.GetK(), depth);
    tree.EmitSums(writer_, rows * vectors);
    writer_.Open("for (size_t begin = 0; begin < " + length +
                 "; begin += " + Number(depth) + ")");
    writer_.Line("const size_t end = std::min<size_t>(begin + " +
                 Number(depth) + ", " + length + ");");
    EmitSums(rows, vectors, "begin", "end");
    for (int64_t r = 0; r < rows; ++r)
      for (int64_t v = 0; v < vectors; ++v)
        writer_.Line("AddTo(d, " + Acc(r, v) + ", " + BlockSum(r, v, vectors) +
                     ");");
    tree.EmitCarry(writer_, rows * vectors,
                   "begin / " + Number(depth) + " + 1");
    writer_.Close();
    tree.EmitFinish(writer_, rows * vectors);
  }

  static std::string BlockSum(int64_t row, int64_t vector, int64_t vectors) {
    return "sums" + VectorOffset(row * vectors + vector);
  }

  // acc = the terms begin .. end - 1.
  void EmitSums(int64_t rows, int64_t vectors, const std::string& begin,
                const std::string& end) {
    for (int64_t r = 0; r < rows; ++r)
      for (int64_t v = 0; v < vectors; ++v)
        writer_.Line("auto " + Acc(r, v) + " = hn::Zero(d);");
    EmitSumLoops(rows, vectors, begin, end);
  }

  static std::string Acc(int64_t row, int64_t vector) {
    return "acc" + Number(row) + "_" + Number(vector);
  }

  // Where the tile's first element stands; state that the epilogue will need
  // from memory is fetched while the sums run.
  void EmitStoreOffsets(int64_t rows, int64_t vectors) {
    EmitOffsets(writer_, body_);
    if (vectors > 2) return;  // few rows, little state
    for (const ElementGroup& group : body_.groups())
      for (mlir::Value tensor : group.tensors)
        if (IsReadState(tensor)) EmitPrefetch(tensor, group, rows);
  }

  static bool IsReadState(mlir::Value tensor) {
    return mlir::isa<mlir::BlockArgument>(tensor) &&
           GetStorage(tensor).space == Space::kState;
  }

  void EmitPrefetch(mlir::Value tensor, const ElementGroup& group,
                    int64_t rows) {
    writer_.Line("PrefetchRows<" + Number(rows) + ">(" + fields_.Name(tensor) +
                 " + " + group.offset_name + ", " +
                 StrideExpression(tensor, "col") + ");");
  }

  void EmitStreams() {
    const bool panels = !Layout::Of(streamed_lhs_.getType()).IsOnePanel();
    if (contract_.SumsOverBatch())
      EmitStream("a", streamed_lhs_,
                 OffsetExpression(streamed_lhs_, "0", "row"));
    else if (!panels)  // else each panel has an origin of its own
      EmitStream("a", streamed_lhs_,
                 OffsetExpression(streamed_lhs_, "row", "0"));
    EmitStream("b", contract_.getRhs(),
               OffsetExpression(contract_.getRhs(), "0", "col"));
    writer_.Line("const size_t b_stride = " +
                 StrideExpression(contract_.getRhs(), "col") + ";");
  }

  void EmitStream(llvm::StringRef name, mlir::Value matrix,
                  const std::string& origin) {
    writer_.Line("const float* HWY_RESTRICT " + name + " = " +
                 fields_.Name(matrix) + " + " + origin + ";");
  }

  // k runs over the batch, over a row of lhs, or over a row cut into panels.
  void EmitSumLoops(int64_t rows, int64_t vectors, const std::string& begin,
                    const std::string& end) {
    const Layout lhs = Layout::Of(streamed_lhs_.getType());
    const std::string stride = Number(lhs.panel);
    if (contract_.SumsOverBatch())
      return EmitSumLoop(
          rows, vectors, begin, end, [](int64_t r) { return Number(r); },
          "a += " + stride + ";");
    if (lhs.IsOnePanel())
      return EmitSumLoop(rows, vectors, begin, end, AtRow(stride), "");
    writer_.Open("for (size_t first = " + begin + "; first < " + end +
                 "; first += " + stride + ")");
    writer_.Line("const size_t count = std::min<size_t>(" + stride + ", " +
                 end + " - first);");
    writer_.Line("const size_t a_stride = " +
                 StrideExpression(streamed_lhs_, "first") + ";");
    writer_.Line(
        "const float* HWY_RESTRICT a = " + fields_.Name(streamed_lhs_) + " + " +
        OffsetExpression(streamed_lhs_, "row", "first") + ";");
    EmitSumLoop(rows, vectors, "0", "count", AtRow("a_stride"), "");
    writer_.Close();
  }

  // Index of lhs[row + r, k] from its row's begin.
  static std::function<std::string(int64_t)> AtRow(const std::string& stride) {
    return [stride](int64_t r) {
      if (r == 0) return std::string("k");
      return (r == 1 ? "" : Number(r) + " * ") + stride + " + k";
    };
  }

  void EmitSumLoop(int64_t rows, int64_t vectors, const std::string& begin,
                   const std::string& end,
                   llvm::function_ref<std::string(int64_t)> lhs_index,
                   const std::string& advance) {
    writer_.Open("for (size_t k = " + begin + "; k < " + end + "; ++k)");
    for (int64_t v = 0; v < vectors; ++v)
      writer_.Line("const auto b" + Number(v) + " = hn::Load(d, b" +
                   VectorOffset(contract_.getRhs(), v, vectors) + ");");
    for (int64_t r = 0; r < rows; ++r) {
      const std::string a = "a" + Number(r);
      writer_.Line("const auto " + a + " = hn::Set(d, a[" + lhs_index(r) +
                   "]);");
      for (int64_t v = 0; v < vectors; ++v)
        writer_.Line(Acc(r, v) + " = hn::MulAdd(" + a + ", b" + Number(v) +
                     ", " + Acc(r, v) + ");");
    }
    if (!advance.empty()) writer_.Line(advance);
    writer_.Line("b += b_stride;");
    writer_.Close();
  }

  CodeWriter& writer_;
  kernel::ContractOp contract_;
  const KernelFields& fields_;
  BodyEmitter body_;
  const bool by_columns_;  // each call has all tiles of rows
  mlir::Value streamed_lhs_;
};

}  // namespace

void EmitContract(CodeWriter& writer, kernel::ContractOp contract,
                  const KernelFields& fields) {
  if (contract.getSparseLhs())
    return EmitSparseContract(writer, contract, fields);
  ContractEmitter(writer, contract, fields).Emit();
}

}  // namespace sinter
