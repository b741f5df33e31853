#include "compiler/codegen/program.h"

#include <algorithm>
#include <iterator>

#include "compiler/codegen/descriptor_emitter.h"
#include "compiler/codegen/names.h"
#include "compiler/spec/cost.h"
#include "compiler/spec/explain.h"
#include "compiler/spec/names.h"
#include "compiler/version.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Format.h"

namespace sinter {
namespace {

// Lines of CMakeLists.txt. Several generated projects of one build share the
// runtime.
constexpr char kFindRuntime[] = R"(if(NOT TARGET sinter_runtime)
  set(runtime "${CMAKE_CURRENT_SOURCE_DIR}/runtime")
  if(NOT EXISTS "${runtime}/CMakeLists.txt")
    set(SINTER_ROOT "" CACHE PATH "A checkout of sinter")
    if(NOT SINTER_ROOT)
      set(SINTER_ROOT "$ENV{SINTER_ROOT}" CACHE PATH "A checkout of sinter" FORCE)
    endif()
    get_filename_component(runtime "${SINTER_ROOT}/runtime" ABSOLUTE)
  endif()
  if(NOT EXISTS "${runtime}/CMakeLists.txt")
    message(FATAL_ERROR "There is no folder runtime/ here, and SINTER_ROOT is "
      "'${SINTER_ROOT}', which holds no runtime/CMakeLists.txt. Say where a "
      "checkout of sinter is: cmake -DSINTER_ROOT=DIR, or the environment "
      "variable SINTER_ROOT.")
  endif()
  add_subdirectory("${runtime}" runtime)
endif()
)";

std::string Guard(const ModelSpec& spec) {
  return llvm::StringRef(spec.name).upper() + "_H_";
}

void EmitBanner(CodeWriter& writer, const ModelSpec& spec,
                llvm::StringRef mark = "//") {
  writer.Line(mark + " " + std::string(kGeneratedMark) + " " + kSinterVersion +
              " from the spec of " + spec.name + "; do not edit.");
  writer.Line(mark + " Spec (SHA-256): " + SpecHash(spec));
}

std::string NameAndType(const LayerSpec& layer) {
  return layer.name + " (" + std::string(TypeName(layer.kind)) + ")";
}

// The model as a table, in a comment.
void EmitTable(CodeWriter& writer, const ModelSpec& spec) {
  size_t width = 26;
  for (const LayerSpec& layer : spec.layers)
    width = std::max(width, NameAndType(layer).size() + 1);
  auto row = [&](const std::string& layer, const std::string& shape,
                 const std::string& parameters, const std::string& mflop,
                 const std::string& bytes) {
    std::string text;
    llvm::raw_string_ostream stream(text);
    stream << llvm::left_justify(layer, width) << llvm::left_justify(shape, 18)
           << llvm::right_justify(parameters, 11)
           << llvm::right_justify(mflop, 9) << llvm::right_justify(bytes, 12);
    writer.Line("// " + stream.str());
  };
  row("layer", "output", "parameters", "MFLOP", "bytes");
  for (size_t i = 0; i < spec.layers.size(); ++i) {
    const LayerSpec& layer = spec.layers[i];
    const LayerCost cost = CostOfLayer(spec, i);
    std::string mflop;
    llvm::raw_string_ostream(mflop) << llvm::format("%.1f", cost.flop / 1e6);
    row(NameAndType(layer), BatchShape(spec.fit.batch_size, layer.output_shape),
        llvm::utostr(cost.parameters), mflop, llvm::utostr(cost.bytes));
  }
  writer.Comment(
      "MFLOP: of the matrix products of one training step. bytes: parameters, "
      "optimizer state and outputs, each written and read once a step.");
}

void EmitStateConstants(CodeWriter& writer, const Backend& backend) {
  writer.Comment(
      "The state block: parameters and optimizer slots, in float32 from its "
      "start. Shapes are [rows, columns]; see "
      "runtime/engine/panel_layout.h for panels.");
  for (const StateTensor& tensor : backend.tensors) {
    const std::string shape = tensor.shape.size() == 1
                                  ? "[" + llvm::itostr(tensor.cols) + "]"
                                  : "[" + llvm::itostr(tensor.rows) + ", " +
                                        llvm::itostr(tensor.cols) +
                                        "] in panels of " +
                                        llvm::itostr(tensor.panel);
    writer.LineWithComment("inline constexpr size_t " + tensor.constant +
                               " = " + llvm::itostr(tensor.offset) + ";",
                           shape);
  }
  writer.Line("inline constexpr size_t kStateFloats = " +
              llvm::itostr(backend.state_floats) + ";");
  writer.Line("inline constexpr size_t kArenaBytes = " +
              llvm::itostr(backend.arena_bytes) + ";");
  for (const StateTensor& tensor : backend.tensors)
    writer.Line("static_assert(" + tensor.constant +
                " % sinter::runtime::kLaneMultiple == 0);");
}

std::string EmitHeader(const ModelSpec& spec, const Backend& backend) {
  CodeWriter writer;
  EmitBanner(writer, spec);
  writer.Line("//");
  writer.Comment(
      "Model() describes the model to the runtime; a C++ program may "
      "also call the step functions itself. runtime/engine/model.h says "
      "what they expect.");
  writer.Line("#ifndef " + Guard(spec));
  writer.Line("#define " + Guard(spec));
  writer.Line();
  writer.Line("#include <cstddef>");
  writer.Line();
  writer.Line("#include \"runtime/engine/model.h\"");
  writer.Line("#include \"runtime/engine/panel_layout.h\"");
  writer.Line();
  writer.Line("namespace " + spec.name + " {");
  writer.Line();
  EmitStateConstants(writer, backend);
  writer.Line();
  writer.Comment(
      "One step on 1 to " + llvm::itostr(spec.fit.batch_size) +
      " samples, or by a function of one sample on 1: called by every worker "
      "of a team, and by a worker without a team as {0, 1, nullptr}. "
      "Arguments that break the rules of runtime/engine/model.h end a program "
      "that is compiled without NDEBUG, with a message. With NDEBUG the "
      "samples beyond the most are left out and a step of none does nothing; "
      "the rest is not looked for.");
  for (const std::string& step : backend.exports)
    writer.Line("void " + step +
                "(const sinter::runtime::StepArguments& arguments,\n" +
                std::string(step.size() + 6, ' ') +
                "const sinter::runtime::Worker& worker);");
  writer.Line();
  writer.Line("const sinter::runtime::Model& Model();");
  writer.Line();
  writer.Line("}  // namespace " + spec.name);
  writer.Line();
  writer.Line("#endif  // " + Guard(spec));
  return writer.Take();
}

std::string EmitSource(const ModelSpec& spec, const Backend& backend) {
  CodeWriter writer;
  EmitBanner(writer, spec);
  writer.Line("//");
  EmitTable(writer, spec);
  writer.Append(backend.includes);
  writer.Line();
  if (!backend.wraps_namespace) {
    writer.Line("namespace " + spec.name + " {");
    writer.Line();
  }
  writer.Append(backend.step_functions);
  if (!backend.wraps_namespace) {
    writer.Line();
    writer.Line("}  // namespace " + spec.name);
  }
  writer.Line();
  const bool guarded = !backend.descriptor_guard.empty();
  if (guarded) writer.Line("#if " + backend.descriptor_guard);
  EmitDescriptor(writer, spec, backend);
  if (guarded) writer.Line("#endif  // " + backend.descriptor_guard);
  return writer.Take();
}

std::string EmitMain(const ModelSpec& spec) {
  CodeWriter writer;
  EmitBanner(writer, spec);
  writer.Line();
  std::string headers[] = {spec.name + ".h", "runtime/program/program.h"};
  std::sort(std::begin(headers), std::end(headers));
  for (const std::string& header : headers)
    writer.Line("#include \"" + header + "\"");
  writer.Line();
  writer.Open("int main(int argc, char** argv)");
  writer.Line("return sinter::runtime::Main(argc, argv, " + spec.name +
              "::Model());");
  writer.Close();
  return writer.Take();
}

// Builds the program on its own.
std::string EmitCMake(const ModelSpec& spec, const Backend& backend) {
  CodeWriter writer;
  EmitBanner(writer, spec, "#");
  writer.Line("#");
  writer.Line("#   cmake -B build && cmake --build build");
  writer.Line("#");
  writer.Line(
      "# needs a C++20 compiler and, by their names in Debian, libhwy-dev");
  writer.Line("# zlib1g-dev libcli11-dev libfmt-dev nlohmann-json3-dev.");
  writer.Line("cmake_minimum_required(VERSION 3.25...4.0)");
  writer.Line("project(" + spec.name + " LANGUAGES CXX)");
  writer.Line("if(NOT CMAKE_BUILD_TYPE)");
  writer.Line("  set(CMAKE_BUILD_TYPE Release)");
  writer.Line("endif()");
  writer.Line("add_compile_options(-ffp-contract=off)");
  writer.Append(kFindRuntime);
  writer.Line("add_executable(" + spec.name + " main.cc " + spec.name + ".cc)");
  writer.Line("target_compile_features(" + spec.name + " PRIVATE cxx_std_20)");
  writer.Line("target_include_directories(" + spec.name + " PRIVATE .)");
  std::string libraries = "sinter_runtime";
  for (const std::string& library : backend.libraries)
    libraries += " " + library;
  writer.Line("target_link_libraries(" + spec.name + " PRIVATE " + libraries +
              ")");
  return writer.Take();
}

}  // namespace

std::vector<GeneratedFile> EmitProgram(const ModelSpec& spec,
                                       const Backend& backend) {
  return {{spec.name + ".h", EmitHeader(spec, backend)},
          {spec.name + ".cc", EmitSource(spec, backend),
           !backend.descriptor_guard.empty()},
          {"main.cc", EmitMain(spec)},
          {"CMakeLists.txt", EmitCMake(spec, backend)}};
}

}  // namespace sinter
