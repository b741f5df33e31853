// kernel.map and kernel.reduce -> plain loops over vectors.
#include "compiler/codegen/body_emitter.h"
#include "compiler/codegen/contract_parts.h"
#include "compiler/codegen/nest_emitter.h"
#include "compiler/codegen/stage_emitter.h"
#include "compiler/ir/layout.h"
#include "llvm/ADT/StringExtras.h"

namespace sinter {
namespace {

llvm::SmallVector<std::string> OffsetsAt(const BodyEmitter& body,
                                         llvm::StringRef row,
                                         llvm::StringRef sample,
                                         llvm::StringRef col) {
  llvm::SmallVector<std::string> offsets;
  for (const ElementGroup& group : body.groups())
    offsets.push_back(OffsetExpression(
        group.sample, IsData(group.sample) ? sample : row, col));
  return offsets;
}

// for (...) over [first, last) by whole vectors; a body that reads the data
// set, whose rows have no padding, ends with single elements.
void EmitColumnLoop(CodeWriter& writer, const BodyEmitter& body,
                    llvm::StringRef row, const std::string& first,
                    const std::string& last) {
  assert(!body.HasPixels() && "columns are not cut into pixels here");
  const auto offsets = OffsetsAt(body, row, "sample", "col");
  const std::string call = body.Call("kFloats", "", row, "col", offsets);
  if (!body.ReadsData()) {
    writer.Open("for (size_t col = " + first + "; col < " + last +
                "; col += N)");
    writer.Line(call);
    writer.Close();
    return;
  }
  writer.Line("size_t col = " + first + ";");
  writer.Open("for (; col + N <= " + last + "; col += N)");
  writer.Line(call);
  writer.Close();
  writer.Open("for (; col < " + last + "; ++col)");
  writer.Line(body.Call("kOneFloat", "", row, "col", offsets));
  writer.Close();
}

// The columns of a row, pixel after pixel. Pixels that are not whole vectors
// end with single elements, and so do those of the data set, whose rows have no
// padding.
void EmitPixelLoop(CodeWriter& writer, const BodyEmitter& body, int64_t cols) {
  const std::string channels = llvm::itostr(body.channels());
  const auto offsets = OffsetsAt(body, "row", "sample", "col");
  const auto emit_loop = [&](const std::string& condition,
                             const std::string& step, llvm::StringRef tag) {
    writer.Open("for (; channel " + condition + "; channel += " + step + ")");
    writer.Line("const size_t col = pixel + channel;");
    writer.Line(body.Call(tag, "", "row", "col", offsets));
    writer.Close();
  };
  writer.Open("for (size_t pixel = 0; pixel < " + llvm::itostr(cols) +
              "; pixel += " + channels + ")");
  writer.Line("size_t channel = 0;");
  if (body.HasLoosePixels() || body.ReadsData()) {
    emit_loop("+ N <= " + channels, "N", "kFloats");
    emit_loop("< " + channels, "1", "kOneFloat");
  } else {
    emit_loop("< " + channels, "N", "kFloats");
  }
  writer.Close();
}

// Opens Run over blocks of columns: `first` .. `last` are this share's columns.
void OpenColumnBlocks(CodeWriter& writer, int64_t cols) {
  const std::string block = llvm::itostr(kColumnBlock);
  writer.Open("void Run(Range blocks) const");
  writer.Line("const size_t N = hn::Lanes(kFloats);");
  writer.Line("const size_t first = blocks.begin * " + block + ";");
  writer.Line("const size_t last = std::min<size_t>(blocks.end * " + block +
              ", " + llvm::itostr(cols) + ");");
}

// Rows that one chain of additions is exact enough for.
constexpr int64_t kMostRowsOfChain = 128;

// What a sum runs over: the rows, and the pixels of each if there are several.
struct Summands {
  std::string rows;
  int64_t cols;
  int64_t channels;
  std::string vector;

  bool HasPixels() const { return channels < cols; }
  // Pixels of one channel: behind the last one there need not be room for a
  // vector (ReduceOp::getPixelColumns).
  bool AreSingle() const { return HasPixels() && channels == 1; }
  std::string Tag() const { return AreSingle() ? "kOneFloat" : "kFloats"; }
};

// Does `statement` for every summand.
void EmitSummands(CodeWriter& writer, const Summands& summands,
                  const std::string& statement) {
  writer.Open("for (size_t row = 0; row < " + summands.rows + "; ++row)");
  if (summands.HasPixels())
    writer.Open("for (size_t pixel = 0; pixel < " +
                llvm::itostr(summands.cols) +
                "; pixel += " + llvm::itostr(summands.channels) + ")");
  writer.Line(statement);
  if (summands.HasPixels()) writer.Close();
  writer.Close();
}

// What `sum` has become after all rows.
std::string EmitChain(CodeWriter& writer, const Summands& summands) {
  writer.Line("auto sum = hn::Zero(" + summands.Tag() + ");");
  EmitSummands(writer, summands,
               "sum = hn::Add(sum, " + summands.vector + ");");
  return "sum";
}

std::string EmitExactSum(CodeWriter& writer, const Summands& summands) {
  writer.Line("auto sum = hn::Zero(" + summands.Tag() + ");");
  writer.Line("auto lost = hn::Zero(" + summands.Tag() + ");");
  EmitSummands(writer, summands,
               "AddExactly(" + summands.vector + ", sum, lost);");
  return "WithLost(sum, lost)";
}

// Beyond the last channel stands the next pixel.
std::string WithoutNextPixel(const Summands& summands, const std::string& sum) {
  if (!summands.HasPixels() || summands.AreSingle() ||
      summands.channels % kLaneMultiple == 0)
    return sum;
  return "hn::IfThenElseZero(hn::FirstN(kFloats, " +
         llvm::itostr(summands.channels) + " - col), " + sum + ")";
}

void EmitMap(CodeWriter& writer, mlir::Operation* nest,
             const KernelFields& fields) {
  auto map = mlir::cast<kernel::MapOp>(nest);
  if (map.StagesInput()) return EmitStage(writer, map, fields);
  const BodyEmitter body(map, fields);
  const kernel::MatrixShape domain = map.getDomain();
  fields.Emit(writer);
  writer.Line();
  if (GetSplit(map) == Split::kColumns) {
    OpenColumnBlocks(writer, domain.cols);
    EmitColumnLoop(writer, body, "0", "first", "last");
  } else {
    writer.Open("void Run(Range rows) const");
    writer.Line("const size_t N = hn::Lanes(kFloats);");
    writer.Open("for (size_t row = rows.begin; row < rows.end; ++row)");
    if (body.ReadsData())
      writer.Line("const size_t sample = SampleRow(indices, row);");
    if (body.HasPixels())
      EmitPixelLoop(writer, body, domain.cols);
    else
      EmitColumnLoop(writer, body, "row", "0", llvm::itostr(domain.cols));
    writer.Close();
  }
  writer.Close();
  writer.Line();
  body.EmitFunction(writer);
}

// Whether the nest adds up so many rows that it has to keep what rounding
// takes.
bool NeedsExactSum(kernel::ReduceOp reduce) {
  const kernel::MatrixShape shape =
      kernel::GetMatrixShape(reduce.getInput().getType());
  return shape.rows * (shape.cols / reduce.getDomain().cols) > kMostRowsOfChain;
}

// What is added up for the elements `x`.
void EmitPrologue(CodeWriter& writer, mlir::Block& prologue) {
  writer.Line("template <class D>");
  writer.Open(
      "static HWY_INLINE hn::Vec<D> Prologue([[maybe_unused]] D d, "
      "hn::Vec<D> x)");
  writer.Line("return " + PrologueExpression(writer, prologue, "x") + ";");
  writer.Close();
  writer.Line();
}

void EmitReduce(CodeWriter& writer, mlir::Operation* nest,
                const KernelFields& fields) {
  auto reduce = mlir::cast<kernel::ReduceOp>(nest);
  const BodyEmitter body(reduce, fields);
  const kernel::MatrixShape shape =
      kernel::GetMatrixShape(reduce.getInput().getType());
  Summands summands = {
      reduce.getSamples() ? "samples" : llvm::itostr(shape.rows), shape.cols,
      reduce.getDomain().cols, ""};
  const bool pixels = summands.HasPixels();
  summands.vector = (pixels ? "hn::LoadU(" : "hn::Load(") + summands.Tag() +
                    ", " + fields.Name(reduce.getInput()) + " + " +
                    OffsetExpression(reduce.getInput(), "row",
                                     pixels ? "(pixel + col)" : "col") +
                    ")";
  if (!reduce.getPrologue().empty())
    summands.vector =
        "Prologue(" + summands.Tag() + ", " + summands.vector + ")";
  fields.Emit(writer);
  writer.Line();
  OpenColumnBlocks(writer, summands.channels);
  writer.Open("for (size_t col = first; col < last; col += N)");
  const std::string sum = WithoutNextPixel(
      summands, NeedsExactSum(reduce) ? EmitExactSum(writer, summands)
                                      : EmitChain(writer, summands));
  writer.Line(body.Call(summands.Tag(), sum, "0", "col",
                        OffsetsAt(body, "0", "0", "col")));
  writer.Close();
  writer.Close();
  writer.Line();
  if (!reduce.getPrologue().empty())
    EmitPrologue(writer, reduce.getPrologue().front());
  body.EmitFunction(writer);
}

}  // namespace

const NestEmitter kMapEmitter = {
    EmitMap,
    [](mlir::Operation* nest) {
      llvm::SmallVector<llvm::StringRef> headers;
      if (mlir::cast<kernel::MapOp>(nest).skipsZeros())
        headers.push_back("nonzeros-inl.h");
      return headers;
    },
    RowsAreTasks, NoFormula};

const NestEmitter kReduceEmitter = {
    EmitReduce,
    [](mlir::Operation* nest) {
      llvm::SmallVector<llvm::StringRef> headers;
      if (NeedsExactSum(mlir::cast<kernel::ReduceOp>(nest)))
        headers.push_back("sums-inl.h");
      return headers;
    },
    RowsAreTasks, NoFormula};

}  // namespace sinter
