#include "compiler/codegen/descriptor_emitter.h"

#include "compiler/codegen/expression_emitter.h"
#include "compiler/codegen/names.h"
#include "compiler/spec/cost.h"
#include "compiler/spec/explain.h"
#include "compiler/spec/names.h"
#include "compiler/spec/shapes.h"
#include "compiler/version.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/raw_ostream.h"

namespace sinter {
namespace {

std::string Quoted(llvm::StringRef text) { return ("\"" + text + "\"").str(); }

std::string DoubleLiteral(double value) {
  std::string text;
  llvm::raw_string_ostream(text) << llvm::format("%.17g", value);
  if (text.find_first_of(".e") == std::string::npos) text += ".0";
  return text;
}

// Items of a list stand four columns in.
void OpenList(CodeWriter& writer, llvm::StringRef head) {
  writer.Line(head);
  writer.Indent();
  writer.Indent();
}

void CloseList(CodeWriter& writer) {
  writer.Unindent();
  writer.Unindent();
  writer.Line("};");
  writer.Line();
}

// ", {3, 3, 1, 32}", if rows and columns do not say it.
std::string LongShape(llvm::ArrayRef<int64_t> shape) {
  if (shape.size() <= 2) return "";
  std::string text;
  llvm::raw_string_ostream stream(text);
  llvm::interleaveComma(shape, stream);
  return ", {" + text + "}";
}

void EmitTensors(CodeWriter& writer, const Backend& backend) {
  const bool any = !backend.tensors.empty();
  if (!any) return;
  writer.Comment(
      "name, role, initializer, rank, rows, cols, fan in, fan out, "
      "offset, panel");
  OpenList(writer, "constexpr runtime::TensorInfo kTensors[] = {");
  for (const StateTensor& tensor : backend.tensors) {
    const llvm::SmallVector<std::string> fields = {
        Quoted(tensor.name),
        std::string("runtime::TensorRole::") +
            (tensor.is_slot ? "kSlot" : "kParameter"),
        "runtime::Initializer::k" + ToCamelCase(tensor.initializer),
        llvm::utostr(tensor.shape.size()),
        llvm::itostr(tensor.rows),
        llvm::itostr(tensor.cols),
        llvm::itostr(tensor.fan_in),
        llvm::itostr(tensor.fan_out),
        tensor.constant,
        llvm::itostr(tensor.panel) + LongShape(tensor.shape)};
    writer.Line("{" + llvm::join(fields, ", ") + "},");
  }
  CloseList(writer);
}

void EmitLayers(CodeWriter& writer, const ModelSpec& spec) {
  OpenList(writer, "constexpr runtime::LayerInfo kLayers[] = {");
  for (size_t i = 0; i < spec.layers.size(); ++i) {
    const LayerSpec& layer = spec.layers[i];
    writer.Line("{" + Quoted(layer.name) + ", " +
                Quoted(std::string(TypeName(layer.kind))) + ", " +
                Quoted(BatchShape(spec.fit.batch_size, layer.output_shape)) +
                ", " + llvm::utostr(CostOfLayer(spec, i).parameters) + "},");
  }
  CloseList(writer);
  std::string metrics;
  for (const MetricType* type : spec.compile.metrics)
    metrics += (metrics.empty() ? "" : ", ") + Quoted(type->name);
  if (!metrics.empty())
    writer.Line("constexpr const char* kMetrics[] = {" + metrics + "};");
  std::string shape;
  for (int64_t size : spec.input.shape)
    shape += (shape.empty() ? "" : ", ") + llvm::itostr(size);
  writer.Line("constexpr uint32_t kInputShape[] = {" + shape + "};");
  writer.Line();
}

// A loss that takes any outputs says nothing of them; a softmax does.
std::string OutputKindName(const ModelSpec& spec) {
  if (spec.compile.from_logits) return "kLogits";
  return spec.layers.back().kind->GivesProbabilities() ? "kProbabilities"
                                                       : "kValues";
}

uint64_t TotalFlop(const ModelSpec& spec, uint64_t LayerCost::* flop) {
  uint64_t total = 0;
  for (size_t i = 0; i < spec.layers.size(); ++i)
    total += CostOfLayer(spec, i).*flop;
  return total;
}

std::string EntryPointList(const EntryPoints& steps) {
  return "{" + steps.train_step + ", " + steps.evaluate_step + ", " +
         steps.predict + ", " + steps.predict_one + "}";
}

// The spec as `sinter explain` prints it; names.h says which characters it may
// hold, and the quotes around special words are escaped.
void EmitSpec(CodeWriter& writer, const ModelSpec& spec) {
  const std::string yaml = ExplainSpec(spec);
  OpenList(writer, "constexpr char kSpec[] =");
  llvm::SmallVector<llvm::StringRef> lines;
  llvm::StringRef(yaml).rtrim().split(lines, '\n');
  for (llvm::StringRef line : lines) {
    std::string escaped;
    for (char c : line) {
      if (c == '"' || c == '\\') escaped += '\\';
      escaped += c;
    }
    writer.Line("\"" + escaped + "\\n\"" + (line == lines.back() ? ";" : ""));
  }
  writer.Unindent();
  writer.Unindent();
  writer.Line();
}

void EmitModel(CodeWriter& writer, const ModelSpec& spec,
               const Backend& backend) {
  auto field = [&](llvm::StringRef name, const llvm::Twine& value) {
    writer.Line("." + name + " = " + value + ",");
  };
  const DataSpec& data = spec.data;
  const FitSpec& fit = spec.fit;
  // Constant, so that to look at it needs none of the model's own code, which
  // may be for another processor than this.
  OpenList(writer, "static constexpr runtime::Model kModel = {");
  field("name", Quoted(spec.name));
  field("spec_hash", Quoted(SpecHash(spec)));
  field("spec", "kSpec");
  field("sinter_version", Quoted(kSinterVersion));
  field("backend", Quoted(backend.name));
  field("tensors", backend.tensors.empty() ? "{}" : "kTensors");
  field("layers", "kLayers");
  field("data", "{" + Quoted(data.train.x) + ", " + Quoted(data.train.y) +
                    ", " + Quoted(data.test.x) + ", " + Quoted(data.test.y) +
                    "}");
  field("defaults", llvm::Twine("{.epochs = ") + llvm::itostr(fit.epochs) +
                        ", .learning_rate = " +
                        FloatLiteral(LearningRate(spec.compile.optimizer)) +
                        ", .seed = " + llvm::utostr(spec.seed) +
                        "u, .shuffle = " + (fit.shuffle ? "true" : "false") +
                        ", .validation_split = " +
                        DoubleLiteral(fit.validation_split) + "}");
  field("input_type",
        llvm::Twine("runtime::ElementType::k") +
            (spec.input.dtype == ElementType::kUint8 ? "Uint8" : "Float32"));
  field("input_shape", "kInputShape");
  field("input_elements", llvm::itostr(CountElements(spec.input.shape)));
  field("classes", llvm::itostr(spec.layers.back().output_shape[0]));
  field("output_kind", "runtime::OutputKind::" + OutputKindName(spec));
  field("output_stride", llvm::itostr(backend.output_stride));
  field("batch", llvm::itostr(fit.batch_size));
  field("metrics", spec.compile.metrics.empty() ? "{}" : "kMetrics");
  field("state_floats", "kStateFloats");
  field("arena_bytes", "kArenaBytes");
  field("train_flop", llvm::utostr(TotalFlop(spec, &LayerCost::flop)));
  field("predict_flop",
        llvm::utostr(TotalFlop(spec, &LayerCost::forward_flop)));
  field("steps", EntryPointList(backend.steps));
  field("sparse_steps", EntryPointList(backend.sparse_steps));
  field("simd",
        "{CompiledTargets, ChosenTarget, SelectTarget, "
        "runtime::kCompiledFeatures}");
  CloseList(writer);
}

}  // namespace

void EmitDescriptor(CodeWriter& writer, const ModelSpec& spec,
                    const Backend& backend) {
  writer.Line("namespace " + spec.name + " {");
  writer.Line("namespace {");
  writer.Line();
  writer.Line("namespace runtime = sinter::runtime;");
  writer.Line();
  EmitTensors(writer, backend);
  EmitLayers(writer, spec);
  EmitSpec(writer, spec);
  writer.Line("}  // namespace");
  writer.Line();
  writer.Open("const sinter::runtime::Model& Model()");
  EmitModel(writer, spec, backend);
  writer.Line("return kModel;");
  writer.Close();
  writer.Line();
  writer.Line("}  // namespace " + spec.name);
}

}  // namespace sinter
