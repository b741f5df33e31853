#include "compiler/codegen/kernel_library.h"

#include "compiler/codegen/nest_emitter.h"
#include "compiler/ir/layout.h"
#include "compiler/ir/provenance.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/raw_ostream.h"

namespace sinter {
namespace {

std::string Size(int64_t bytes) {
  std::string text;
  llvm::raw_string_ostream stream(text);
  if (bytes >= 10000)
    stream << llvm::format("%.1f KB", bytes / 1e3);
  else
    stream << bytes << " bytes";
  return text;
}

int64_t TensorBytes(mlir::Value value) {
  auto type = mlir::dyn_cast<mlir::RankedTensorType>(value.getType());
  return type ? type.getNumElements() * type.getElementTypeBitWidth() / 8 : 0;
}

std::string Traffic(mlir::Operation* nest) {
  int64_t read = 0, written = 0;
  for (mlir::Value operand : nest->getOperands()) read += TensorBytes(operand);
  for (mlir::Value result : nest->getResults()) written += TensorBytes(result);
  return "Reads " + Size(read) + ", writes " + Size(written) + ".";
}

std::string DescribeTasks(mlir::Operation* nest) {
  const std::string tasks =
      GetSplit(nest) == Split::kColumns
          ? "blocks of " + llvm::itostr(kColumnBlock) + " columns"
          : GetNestEmitter(nest).row_tasks(nest);
  return "Tasks: " + tasks + ".";
}

// The nn ops in it, each with the pass that brought it in.
std::string DescribeWork(kernel::LoopNest nest) {
  const llvm::StringRef purpose = nest.getPurpose();
  return purpose.empty() ? "Computes " + llvm::join(GetOps(nest), ", ") + "."
                         : purpose.str();
}

std::string Name(kernel::LoopNest nest) {
  return GetKernelName(nest) + (nest.skipsZeros() ? "_Sparse" : "");
}

std::string CodeOf(kernel::LoopNest nest, const KernelFields& fields) {
  CodeWriter body;
  body.Indent();
  GetNestEmitter(nest).emit(body, nest, fields);
  return body.Take();
}

// Its ops, and its code with numbers for names.
std::string KeyOf(kernel::LoopNest nest, const KernelFields& fields) {
  llvm::StringMap<std::string> numbers;
  for (const Field& field : fields.fields())
    numbers.try_emplace(field.name, "value" + llvm::utostr(numbers.size()));
  llvm::DenseMap<mlir::Value, std::string> names;
  const auto add = [&](mlir::Value value) {
    names[value] = numbers.lookup(fields.Name(value));
  };
  llvm::for_each(nest->getOperands(), add);
  llvm::for_each(nest->getResults(), add);
  return DescribeWork(nest) + CodeOf(nest, KernelFields(nest, names));
}

}  // namespace

std::string KernelLibrary::Comment(kernel::LoopNest nest,
                                   const KernelFields& fields) const {
  CodeWriter writer;
  writer.Comment(DescribeWork(nest));
  writer.Comment(GetNestEmitter(nest).formula(nest, fields) + Traffic(nest));
  writer.Comment(DescribeTasks(nest));
  return writer.Take();
}

KernelLibrary::Kernel KernelLibrary::Emit(kernel::LoopNest nest,
                                          const KernelFields& fields) {
  return {
      names_.Take(Name(nest)), Comment(nest, fields), CodeOf(nest, fields), {}};
}

std::string KernelLibrary::Add(kernel::LoopNest nest,
                               const KernelFields& fields) {
  auto [known, is_new] =
      by_code_.try_emplace(KeyOf(nest, fields), kernels_.size());
  if (is_new) kernels_.push_back(Emit(nest, fields));
  Kernel& kernel = kernels_[known->second];
  const std::string layer = GetLayerName(nest->getLoc()).str();
  if (!llvm::is_contained(kernel.layers, layer)) kernel.layers.push_back(layer);
  return kernel.name;
}

std::string KernelLibrary::Text() const {
  CodeWriter writer;
  for (const Kernel& kernel : kernels_) {
    auto layer = layers_.find(kernel.layers.front());
    if (layer != layers_.end()) writer.Comment(layer->second);
    const auto others = llvm::drop_begin(kernel.layers);
    if (!others.empty())
      writer.Comment("Also of " + llvm::join(others, ", ") + ".");
    writer.Append(kernel.comment);
    writer.Line("struct " + kernel.name + " {");
    writer.Append(kernel.code);
    writer.Line("};");
    writer.Line();
  }
  return writer.Take();
}

}  // namespace sinter
