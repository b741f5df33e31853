// kernel.contract with sparse_lhs -> a matrix product that walks over the
// nonzero elements of lhs.
//
// Run stages its rows' elements where lhs is raw, then takes blocks of columns
// (outer): a block as wide as accumulators hide the latency of a multiply-add.
// Within it one run of terms after the other (the depth of the dense kernel, so
// that sums are the same to the bit), and in a run all rows: the run's part of
// rhs stays in the first cache while the rows stream.
#include <algorithm>

#include "compiler/codegen/column_tiles.h"
#include "compiler/codegen/contract_parts.h"
#include "compiler/codegen/stage_emitter.h"
#include "compiler/codegen/sum_tree.h"

namespace sinter {
namespace {

// Rows whose sums are kept between runs, on the stack: 64 KB for 8 vectors. A
// tree of sums has fewer rows, so that all its levels take no more.
constexpr int64_t kMostSumRows = 128;

class SparseContractEmitter {
 public:
  SparseContractEmitter(CodeWriter& writer, kernel::ContractOp contract,
                        const KernelFields& fields)
      : writer_(writer),
        contract_(contract),
        fields_(fields),
        body_(contract, fields),
        by_columns_(GetSplit(contract) == Split::kColumns),
        columns_(
            contract.GetN(), GetTile(contract, 32).getVectors(),
            by_columns_ ? ColumnTiles::Of::kBlocks : ColumnTiles::Of::kAll),
        layout_(NonzerosLayout::Of(contract.GetReadLhs().getType())) {}

  void Emit() {
    fields_.Emit(writer_);
    writer_.Line();
    if (!by_columns_) EmitTiles();
    EmitRun();
    for (int64_t width : columns_.widths()) {
      writer_.Line();
      if (layout_.runs == 1)
        EmitColumns(width);
      else
        EmitColumnsByRuns(width);
    }
    writer_.Line();
    if (contract_.getStageLhs()) EmitStage(writer_, contract_, fields_);
    body_.EmitFunction(writer_);
  }

 private:
  void EmitTiles() {
    writer_.Margin("#if SINTER_REGISTERS == 32");
    EmitTileConstants(writer_, Tiles(32));
    writer_.Margin("#else");
    EmitTileConstants(writer_, Tiles(16));
    writer_.Margin("#endif");
    writer_.Line();
  }

  RowTiles Tiles(int64_t registers) {
    return RowTiles::Cut(contract_.GetM(),
                         GetTile(contract_, registers).getRows());
  }

  void EmitRun() {
    writer_.Open(by_columns_ ? "void Run(Range blocks) const"
                             : "void Run(Range tiles) const");
    writer_.Line("const Range rows = " + Rows() + ";");
    if (contract_.getStageLhs()) writer_.Line("Stage(rows);");
    writer_.Line("const size_t N = hn::Lanes(kFloats);");
    columns_.EmitLoops(writer_, [&](int64_t width) {
      writer_.Line("Columns" + Number(width) + "(rows, col);");
    });
    writer_.Close();
  }

  // Of a call of Run.
  std::string Rows() {
    if (by_columns_)
      return "{0, " +
             (contract_.SumsOverBatch() ? Number(contract_.GetM())
                                        : "samples") +
             "}";
    return contract_.SumsOverBatch()
               ? "{kTiles.Row(tiles.begin), kTiles.Row(tiles.end)}"
               : "SampleRows(kTiles, tiles, samples)";
  }

  void OpenColumns(int64_t width) {
    writer_.Comment(Number(width) + (width == 1 ? " vector" : " vectors") +
                    " of columns from col, of these rows.");
    writer_.Open("HWY_NOINLINE void Columns" + Number(width) +
                 "(Range rows, size_t col) const");
    writer_.Line("const auto d = kFloats;");
    // Offsets across panels do without.
    writer_.Line("[[maybe_unused]] const size_t N = hn::Lanes(d);");
    writer_.Line(
        "const float* HWY_RESTRICT b = " + fields_.Name(contract_.getRhs()) +
        " + " + OffsetExpression(contract_.getRhs(), "0", "col") + ";");
    writer_.Line("const size_t b_stride = " +
                 StrideExpression(contract_.getRhs(), "col") + ";");
  }

  void OpenGroups(const std::string& first, const std::string& last) {
    writer_.Open(
        "for (size_t row = " + first + "; row < " + last + "; " +
        (layout_.group == 1 ? "++row" : "row += " + Number(layout_.group)) +
        ")");
  }

  // The sums are complete after one run.
  void EmitColumns(int64_t width) {
    OpenColumns(width);
    OpenGroups("rows.begin", "rows.end");
    EmitTerms(width, "0");
    EmitStores(width, [&](int64_t r, int64_t v) { return Acc(r, v); });
    writer_.Close();
    writer_.Close();
  }

  void EmitColumnsByRuns(int64_t width) {
    const SumTree tree(contract_.GetK(), layout_.depth);
    const int64_t sum_rows = SumRows(tree);
    const std::string rows = Number(sum_rows);
    OpenColumns(width);
    writer_.Open("for (size_t first = rows.begin; first < rows.end; first += " +
                 rows + ")");
    writer_.Line("const size_t last = std::min<size_t>(first + " + rows +
                 ", rows.end);");
    tree.EmitSums(writer_, sum_rows * width);
    writer_.Open("for (size_t run = 0; run < " + Number(layout_.runs) +
                 "; ++run)");
    OpenGroups("first", "last");
    EmitTerms(width, "run");
    EmitSumPointer(width);
    for (int64_t r = 0; r < layout_.group; ++r)
      for (int64_t v = 0; v < width; ++v)
        writer_.Line("AddTo(d, " + Acc(r, v) + ", " + Sum(r, v, width) + ");");
    writer_.Close();
    tree.EmitCarry(writer_, sum_rows * width, "run + 1");
    writer_.Close();
    tree.EmitFinish(writer_, sum_rows * width);
    OpenGroups("first", "last");
    EmitSumPointer(width);
    EmitStores(width, [&](int64_t r, int64_t v) {
      return "hn::Load(d, " + Sum(r, v, width) + ")";
    });
    writer_.Close();
    writer_.Close();
    writer_.Close();
  }

  // Whole groups.
  int64_t SumRows(const SumTree& tree) const {
    const int64_t most =
        kMostSumRows / tree.levels() / layout_.group * layout_.group;
    return std::min(most, layout_.Groups() * layout_.group);
  }

  void EmitSumPointer(int64_t width) {
    writer_.Line("float* sum = sums + (row - first) * " +
                 (width == 1 ? "N" : Number(width) + " * N") + ";");
  }

  static std::string Sum(int64_t row, int64_t vector, int64_t width) {
    return "sum" + VectorOffset(row * width + vector);
  }

  // `value(r, v)` is vector v of the group's row r. The last group may have
  // fewer rows than it has room for.
  void EmitStores(int64_t width,
                  llvm::function_ref<std::string(int64_t, int64_t)> value) {
    EmitOffsets(writer_, body_);
    const int64_t rest = contract_.GetM() % layout_.group;
    for (int64_t r = 0; r < layout_.group; ++r) {
      const bool may_lack = rest != 0 && r >= rest;
      if (may_lack)
        writer_.Open("if (row + " + Number(r) + " < " +
                     Number(contract_.GetM()) + ")");
      for (int64_t v = 0; v < width; ++v)
        writer_.Line(StoreCall(body_, r, v, width, value(r, v)));
      if (may_lack) writer_.Close();
    }
  }

  // acc = one run's terms of this group of rows.
  void EmitTerms(int64_t width, const std::string& run) {
    const std::string& lhs = fields_.Name(contract_.GetReadLhs());
    for (int64_t r = 0; r < layout_.group; ++r)
      for (int64_t v = 0; v < width; ++v)
        writer_.Line("auto " + Acc(r, v) + " = hn::Zero(d);");
    writer_.Line("const float* HWY_RESTRICT values = " + lhs + ".Values(row);");
    writer_.Line("const uint32_t* HWY_RESTRICT columns = " + lhs +
                 ".Columns(row);");
    writer_.Line("const size_t end = " + lhs + ".End(row, " + run + ");");
    writer_.Open("for (size_t i = " + lhs + ".Begin(row, " + run +
                 "); i < end; ++i)");
    writer_.Line("const float* HWY_RESTRICT from = b + columns[i] * b_stride;");
    EmitProducts(width);
    writer_.Close();
  }

  void EmitProducts(int64_t width) {
    for (int64_t v = 0; v < width; ++v)
      writer_.Line("const auto b" + Number(v) + " = hn::Load(d, from" +
                   VectorOffset(contract_.getRhs(), v, width) + ");");
    for (int64_t r = 0; r < layout_.group; ++r) {
      const std::string a = "a" + Number(r);
      writer_.Line("const auto " + a + " = hn::Set(d, values[" + Place(r) +
                   "]);");
      for (int64_t v = 0; v < width; ++v)
        writer_.Line(Acc(r, v) + " = hn::MulAdd(" + a + ", b" + Number(v) +
                     ", " + Acc(r, v) + ");");
    }
  }

  // Of the value of the group's row r.
  std::string Place(int64_t r) const {
    if (layout_.group == 1) return "i";
    return Number(layout_.group) + " * i" + (r == 0 ? "" : " + " + Number(r));
  }

  static std::string Acc(int64_t row, int64_t vector) {
    return "acc" + Number(row) + "_" + Number(vector);
  }

  CodeWriter& writer_;
  kernel::ContractOp contract_;
  const KernelFields& fields_;
  BodyEmitter body_;
  const bool by_columns_;  // not cut into tiles of rows
  ColumnTiles columns_;
  NonzerosLayout layout_;
};

}  // namespace

void EmitSparseContract(CodeWriter& writer, kernel::ContractOp contract,
                        const KernelFields& fields) {
  SparseContractEmitter(writer, contract, fields).Emit();
}

}  // namespace sinter
