// kernel.contract -> a register-tiled matrix product.
//
// Run walks over column blocks (outer: the rhs panel stays in cache) and its
// share of row tiles (inner). A tile function keeps its accumulators in named
// registers, since scalable vectors cannot live in arrays; there is one for each
// tile height that occurs and, where the columns need it, one of a single
// vector. Remainders are resolved here: no tile has a branch for its size.
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
        EmitTile(rows, vectors);
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
    writer_.Open("for (size_t col = 0; col < " + n + "; col += " +
                 Number(vectors) + " * N)");
    writer_.Open(
        "for (size_t tile = tiles.begin; tile < tiles.end; ++tile)");
    writer_.Line("const size_t row = kTiles.Row(tile);");
    EmitTileChoice(tiles, vectors);
    writer_.Close();
    writer_.Close();
    writer_.Close();
  }

  void EmitTileChoice(const RowTiles& tiles, int64_t vectors) {
    const bool narrow = Widths(vectors).size() > 1;
    if (narrow)
      writer_.Open("if (col + N < " + Number(contract_.GetN()) + ")");
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

  void EmitTile(int64_t rows, int64_t vectors) {
    writer_.Line("// Rows row .. row + " + Number(rows - 1) + ", " +
                 Number(vectors) + (vectors == 1 ? " vector" : " vectors") +
                 " of columns from col.");
    writer_.Open("HWY_NOINLINE void " + TileName(rows, vectors) +
                 "(size_t row, size_t col) const");
    writer_.Line("const auto d = kFloats;");
    writer_.Line("const size_t N = hn::Lanes(d);");
    EmitStoreOffsets(rows);
    EmitStreams();
    for (int64_t r = 0; r < rows; ++r)
      for (int64_t v = 0; v < vectors; ++v)
        writer_.Line("auto " + Acc(r, v) + " = hn::Zero(d);");
    EmitSumLoops(rows, vectors);
    for (int64_t r = 0; r < rows; ++r)
      for (int64_t v = 0; v < vectors; ++v) EmitStoreCall(r, v);
    writer_.Close();
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
    const std::string& lhs = fields_.Name(streamed_lhs_);
    const std::string& rhs = fields_.Name(contract_.getRhs());
    const std::string origin =
        contract_.SumsOverBatch() ? OffsetExpression(streamed_lhs_, "0", "row")
                                  : OffsetExpression(streamed_lhs_, "row", "0");
    writer_.Line("const float* HWY_RESTRICT a = " + lhs + " + " + origin + ";");
    writer_.Line("const float* HWY_RESTRICT b = " + rhs + " + " +
                 OffsetExpression(contract_.getRhs(), "0", "col") + ";");
    writer_.Line("const size_t b_stride = " +
                 StrideExpression(contract_.getRhs(), "col") + ";");
  }

  // k runs over the batch, over a row of lhs, or over a row cut into panels.
  void EmitSumLoops(int64_t rows, int64_t vectors) {
    const Layout lhs = Layout::Of(streamed_lhs_.getType());
    const std::string stride = Number(lhs.panel);
    if (contract_.SumsOverBatch()) {
      const std::string count =
          contract_.getSamples() ? "samples" : Number(contract_.GetK());
      EmitSumLoop(rows, vectors, count, [&](int64_t r) { return Number(r); },
                  "a += " + stride + ";");
      return;
    }
    auto at_row = [&](const std::string& row_stride) {
      return [row_stride](int64_t r) {
        return r == 0 ? std::string("k")
                      : Number(r) + " * " + row_stride + " + k";
      };
    };
    if (lhs.IsOnePanel()) {
      EmitSumLoop(rows, vectors, Number(contract_.GetK()), at_row(stride), "");
      return;
    }
    EmitPanelLoops(rows, vectors, lhs, at_row);
  }

  template <typename AtRow>
  void EmitPanelLoops(int64_t rows, int64_t vectors, const Layout& lhs,
                      AtRow at_row) {
    const int64_t whole = lhs.cols / lhs.panel;
    writer_.Open("for (size_t panel = 0; panel < " + Number(whole) +
                 "; ++panel)");
    EmitSumLoop(rows, vectors, Number(lhs.panel), at_row(Number(lhs.panel)),
                "");
    writer_.Line("a += " + Number(lhs.rows * lhs.panel) + ";");
    writer_.Close();
    const int64_t rest = lhs.cols % lhs.panel;
    if (rest == 0) return;
    // The last panel is narrower; `row` counted whole panel widths so far.
    const int64_t width = lhs.Width(lhs.LastPanel());
    if (width != lhs.panel)
      writer_.Line("a -= row * " + Number(lhs.panel - width) + ";");
    EmitSumLoop(rows, vectors, Number(rest), at_row(Number(width)), "");
  }

  template <typename Index>
  void EmitSumLoop(int64_t rows, int64_t vectors, const std::string& count,
                   Index lhs_index, const std::string& advance) {
    writer_.Open("for (size_t k = 0; k < " + count + "; ++k)");
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

  void EmitStoreCall(int64_t r, int64_t v) {
    llvm::SmallVector<std::string> offsets;
    for (const ElementGroup& group : body_.groups())
      offsets.push_back(group.offset_name +
                        RowOffset(r, StrideExpression(group.sample, "col")) +
                        VectorOffset(v));
    const std::string row = r == 0 ? "row" : "row + " + Number(r);
    writer_.Line(body_.Call("d", Acc(r, v), row, "col" + VectorOffset(v),
                            offsets));
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
