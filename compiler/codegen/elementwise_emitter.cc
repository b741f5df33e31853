// kernel.map and kernel.reduce -> plain loops over vectors.
#include "compiler/codegen/body_emitter.h"
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

// What `sum` has become after all rows.
std::string EmitChain(CodeWriter& writer, const std::string& rows,
                      const std::string& vector) {
  writer.Line("auto sum = hn::Zero(kFloats);");
  writer.Open("for (size_t row = 0; row < " + rows + "; ++row)");
  writer.Line("sum = hn::Add(sum, " + vector + ");");
  writer.Close();
  return "sum";
}

std::string EmitExactSum(CodeWriter& writer, const std::string& rows,
                         const std::string& vector) {
  writer.Line("auto sum = hn::Zero(kFloats);");
  writer.Line("auto lost = hn::Zero(kFloats);");
  writer.Open("for (size_t row = 0; row < " + rows + "; ++row)");
  writer.Line("AddExactly(" + vector + ", sum, lost);");
  writer.Close();
  return "WithLost(sum, lost)";
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
  return kernel::GetMatrixShape(reduce.getInput().getType()).rows >
         kMostRowsOfChain;
}

void EmitReduce(CodeWriter& writer, mlir::Operation* nest,
                const KernelFields& fields) {
  auto reduce = mlir::cast<kernel::ReduceOp>(nest);
  const BodyEmitter body(reduce, fields);
  const kernel::MatrixShape shape =
      kernel::GetMatrixShape(reduce.getInput().getType());
  const std::string rows =
      reduce.getSamples() ? "samples" : llvm::itostr(shape.rows);
  const std::string vector =
      "hn::Load(kFloats, " + fields.Name(reduce.getInput()) + " + " +
      OffsetExpression(reduce.getInput(), "row", "col") + ")";
  fields.Emit(writer);
  writer.Line();
  OpenColumnBlocks(writer, shape.cols);
  writer.Open("for (size_t col = first; col < last; col += N)");
  const std::string sum = NeedsExactSum(reduce)
                              ? EmitExactSum(writer, rows, vector)
                              : EmitChain(writer, rows, vector);
  writer.Line(
      body.Call("kFloats", sum, "0", "col", OffsetsAt(body, "0", "0", "col")));
  writer.Close();
  writer.Close();
  writer.Line();
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
