// kernel.contract -> a product as runtime/kernels/contract-inl.h and
// sparse_contract-inl.h want it: types of the matrices, the cut into tiles, the
// epilogue, and a Run that calls the kernel.
#include "compiler/codegen/contract_parts.h"
#include "compiler/codegen/stage_emitter.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/raw_ostream.h"

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
        lists_weights_(contract.getListsGradient() &&
                       contract.getTransposeLhs()),
        is_sparse_(contract.getSparseLhs()) {}

  void Emit() {
    fields_.Emit(writer_);
    writer_.Line();
    EmitMatrices();
    if (contract_.getWindow()) EmitWindow();
    EmitTiles();
    EmitZeroSums();
    EmitDelay();
    EmitOperands();
    writer_.Line();
    EmitRun();
    writer_.Line();
    if (contract_.getStageLhs()) EmitStage(writer_, contract_, fields_);
    EmitFetchAhead();
    body_.EmitFunction(writer_);
    if (!contract_.getSkipsZeroSums()) return;
    writer_.Line();
    writer_.Comment("Store where acc is zero, with the same bits.");
    body_.EmitZeroFunction(writer_);
  }

 private:
  void EmitMatrices() {
    const mlir::Type lhs = contract_.GetReadLhs().getType();
    writer_.Line("using Lhs = " +
                 (is_sparse_ ? NonzerosClass(lhs) : MatrixClass(lhs)) + ";");
    const mlir::Type rhs = contract_.GetReadRhs().getType();
    writer_.Line("using Rhs = " + MatrixClass(rhs) + ";");
    if (contract_.getStageRhs())
      writer_.Line("using Transposed = " +
                   MatrixClass(contract_.getRhs().getType()) + ";");
    llvm::SmallVector<std::string> stored;
    for (const ElementGroup& group : body_.groups())
      stored.push_back(MatrixClass(group.sample.getType()));
    if (contract_.MakesPixels())
      stored.insert(stored.begin(), Number(contract_.GetN()));
    writer_.Line(std::string("using Stored = ") +
                 (contract_.MakesPixels() ? "PixelPlace<" : "Place<") +
                 llvm::join(stored, ", ") + ">;");
  }

  void EmitWindow() {
    EmitConstant("Window kWindow", WindowValue(*contract_.getWindow()));
    if (contract_.MakesPixels())
      return EmitConstant("bool kIsInverse",
                          InverseValue(*contract_.getWindow()));
    EmitConstant("size_t kCols", Number(contract_.GetN()));
    EmitConstant("size_t kTerms", Number(contract_.GetK()));
  }

  void EmitTiles() {
    if (lists_weights_)
      return EmitConstant("size_t kDepth",
                          Number(GetTile(contract_, 32).getDepth()));
    if (!is_sparse_ && !contract_.getWindow())
      EmitConstant("bool kTransposesLhs",
                   contract_.SumsOverBatch() ? "true" : "false");
    const std::string rows_or_depth =
        is_sparse_ ? "kRows = " + Number(contract_.GetM())
                   : "kDepth = " + Number(GetTile(contract_, 32).getDepth());
    EmitConstant("size_t " + rows_or_depth + ", kVectors",
                 ByRegisters([&](int64_t registers) {
                   return Number(GetTile(contract_, registers).getVectors());
                 }));
    if (!is_sparse_ || !by_columns_)
      EmitConstant("RowTiles kTiles", TilesByRegisters([&](int64_t registers) {
                     return RowTiles::Cut(
                         contract_.GetM(),
                         GetTile(contract_, registers).getRows());
                   }));
  }

  void EmitDelay() {
    if (contract_.getDelaysStores()) EmitConstant("size_t kTermsAStore", "4");
  }

  void EmitZeroSums() {
    if (contract_.getSkipsZeroSums())
      EmitConstant("bool kSkipsZeroSums", "true");
  }

  void EmitConstant(const std::string& name, const std::string& value) {
    writer_.Line("static constexpr " + name + " = " + value + ";");
  }

  void EmitOperands() {
    const std::string& lhs = fields_.Name(contract_.GetReadLhs());
    writer_.Line((is_sparse_ ? "const Lhs& lhs() const { return "
                             : "const float* lhs() const { return ") +
                 lhs + "; }");
    if (contract_.getStageRhs())
      writer_.Line("float* room() const { return " +
                   fields_.Name(contract_.GetReadRhs()) + "; }");
    writer_.Line("const float* " +
                 std::string(contract_.getStageRhs() ? "transposed" : "rhs") +
                 "() const { return " + fields_.Name(contract_.getRhs()) +
                 "; }");
    if (!is_sparse_ && !contract_.getWindow() && contract_.SumsOverBatch() &&
        contract_.getSamples())
      writer_.Line("size_t terms() const { return samples; }");
  }

  void EmitRun() {
    writer_.Open("void Run(Range " +
                 std::string(by_columns_      ? "blocks"
                             : lists_weights_ ? "groups"
                                              : "tiles") +
                 ") const");
    if (contract_.getWindow())
      EmitWindowRun();
    else if (is_sparse_)
      EmitSparseRun();
    else
      EmitDenseRun();
    writer_.Close();
  }

  void EmitDenseRun() {
    if (!by_columns_) {
      assert(!contract_.getStageRhs() && "each share would make all panels");
      if (contract_.getStageLhs())
        writer_.Line("Stage(SampleRows(kTiles, tiles, samples));");
      return writer_.Line("ContractTiles(*this, tiles);");
    }
    assert(!contract_.getStageLhs() && "each share would stage all rows");
    writer_.Line(std::string(contract_.getStageRhs() ? "ContractTransposed"
                                                     : "ContractBlocks") +
                 "(*this, blocks, " + AllTiles() + ");");
  }

  void EmitWindowRun() {
    assert(!by_columns_ && "convolutions are cut by rows");
    if (contract_.getStageLhs())
      writer_.Line("Stage(SampleRows(kTiles, tiles, samples));");
    writer_.Line(
        (contract_.getListsGradient() ? "Sparse" : "") +
        std::string(contract_.MakesPixels() ? "WindowTiles" : "WindowWeights") +
        "(*this, " + (lists_weights_ ? "groups" : "tiles") + ");");
  }

  std::string AllTiles() {
    return contract_.SumsOverBatch() || !contract_.getSamples()
               ? "{0, kTiles.count}"
               : "{0, kTiles.Covering(samples)}";
  }

  void EmitSparseRun() {
    writer_.Line("const Range rows = " + SparseRows() + ";");
    if (contract_.getStageLhs()) writer_.Line("Stage(rows);");
    writer_.Line(by_columns_ ? "SparseContractBlocks(*this, blocks, rows);"
                             : "SparseContractRows(*this, rows);");
  }

  // Of a call of Run.
  std::string SparseRows() {
    if (by_columns_)
      return "{0, " +
             (contract_.SumsOverBatch() ? Number(contract_.GetM())
                                        : "samples") +
             "}";
    return contract_.SumsOverBatch()
               ? "{kTiles.Row(tiles.begin), kTiles.Row(tiles.end)}"
               : "SampleRows(kTiles, tiles, samples)";
  }

  // State that the epilogue will need from memory is fetched while the sums
  // run.
  void EmitFetchAhead() {
    const bool skips = contract_.getSkipsZeroSums();
    const auto read_at_zero =
        skips ? body_.ReadAtZero() : llvm::SmallVector<mlir::Value>();
    const auto is_always_read = [&](mlir::Value tensor) {
      return !skips || llvm::is_contained(read_at_zero, tensor);
    };
    llvm::SmallVector<std::string> lines;
    if (!is_sparse_ && !contract_.getWindow())
      for (auto [i, group] : llvm::enumerate(body_.groups()))
        for (mlir::Value tensor : group.tensors)
          if (IsReadState(tensor) && is_always_read(tensor))
            lines.push_back(FetchLine(tensor, i));
    if (lines.empty()) return;
    writer_.Line("template <size_t kRows>");
    writer_.Open("HWY_INLINE void FetchAhead(const Stored& place) const");
    for (const std::string& line : lines) writer_.Line(line);
    writer_.Close();
    writer_.Line();
  }

  static bool IsReadState(mlir::Value tensor) {
    return mlir::isa<mlir::BlockArgument>(tensor) &&
           GetStorage(tensor).space == Space::kState;
  }

  std::string FetchLine(mlir::Value tensor, size_t group) {
    return "PrefetchRows<kRows>(" + fields_.Name(tensor) + " + place.at[" +
           llvm::utostr(group) + "], " + StrideExpression(tensor, "place.col") +
           ");";
  }

  CodeWriter& writer_;
  kernel::ContractOp contract_;
  const KernelFields& fields_;
  BodyEmitter body_;
  const bool by_columns_;  // each call has all tiles of rows
  const bool lists_weights_;
  const bool is_sparse_;  // skips the zeros of lhs
};

kernel::ContractOp Contract(mlir::Operation* nest) {
  return mlir::cast<kernel::ContractOp>(nest);
}

std::string Sizes(llvm::ArrayRef<int64_t> sizes) {
  return Number(sizes[0]) + " x " + Number(sizes[1]);
}

// Multiply-adds that padding leaves out are counted.
double MegaFlop(kernel::ContractOp contract) {
  const double products = contract.getTransposeLhs()
                              ? contract.getWindow()->CountTaps()
                              : contract.getWindow()->CountMade();
  return 2e-6 * products * contract.GetM() * contract.GetN() * contract.GetK();
}

std::string WindowFormula(kernel::ContractOp contract,
                          const KernelFields& fields) {
  const std::string& lhs = fields.Name(contract.GetReadLhs());
  const std::string& rhs = fields.Name(contract.GetReadRhs());
  const kernel::WindowAttr window = *contract.getWindow();
  std::string text;
  llvm::raw_string_ostream stream(text);
  if (contract.getTransposeLhs())
    stream << "acc[(t, c), n] = sum over samples m and pixels p of " << lhs
           << "[m, (q, c)] * " << rhs << "[m, (p, n)]";
  else
    stream << "acc[m, (p, n)] = sum over taps t and channels c of " << lhs
           << "[m, (q, c)] * " << rhs << "[(t, c), n]";
  stream << (window.getInverse() ? ", where tap t of pixel q reads p, "
                                 : ", where tap t of pixel p reads q, ")
         << Sizes(window.getTaps()) << " taps from " << Sizes(window.getInput())
         << " to " << Sizes(window.getOutput()) << " pixels; n < "
         << contract.GetN() << ". "
         << llvm::format("%.1f MFLOP%s. ", MegaFlop(contract),
                         contract.getListsGradient() ? ", without zeros" : "");
  return stream.str();
}

std::string Formula(mlir::Operation* nest, const KernelFields& fields) {
  kernel::ContractOp contract = Contract(nest);
  std::string text;
  llvm::raw_string_ostream stream(text);
  if (contract.getWindow()) return WindowFormula(contract, fields);
  stream << "acc[m, n] = sum over k of " << fields.Name(contract.GetReadLhs())
         << (contract.getTransposeLhs() ? "[k, m]" : "[m, k]") << " * "
         << fields.Name(contract.GetReadRhs()) << "[k, n]; m < "
         << contract.GetM() << ", n < " << contract.GetN() << ", k < "
         << contract.GetK() << ". "
         << llvm::format(
                "%.1f MFLOP%s. ",
                2e-6 * contract.GetM() * contract.GetN() * contract.GetK(),
                contract.getSparseLhs() ? ", without zeros" : "");
  return stream.str();
}

}  // namespace

const NestEmitter kContractEmitter = {
    [](CodeWriter& writer, mlir::Operation* nest, const KernelFields& fields) {
      ContractEmitter(writer, Contract(nest), fields).Emit();
    },
    [](mlir::Operation* nest) {
      llvm::SmallVector<llvm::StringRef> headers = {
          Contract(nest).getListsGradient() ? "sparse_window-inl.h"
          : Contract(nest).getWindow()      ? "window_contract-inl.h"
          : Contract(nest).getSparseLhs()   ? "sparse_contract-inl.h"
                                            : "contract-inl.h"};
      if (Contract(nest).getSparseLhs() && Contract(nest).getStageLhs())
        headers.push_back("nonzeros-inl.h");
      return headers;
    },
    [](mlir::Operation* nest) -> std::string {
      if (GetSplit(nest) == Split::kBatch) return "tiles of the batch's rows";
      if (Contract(nest).getListsGradient())
        return "groups of 16 output channels";
      return Contract(nest).getWindow() ? "tiles of a tap's channels"
                                        : "tiles of rows";
    },
    Formula};

}  // namespace sinter
