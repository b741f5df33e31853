#include "compiler/codegen/body_emitter.h"

#include "compiler/codegen/expression_emitter.h"
#include "compiler/ir/zero_sum.h"
#include "llvm/ADT/StringExtras.h"

namespace sinter {
namespace {

using kernel::Access;

bool HasIntegerVectors(mlir::Region& body) {
  bool found = false;
  body.walk([&](mlir::Operation* op) {
    for (mlir::Value result : op->getResults())
      found |= result.getType().isInteger(32);
  });
  return found;
}

}  // namespace

BodyEmitter::BodyEmitter(kernel::LoopNest nest, const KernelFields& fields)
    : nest_(nest),
      fields_(fields),
      domain_(nest.getDomain()),
      channels_(nest.getChannels()),
      has_acc_(nest.hasAccumulator()) {
  mlir::Region& body = *nest.getNestBody();
  body.walk([&](kernel::IndexOp index) {
    (index.getDimension() == 0 ? needs_row_ : needs_col_) = true;
  });
  needs_integers_ = HasIntegerVectors(body);
  for (mlir::Value input : kernel::GetBodyInputs(nest)) {
    switch (
        kernel::ClassifyAccess(input.getType(), domain_.rows, domain_.cols)) {
      case Access::kElement:
        AddToGroup(input);
        break;
      case Access::kColumn:
        needs_col_ = true;
        break;
      case Access::kChannel:
        needs_channel_ = true;
        break;
      case Access::kRow:
        needs_row_ = true;
        break;
      case Access::kNumber:
      case Access::kScalar:
      case Access::kMismatch:
        break;
    }
  }
  for (mlir::Value result : nest.getBodyResults())
    if (GetStorage(result).space != Space::kMetrics) AddToGroup(result);
}

void BodyEmitter::AddToGroup(mlir::Value tensor) {
  if (kernel::GetMatrixShape(tensor.getType()).rows == 1 &&
      mlir::cast<mlir::RankedTensorType>(tensor.getType()).getRank() == 1) {
    needs_col_ = true;  // a vector is addressed by its column
    return;
  }
  reads_data_ |= IsData(tensor);
  const Layout layout = Layout::Of(tensor.getType());
  for (ElementGroup& group : groups_) {
    if (Layout::Of(group.sample.getType()).panel != layout.panel ||
        IsData(group.sample) != IsData(tensor))
      continue;
    group.tensors.push_back(tensor);
    return;
  }
  const size_t number = groups_.size() + 1;
  groups_.push_back(
      {number == 1 ? "at" : "at_" + llvm::utostr(number), tensor, {tensor}});
}

bool BodyEmitter::HasPixels() const {
  kernel::LoopNest nest = nest_;
  auto contract = mlir::dyn_cast<kernel::ContractOp>(*nest);
  return channels_ < domain_.cols || (contract && contract.MakesPixels());
}

bool BodyEmitter::HasLoosePixels() const {
  return HasPixels() && channels_ % kLaneMultiple != 0;
}

std::string BodyEmitter::Load() const {
  return HasLoosePixels() ? "hn::LoadU(d, " : "hn::Load(d, ";
}

const std::string& BodyEmitter::OffsetName(mlir::Value tensor) const {
  for (const ElementGroup& group : groups_)
    if (llvm::is_contained(group.tensors, tensor)) return group.offset_name;
  static const std::string column = "col";
  return column;
}

std::string BodyEmitter::Parameters(bool has_acc) const {
  std::string text = "[[maybe_unused]] D d";
  if (has_acc) text += ", hn::Vec<D> acc";
  // Without acc some of them may be superfluous.
  const std::string size =
      has_acc || !has_acc_ ? ", size_t" : ", [[maybe_unused]] size_t";
  text += needs_row_ ? size + " row" : ", size_t";
  text += needs_col_ ? size + " col" : ", size_t";
  if (HasPixels()) text += needs_channel_ ? size + " channel" : ", size_t";
  for (const ElementGroup& group : groups_)
    text += size + " " + group.offset_name;
  return text;
}

std::string BodyEmitter::Leaf(mlir::Value input) const {
  const std::string& name = fields_.Name(input);
  auto tensor = mlir::dyn_cast<mlir::RankedTensorType>(input.getType());
  if (!tensor)
    return input.getType().isF32() ? "hn::Set(d, " + name + ")" : name;
  switch (kernel::ClassifyAccess(tensor, domain_.rows, domain_.cols)) {
    case Access::kColumn:
      return Load() + name + " + col)";
    case Access::kChannel:
      return Load() + name + " + channel)";
    case Access::kNumber:
      return "hn::Set(d, *" + name + ")";
    case Access::kRow:
      return "hn::Set(d, " + name + "[" + OffsetExpression(input, "row", "0") +
             "])";
    default:
      break;
  }
  const std::string address = name + " + " + OffsetName(input);
  if (!tensor.getElementType().isF32()) return "LoadBytes(d, " + address + ")";
  return (IsData(input) ? "hn::LoadU(d, " : Load()) + address + ")";
}

void BodyEmitter::EmitFunction(CodeWriter& writer) const {
  writer.Line("template <class D>");
  writer.Open("HWY_INLINE void Store(" + Parameters(has_acc_) + ") const");
  kernel::LoopNest nest = nest_;
  EmitStatements(writer, nest.getNestBody()->front(), has_acc_, {});
  writer.Close();
}

void BodyEmitter::EmitZeroFunction(CodeWriter& writer) const {
  mlir::Region rest;
  kernel::CloneAtZeroSum(nest_, rest);
  writer.Line("template <class D>");
  writer.Open("HWY_INLINE void StoreZero(" + Parameters(/*has_acc=*/false) +
              ") const");
  EmitStatements(writer, rest.front(), /*has_acc=*/false,
                 kernel::FindUntouched(nest_, rest));
  writer.Close();
}

llvm::SmallVector<mlir::Value> BodyEmitter::ReadAtZero() const {
  mlir::Region rest;
  kernel::CloneAtZeroSum(nest_, rest);
  kernel::LoopNest nest = nest_;
  llvm::SmallVector<mlir::Value> read;
  for (auto [i, input] : llvm::enumerate(kernel::GetBodyInputs(nest))) {
    const unsigned place = kernel::GetInputArgument(nest, i).getArgNumber();
    const bool is_computed_with = llvm::any_of(
        rest.front().getArgument(place).getUsers(), [&](mlir::Operation* user) {
          return user != rest.front().getTerminator();
        });
    if (is_computed_with) read.push_back(input);
  }
  return read;
}

void BodyEmitter::EmitStatements(CodeWriter& writer, mlir::Block& body,
                                 bool has_acc,
                                 llvm::ArrayRef<mlir::Value> untouched) const {
  if (needs_integers_) {
    writer.Line("[[maybe_unused]] const hn::RebindToUnsigned<D> du;");
    writer.Line("[[maybe_unused]] const hn::RebindToSigned<D> di;");
  }
  kernel::LoopNest nest = nest_;
  ExpressionEmitter expressions(writer, Spelling::kVector);
  fields_.Reserve(expressions);
  if (has_acc) expressions.SetLeaf(body.getArgument(0), "acc");
  for (auto [i, input] : llvm::enumerate(kernel::GetBodyInputs(nest))) {
    mlir::BlockArgument argument =
        body.getArgument(kernel::GetInputArgument(nest, i).getArgNumber());
    std::string leaf = Leaf(input);
    const bool load = mlir::isa<mlir::RankedTensorType>(input.getType());
    if (load && !argument.hasOneUse() && !argument.use_empty()) {
      const std::string name = fields_.Name(input) + "_value";
      writer.Line("const auto " + name + " = " + leaf + ";");
      leaf = name;
    }
    expressions.SetLeaf(argument, leaf);
  }
  // Every result is computed before the first is stored: an update in place
  // reads old values from where it writes new ones.
  mlir::Operation* yield = body.getTerminator();
  llvm::SmallVector<std::pair<mlir::Value, mlir::Value>> stored;
  for (auto [result, value] :
       llvm::zip(nest.getBodyResults(), yield->getOperands()))
    if (!llvm::is_contained(untouched, result))
      stored.push_back({result, value});
  llvm::SmallVector<std::string> vectors;
  for (auto [result, value] : stored)
    vectors.push_back(
        nest->getNumResults() == 1
            ? expressions.Emit(value)
            : expressions.EmitNamed(value, "new_" + fields_.Name(result)));
  for (auto [pair, vector] : llvm::zip(stored, vectors))
    EmitStore(writer, pair.first, vector);
}

void BodyEmitter::EmitStore(CodeWriter& writer, mlir::Value result,
                            llvm::StringRef vector) const {
  const std::string& name = fields_.Name(result);
  if (GetStorage(result).space == Space::kMetrics) {
    writer.Line("*" + name + " = hn::GetLane(" + vector + ");");
    return;
  }
  writer.Line((HasLoosePixels() ? "hn::StoreU(" : "hn::Store(") + vector +
              ", d, " + name + " + " + OffsetName(result) + ");");
}

std::string BodyEmitter::Call(llvm::StringRef tag, llvm::StringRef acc,
                              llvm::StringRef row, llvm::StringRef col,
                              llvm::ArrayRef<std::string> offsets) const {
  std::string text = ("Store(" + tag).str();
  if (has_acc_) text += (", " + acc).str();
  text += (", " + row + ", " + col).str();
  if (HasPixels()) text += ", channel";
  for (const std::string& offset : offsets) text += ", " + offset;
  return text + ");";
}

}  // namespace sinter
