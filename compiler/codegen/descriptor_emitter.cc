#include "compiler/codegen/descriptor_emitter.h"

#include "compiler/codegen/expression_emitter.h"
#include "compiler/codegen/names.h"
#include "compiler/spec/cost.h"
#include "compiler/spec/explain.h"
#include "compiler/spec/loss_type.h"
#include "compiler/spec/metric_type.h"
#include "compiler/spec/names.h"
#include "compiler/spec/shapes.h"
#include "compiler/version.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/raw_ostream.h"

namespace sinter {
namespace {

std::string Quoted(llvm::StringRef text) { return ("\"" + text + "\"").str(); }

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
std::string LongShape(const StateTensor& tensor) {
  const llvm::ArrayRef<int64_t> shape = tensor.shape;
  if (shape.size() == 1 ||
      shape == llvm::ArrayRef<int64_t>({tensor.rows, tensor.cols}))
    return "";
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
        llvm::itostr(tensor.panel) + LongShape(tensor)};
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
}

// "constexpr T kNAME[] = {...};"
void EmitArray(CodeWriter& writer, llvm::StringRef type, llvm::StringRef name,
               const llvm::SmallVector<std::string>& items) {
  writer.Line(("constexpr " + type + " " + name + "[] = {").str() +
              llvm::join(items, ", ") + "};");
}

void EmitShape(CodeWriter& writer, llvm::StringRef name,
               const std::vector<int64_t>& shape) {
  EmitArray(writer, "uint32_t", name,
            llvm::map_to_vector(
                shape, [](int64_t size) { return llvm::itostr(size); }));
}

std::string ShapeName(const Named<InputSpec>& input) {
  return "k" + ToCamelCase(input.name) + "Shape";
}

void EmitInputs(CodeWriter& writer, const ModelSpec& spec) {
  for (const auto& input : spec.inputs)
    EmitShape(writer, ShapeName(input), input.value.shape);
  OpenList(writer, "constexpr runtime::InputInfo kInputs[] = {");
  for (const auto& input : spec.inputs) {
    const bool is_bytes = input.value.dtype == ElementType::kUint8;
    writer.Line("{" + Quoted(input.name) + ", runtime::ElementType::k" +
                (is_bytes ? "Uint8" : "Float32") + ", " + ShapeName(input) +
                ", " + llvm::itostr(CountElements(input.value.shape)) + "},");
  }
  CloseList(writer);
}

// A loss that takes any outputs says nothing of them; a softmax does.
std::string OutputKindName(const LayerSpec& layer, const LossSpec& loss) {
  if (loss.from_logits) {
    return loss.type->logits_of == OutputFunction::kSigmoid ? "kBinaryLogits"
                                                            : "kLogits";
  }
  return layer.kind->EndsIn() == OutputFunction::kSoftmax ? "kProbabilities"
                                                          : "kValues";
}

// No array for no names.
void EmitNames(CodeWriter& writer, llvm::StringRef name,
               const std::vector<std::string>& names) {
  if (names.empty()) return;
  EmitArray(writer, "const char*", name,
            llvm::map_to_vector(
                names, [](const std::string& text) { return Quoted(text); }));
}

void EmitOutputs(CodeWriter& writer, const ModelSpec& spec,
                 const Backend& backend) {
  const bool has_classes = spec.data.table && !spec.data.table->classes.empty();
  if (has_classes) EmitNames(writer, "kClasses", spec.data.table->classes);
  writer.Comment("name, elements, stride, kind, target, classes");
  OpenList(writer, "constexpr runtime::OutputInfo kOutputs[] = {");
  for (size_t i = 0; i < spec.outputs.size(); ++i) {
    const LayerSpec& layer = OutputLayer(spec, i);
    const LossSpec& loss = spec.compile.loss[i].value;
    writer.Line("{" + Quoted(layer.name) + ", " +
                llvm::itostr(layer.output_shape[0]) + ", " +
                llvm::itostr(backend.output_strides[i]) +
                ", runtime::OutputKind::" + OutputKindName(layer, loss) +
                ", runtime::TargetKind::" +
                (ReadsLabels(loss) ? "kLabels" : "kValues") + ", " +
                (has_classes ? "kClasses" : "{}") + "},");
  }
  CloseList(writer);
}

// Of all outputs, as append-loss returns them.
llvm::SmallVector<std::string> MetricNames(const ModelSpec& spec) {
  llvm::SmallVector<std::string> names;
  for (size_t i = 0; i < spec.outputs.size(); ++i) {
    const bool is_only = spec.outputs.size() == 1;
    const std::string prefix = is_only ? "" : spec.outputs[i] + "_";
    if (!is_only) names.push_back(Quoted(prefix + "loss"));
    for (const MetricType* type : spec.compile.metrics[i].value)
      names.push_back(Quoted(prefix + std::string(type->name)));
  }
  return names;
}

void EmitMetrics(CodeWriter& writer, const ModelSpec& spec) {
  const auto names = MetricNames(spec);
  if (names.empty()) return;
  EmitArray(writer, "const char*", "kMetrics", names);
  writer.Line();
}

void EmitFiles(CodeWriter& writer, llvm::StringRef name,
               const std::vector<Named<std::string>>& files) {
  EmitArray(writer, "const char*", name,
            llvm::map_to_vector(
                files, [](const auto& file) { return Quoted(file.value); }));
}

void EmitData(CodeWriter& writer, const DataSpec& data) {
  if (data.table) {
    EmitNames(writer, "kColumnsX", data.table->x);
    EmitNames(writer, "kColumnsY", data.table->y);
  } else {
    EmitFiles(writer, "kTrainX", data.train.x);
    EmitFiles(writer, "kTrainY", data.train.y);
    EmitFiles(writer, "kTestX", data.test.x);
    EmitFiles(writer, "kTestY", data.test.y);
  }
  writer.Line();
}

std::string SeparatorLiteral(Separator separator) {
  switch (separator) {
    case Separator::kComma:
      return "','";
    case Separator::kSemicolon:
      return "';'";
    case Separator::kTab:
      return "'\\t'";
  }
  llvm_unreachable("all separators are written");
}

std::string DataExpression(const DataSpec& data) {
  if (!data.table) return "{{kTrainX, kTrainY}, {kTestX, kTestY}}";
  const TableSpec& table = *data.table;
  return "{{{}, {}, " + Quoted(data.train.table) + "}, {{}, {}, " +
         Quoted(data.test.table) + "}, {" + SeparatorLiteral(table.separator) +
         ", " + (table.header ? "true" : "false") + ", " +
         (table.x.empty() ? "{}" : "kColumnsX") + ", kColumnsY}}";
}

uint64_t TotalFlop(const ModelSpec& spec, uint64_t LayerCost::* flop) {
  uint64_t total = 0;
  for (size_t i = 0; i < spec.layers.size(); ++i)
    total += CostOfLayer(spec, i).*flop;
  return total;
}

std::string EntryPointList(const EntryPoints& steps) {
  return "{" + steps.train_step + ", " + steps.evaluate_step + ", " +
         steps.predict + ", " + steps.predict_one +
         (steps.accumulate_step == "nullptr" ? ""
                                             : ", " + steps.accumulate_step) +
         "}";
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
  field("data", DataExpression(spec.data));
  field("defaults", llvm::Twine("{.epochs = ") + llvm::itostr(fit.epochs) +
                        ", .learning_rate = " +
                        FloatLiteral(LearningRate(spec.compile.optimizer)) +
                        ", .seed = " + llvm::utostr(spec.seed) +
                        "u, .shuffle = " + (fit.shuffle ? "true" : "false") +
                        ", .validation_split = " +
                        DoubleLiteral(fit.validation_split) + "}");
  field("inputs", "kInputs");
  field("outputs", "kOutputs");
  field("batch", llvm::itostr(fit.batch_size));
  field("metrics", MetricNames(spec).empty() ? "{}" : "kMetrics");
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
  if (const int64_t steps = StepsPerUpdate(spec.compile.optimizer); steps > 1)
    field("steps_per_update", llvm::itostr(steps));
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
  EmitInputs(writer, spec);
  EmitOutputs(writer, spec, backend);
  EmitMetrics(writer, spec);
  EmitData(writer, spec.data);
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
