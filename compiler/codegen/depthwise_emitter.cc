// kernel.depthwise -> a product as runtime/kernels/depthwise-inl.h wants it:
// the window, the matrices, and what becomes of a result.
#include "compiler/codegen/body_emitter.h"
#include "compiler/codegen/contract_parts.h"
#include "compiler/codegen/nest_emitter.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/raw_ostream.h"

namespace sinter {
namespace {

kernel::DepthwiseOp Depthwise(mlir::Operation* nest) {
  return mlir::cast<kernel::DepthwiseOp>(nest);
}

// Stores results where the epilogue wants them.
void EmitPut(CodeWriter& writer, const BodyEmitter& body) {
  llvm::SmallVector<std::string> offsets;
  for (const ElementGroup& group : body.groups())
    offsets.push_back(OffsetExpression(group.sample, "row", "col"));
  writer.Line("template <class D>");
  writer.Open(
      "HWY_INLINE void Put(D d, hn::Vec<D> acc, size_t row, size_t col, "
      "[[maybe_unused]] size_t channel) const");
  writer.Line(body.Call("d", "acc", "row", "col", offsets));
  writer.Close();
}

void EmitDepthwise(CodeWriter& writer, mlir::Operation* nest,
                   const KernelFields& fields) {
  kernel::DepthwiseOp product = Depthwise(nest);
  const BodyEmitter body(product, fields);
  const bool sums_batch = product.getSumsBatch();
  fields.Emit(writer);
  writer.Line();
  writer.Line("using Lhs = " + MatrixClass(product.getLhs().getType()) + ";");
  writer.Line("using Rhs = " + MatrixClass(product.getRhs().getType()) + ";");
  writer.Line("static constexpr Window kWindow = " +
              WindowValue(product.getWindow()) + ";");
  writer.Line("static constexpr size_t kChannels = " +
              Number(product.CountChannels()) + ";");
  if (!sums_batch)
    writer.Line("static constexpr bool kIsInverse = " +
                InverseValue(product.getWindow()) + ";");
  writer.Line("const float* lhs() const { return " +
              fields.Name(product.getLhs()) + "; }");
  writer.Line("const float* rhs() const { return " +
              fields.Name(product.getRhs()) + "; }");
  writer.Line();
  writer.Open(sums_batch ? "void Run(Range taps) const"
                         : "void Run(Range rows) const");
  writer.Line(sums_batch ? "DepthwiseWeights(*this, taps);"
                         : "DepthwisePixels(*this, rows);");
  writer.Close();
  writer.Line();
  EmitPut(writer, body);
  writer.Line();
  body.EmitFunction(writer);
}

std::string DepthwiseFormula(mlir::Operation* nest,
                             const KernelFields& fields) {
  kernel::DepthwiseOp product = Depthwise(nest);
  const kernel::WindowAttr window = product.getWindow();
  const std::string& lhs = fields.Name(product.getLhs());
  const std::string& rhs = fields.Name(product.getRhs());
  std::string text;
  llvm::raw_string_ostream stream(text);
  if (product.getSumsBatch())
    stream << "acc[t, c] = sum over samples m and pixels p of " << lhs
           << "[m, (q, c)] * " << rhs << "[m, (p, c)]";
  else
    stream << "acc[m, (p, c)] = sum over taps t of " << lhs << "[m, (q, c)] * "
           << rhs << "[t, c]";
  stream << (window.getInverse() ? ", where tap t of pixel q reads p, "
                                 : ", where tap t of pixel p reads q, ")
         << window.getTaps()[0] << " x " << window.getTaps()[1] << " taps; c < "
         << product.CountChannels() << ". ";
  return stream.str();
}

}  // namespace

const NestEmitter kDepthwiseEmitter = {
    EmitDepthwise,
    [](mlir::Operation*) -> llvm::SmallVector<llvm::StringRef> {
      return {"depthwise-inl.h"};
    },
    [](mlir::Operation* nest) -> std::string {
      return Depthwise(nest).getSumsBatch() ? "taps" : RowsAreTasks(nest);
    },
    DepthwiseFormula};

}  // namespace sinter
