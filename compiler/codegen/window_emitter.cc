// kernel.window -> loops over rows, pixels and channels
// (runtime/kernels/window_fold-inl.h), and a function that folds the taps of
// one vector.
#include "compiler/codegen/contract_parts.h"
#include "compiler/codegen/expression_emitter.h"
#include "compiler/codegen/nest_emitter.h"
#include "llvm/ADT/STLExtras.h"

namespace sinter {
namespace {

class WindowEmitter {
 public:
  WindowEmitter(CodeWriter& writer, kernel::WindowOp window,
                const KernelFields& fields)
      : writer_(writer),
        window_(window),
        fields_(fields),
        body_(window.getBody().front()),
        is_aligned_(window.GetChannels() % kLaneMultiple == 0) {}

  void Emit() {
    fields_.Emit(writer_);
    writer_.Line();
    writer_.Line("static constexpr Window kWindow = " +
                 WindowValue(window_.getWindow()) + ";");
    writer_.Line("static constexpr bool kIsInverse = " +
                 InverseValue(window_.getWindow()) + ";");
    writer_.Line("static constexpr size_t kChannels = " +
                 Number(window_.GetChannels()) + ";");
    writer_.Line();
    writer_.Open("void Run(Range rows) const");
    writer_.Line("FoldWindows(*this, rows);");
    writer_.Close();
    writer_.Line();
    EmitFold();
  }

 private:
  void EmitFold() {
    writer_.Line("template <class D, class Taps>");
    writer_.Open(
        "HWY_INLINE void Fold([[maybe_unused]] D d, size_t row, size_t pixel, "
        "size_t channel, Taps taps) const");
    for (auto [result, start] :
         llvm::zip(window_.getResults(),
                   window_.getStart().getAsRange<mlir::FloatAttr>()))
      writer_.Line("auto " + Accumulator(result) + " = hn::Set(d, " +
                   FloatLiteral(start.getValueAsDouble()) + ");");
    writer_.Open("for (; taps.More(); taps.Next())");
    EmitTap();
    writer_.Close();
    for (mlir::Value result : window_.getResults())
      writer_.Line((is_aligned_ ? "hn::Store(" : "hn::StoreU(") +
                   Accumulator(result) + ", d, " + fields_.Name(result) +
                   " + " + At(result, "pixel") + ");");
    writer_.Close();
  }

  // All new values are computed before the first is assigned.
  void EmitTap() {
    ExpressionEmitter expressions(writer_, Spelling::kVector);
    fields_.Reserve(expressions);
    auto argument = body_.args_begin();
    for (mlir::Value result : window_.getResults())
      expressions.SetLeaf(*argument++, Accumulator(result));
    for (mlir::Value input : window_.getInputs()) {
      const std::string name = fields_.Name(input) + "_value";
      if (!argument->use_empty())
        writer_.Line("const auto " + name + " = hn::Load" +
                     (is_aligned_ ? "" : "U") + "(d, " + fields_.Name(input) +
                     " + " + At(input, "taps.Position()") + ");");
      expressions.SetLeaf(*argument++, name);
    }
    expressions.SetLeaf(*argument, "taps.Tap()");
    llvm::SmallVector<std::string> values;
    for (auto [result, value] :
         llvm::zip(window_.getResults(), body_.getTerminator()->getOperands()))
      values.push_back(
          expressions.EmitNamed(value, "new_" + fields_.Name(result)));
    for (auto [result, value] : llvm::zip(window_.getResults(), values))
      writer_.Line(Accumulator(result) + " = " + value + ";");
  }

  std::string Accumulator(mlir::Value result) const {
    return fields_.Name(result) + "_so_far";
  }

  std::string At(mlir::Value matrix, const std::string& pixel) const {
    return OffsetExpression(matrix, "row",
                            "(" + pixel + " * kChannels + channel)");
  }

  CodeWriter& writer_;
  kernel::WindowOp window_;
  const KernelFields& fields_;
  mlir::Block& body_;
  const bool is_aligned_;  // whether a pixel's channels are whole vectors
};

}  // namespace

const NestEmitter kWindowEmitter = {
    [](CodeWriter& writer, mlir::Operation* nest, const KernelFields& fields) {
      WindowEmitter(writer, mlir::cast<kernel::WindowOp>(nest), fields).Emit();
    },
    [](mlir::Operation*) -> llvm::SmallVector<llvm::StringRef> {
      return {"window_fold-inl.h"};
    },
    RowsAreTasks, NoFormula};

}  // namespace sinter
