// kernel.contract -> a register-tiled matrix product.
//
// Run walks over column blocks (outer: the rhs panel stays in cache) and its
// share of row tiles (inner). A tile function keeps its accumulators in named
// registers, since scalable vectors cannot live in arrays; there is one for
// each tile height that occurs and, where the columns need it, one of a single
// vector. Remainders are resolved here: no tile has a branch for its size.
#include <functional>

#include "compiler/codegen/body_emitter.h"
#include "compiler/codegen/expression_emitter.h"
#include "compiler/codegen/nest_emitter.h"
#include "llvm/ADT/StringExtras.h"

namespace sinter {
namespace {

std::string Number(int64_t value) { return llvm::itostr(value); }

class ContractEmitter {
 public:
  ContractEmitter(CodeWriter& writer, kernel::ContractOp contract,
                  const KernelFields& fields)
      : writer_(writer),
        contract_(contract),
        fields_(fields),
        body_(contract, fields),
        streamed_lhs_(contract.getStageLhs() ? contract.GetStagedLhs()
                                             : contract.getLhs()) {}

  void Emit() {
    fields_.Emit(writer_);
    writer_.Line();
    EmitForRegisters(32, "#if SINTER_REGISTERS == 32");
    EmitForRegisters(16, "#else");
    writer_.Margin("#endif");
    writer_.Line();
    if (contract_.getStageLhs()) EmitStage();
    body_.EmitFunction(writer_);
  }

 private:
  // The part that depends on the number of vector registers.
  void EmitForRegisters(int64_t registers, llvm::StringRef condition) {
    const kernel::TileAttr tile = GetTile(contract_, registers);
    const RowTiles tiles = RowTiles::Cut(contract_.GetM(), tile.getRows());
    writer_.Margin(condition);
    EmitTileConstants(tiles);
    EmitRun(tiles, tile.getVectors());
    for (int64_t rows : Heights(tiles))
      for (int64_t vectors : Widths(tile.getVectors())) {
        writer_.Line();
        EmitTile(rows, vectors, tile.getDepth());
      }
  }

  static llvm::SmallVector<int64_t> Heights(const RowTiles& tiles) {
    if (tiles.Even()) return {tiles.rows};
    return {tiles.rows, tiles.rows - 1};
  }

  // The narrow tile is needed unless every target's wide one divides N.
  llvm::SmallVector<int64_t> Widths(int64_t vectors) {
    if (contract_.GetN() % (vectors * kLaneMultiple) == 0) return {vectors};
    return {vectors, 1};
  }

  void EmitTileConstants(const RowTiles& tiles) {
    writer_.Line("static constexpr RowTiles kTiles = {" + Number(tiles.rows) +
                 ", " + Number(tiles.count) + ", " + Number(tiles.longer) +
                 "};");
    writer_.Line();
  }

  void EmitRun(const RowTiles& tiles, int64_t vectors) {
    const std::string n = Number(contract_.GetN());
    writer_.Open("void Run(Range tiles) const");
    if (contract_.getStageLhs())
      writer_.Line("Stage(SampleRows(kTiles, tiles, samples));");
    writer_.Line("const size_t N = hn::Lanes(kFloats);");
    writer_.Open("for (size_t col = 0; col < " + n +
                 "; col += " + Number(vectors) + " * N)");
    writer_.Open("for (size_t tile = tiles.begin; tile < tiles.end; ++tile)");
    writer_.Line("const size_t row = kTiles.Row(tile);");
    EmitTileChoice(tiles, vectors);
    writer_.Close();
    writer_.Close();
    writer_.Close();
  }

  void EmitTileChoice(const RowTiles& tiles, int64_t vectors) {
    const bool narrow = Widths(vectors).size() > 1;
    if (narrow) writer_.Open("if (col + N < " + Number(contract_.GetN()) + ")");
    EmitHeightChoice(tiles, vectors);
    if (!narrow) return;
    writer_.Unindent();
    writer_.Open("} else");
    EmitHeightChoice(tiles, 1);
    writer_.Close();
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
    if (vectors > 1 || depth < contract_.GetK())
      writer_.Line("const size_t N = hn::Lanes(d);");
    EmitStoreOffsets(rows);
    EmitStreams();
    if (depth < contract_.GetK())
      EmitBlockedSums(rows, vectors, depth);
    else
      EmitSums(rows, vectors, "0", SumLength());
    for (int64_t r = 0; r < rows; ++r)
      for (int64_t v = 0; v < vectors; ++v)
        EmitStoreCall(r, v,
                      depth < contract_.GetK()
                          ? "hn::Load(d, " + BlockSum(r, v, vectors) + ")"
                          : Acc(r, v));
    writer_.Close();
  }

  // Terms of a sum: K, or the samples of a partial batch.
  std::string SumLength() {
    return contract_.SumsOverBatch() && contract_.getSamples()
               ? "samples"
               : Number(contract_.GetK());
  }

  // Blocks of `depth` terms are summed in registers, then added up in memory.
  void EmitBlockedSums(int64_t rows, int64_t vectors, int64_t depth) {
    const std::string length = SumLength();
    writer_.Line("HWY_ALIGN float sums[" +
                 Number(rows * vectors * kLaneMultiple) + "] = {};");
    writer_.Open("for (size_t begin = 0; begin < " + length +
                 "; begin += " + Number(depth) + ")");
    writer_.Line("const size_t end = std::min<size_t>(begin + " +
                 Number(depth) + ", " + length + ");");
    EmitSums(rows, vectors, "begin", "end");
    for (int64_t r = 0; r < rows; ++r)
      for (int64_t v = 0; v < vectors; ++v)
        writer_.Line("AddTo(d, " + Acc(r, v) + ", " + BlockSum(r, v, vectors) +
                     ");");
    writer_.Close();
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
  void EmitStoreOffsets(int64_t rows) {
    for (const ElementGroup& group : body_.groups()) {
      writer_.Line("const size_t " + group.offset_name + " = " +
                   OffsetExpression(group.sample, "row", "col") + ";");
      for (mlir::Value tensor : group.tensors)
        if (IsReadState(tensor)) EmitPrefetch(tensor, group, rows);
    }
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
                   VectorOffset(v) + ");");
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

  // " + N", " + 2 * N"; nothing for the first vector.
  static std::string VectorOffset(int64_t vector) {
    if (vector == 0) return "";
    return vector == 1 ? " + N" : " + " + Number(vector) + " * N";
  }

  static std::string RowOffset(int64_t row, const std::string& stride) {
    return row == 0 ? "" : " + " + Number(row) + " * " + stride;
  }

  void EmitStoreCall(int64_t r, int64_t v, const std::string& acc) {
    llvm::SmallVector<std::string> offsets;
    for (const ElementGroup& group : body_.groups())
      offsets.push_back(group.offset_name +
                        RowOffset(r, StrideExpression(group.sample, "col")) +
                        VectorOffset(v));
    const std::string row = r == 0 ? "row" : "row + " + Number(r);
    writer_.Line(body_.Call("d", acc, row, "col" + VectorOffset(v), offsets));
  }

  // lhs as float32, once for every element of the worker's own rows.
  void EmitStage() {
    mlir::Value from = contract_.getLhs();
    mlir::Value to = contract_.GetStagedLhs();
    const std::string cols =
        Number(kernel::GetMatrixShape(from.getType()).cols);
    writer_.Line("// The prologue, once for each element of these rows.");
    writer_.Open("void Stage(Range rows) const");
    writer_.Line("const size_t N = hn::Lanes(kFloats);");
    writer_.Open("for (size_t row = rows.begin; row < rows.end; ++row)");
    writer_.Line("const " + ElementType(from) + "* from = " +
                 fields_.Name(from) + " + " + StageSource(from) + ";");
    writer_.Line("float* to = " + fields_.Name(to) + " + " +
                 OffsetExpression(to, "row", "0") + ";");
    writer_.Line("size_t col = 0;");
    writer_.Open("for (; col + N <= " + cols + "; col += N)");
    writer_.Line("StageVector(kFloats, from + col, to + col);");
    writer_.Close();
    writer_.Open("for (; col < " + cols + "; ++col)");
    writer_.Line("StageVector(kOneFloat, from + col, to + col);");
    writer_.Close();
    writer_.Close();
    writer_.Close();
    writer_.Line();
    EmitStageVector(from);
  }

  static std::string ElementType(mlir::Value tensor) {
    return mlir::cast<mlir::RankedTensorType>(tensor.getType())
                   .getElementType()
                   .isF32()
               ? "float"
               : "uint8_t";
  }

  static std::string StageSource(mlir::Value from) {
    return OffsetExpression(
        from, IsData(from) ? "SampleRow(indices, row)" : "row", "0");
  }

  void EmitStageVector(mlir::Value from) {
    const bool bytes = ElementType(from) == "uint8_t";
    writer_.Line("template <class D>");
    writer_.Open("static HWY_INLINE void StageVector(D d, const " +
                 ElementType(from) + "* from, float* to)");
    mlir::Block& prologue = contract_.getPrologue().front();
    ExpressionEmitter expressions(writer_, Spelling::kVector);
    expressions.SetLeaf(prologue.getArgument(0),
                        bytes ? "LoadBytes(d, from)" : "hn::LoadU(d, from)");
    const std::string vector =
        expressions.Emit(prologue.getTerminator()->getOperand(0));
    writer_.Line("hn::Store(" + vector + ", d, to);");
    writer_.Close();
    writer_.Line();
  }

  CodeWriter& writer_;
  kernel::ContractOp contract_;
  const KernelFields& fields_;
  BodyEmitter body_;
  mlir::Value streamed_lhs_;
};

}  // namespace

void EmitContract(CodeWriter& writer, kernel::ContractOp contract,
                  const KernelFields& fields) {
  ContractEmitter(writer, contract, fields).Emit();
}

}  // namespace sinter
