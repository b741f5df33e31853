#include "tests/differential/programs.h"

#include <dlfcn.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <utility>

#include "compiler/driver/compiler.h"
#include "compiler/driver/interrupt.h"
#include "compiler/driver/output_directory.h"
#include "compiler/driver/subprocess.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/ErrorHandling.h"
#include "llvm/Support/Path.h"
#include "runtime/engine/step_contract.h"
#include "tests/differential/shared_kernels.h"

namespace sinter::differential {
namespace {

llvm::Error Failure(const std::string& text) {
  return llvm::createStringError(llvm::inconvertibleErrorCode(), text.c_str());
}

llvm::Expected<std::vector<GeneratedFile>> Generate(const Program& program) {
  ModelSpec spec = program.spec;
  spec.name = program.name;
  CompileOptions options;
  options.stage = program.is_reference ? Stage::kReference : Stage::kCpp;
  if (!program.disabled_pass.empty())
    options.disabled_passes = {program.disabled_pass};
  llvm::Expected<CompileResult> result = CompileModel(spec, options);
  if (!result) return result.takeError();
  return std::move(result->files);
}

// The lines of the one translation unit for a program: its source, and a name
// for its descriptor that dlsym can find.
std::string UnitLines(const std::string& name) {
  return "#include \"" + name + ".cc\"\nextern \"C\" const " +
         "sinter::runtime::Model& " + name + "_model() { return " + name +
         "::Model(); }\n";
}

// One shared library.
struct Unit {
  std::string name;
  std::string compiler;
  std::vector<Program> programs;
};

std::vector<Unit> UnitsOf(const std::vector<Program>& programs,
                          const Toolchain& toolchain) {
  Unit all = {"unit", toolchain.compiler, {}};
  Unit without = {"unit_without_pass", toolchain.compiler_without_pass, {}};
  for (const Program& program : programs)
    (program.disabled_pass.empty() ? all : without).programs.push_back(program);
  std::vector<Unit> units;
  for (const Unit& unit : {all, without})
    if (!unit.programs.empty()) units.push_back(unit);
  return units;
}

// Lines that refuse another of Highway's targets than `march` stands for. To
// follow the programs: nothing may include Highway before them.
std::string TargetLines(const std::string& march) {
  std::string target;
  if (march == "haswell") target = "HWY_AVX2";
  if (march == "westmere") target = "HWY_SSE4";
  if (target.empty()) return "";
  return "#if defined(HWY_STATIC_TARGET) && HWY_STATIC_TARGET != " + target +
         "\n#error not " + target + "\n#endif\n";
}

llvm::Error WriteSources(const Unit& unit, const TemporaryDirectory& directory,
                         const std::string& march) {
  std::string lines;
  SharedKernels kernels;
  for (const Program& program : unit.programs) {
    llvm::Expected<std::vector<GeneratedFile>> files = Generate(program);
    if (!files)
      return Failure(program.Text() + ": " + llvm::toString(files.takeError()));
    for (const GeneratedFile& file : *files) {
      if (!llvm::StringRef(file.name).starts_with(program.name + ".")) continue;
      if (llvm::Error error = directory.Write(
              file.name, kernels.Share(program.name, file.text)))
        return error;
    }
    lines += UnitLines(program.name);
  }
  return directory.Write(unit.name + ".cc", lines + TargetLines(march));
}

std::vector<std::string> CompileCommand(const Unit& unit,
                                        const TemporaryDirectory& directory,
                                        const std::string& march) {
  // Small programs take longer to optimize than they run.
  std::vector<std::string> command = {unit.compiler,
                                      "-std=c++20",
                                      "-O0",
                                      "-shared",
                                      "-fPIC",
                                      "-ffp-contract=off",
                                      "-pipe",
                                      "-DHWY_COMPILE_ONLY_STATIC",
                                      "-march=" + march,
                                      "-I" + directory.path(),
                                      std::string("-I") + SINTER_SOURCE_ROOT};
  llvm::SmallVector<llvm::StringRef> sanitizers;
  llvm::SplitString(SINTER_SANITIZER_FLAGS, sanitizers);
  for (llvm::StringRef flag : sanitizers) command.push_back(flag.str());
#if defined(__x86_64__)
  // Highway asks for these, too, and takes a smaller target without them.
  if (march != "native") command.insert(command.end(), {"-maes", "-mpclmul"});
#endif
  // Clang's quick instruction selection copies 16 and 32 bytes by eights. What
  // then reads a vector whole waits, which costs SSE4's programs more than
  // another selection does.
  if (march == "westmere" &&
      llvm::sys::path::filename(unit.compiler).contains("clang"))
    command.insert(command.end(), {"-mllvm", "-fast-isel=0"});
  // Without optimization calls of Highway's asserts stay.
  command.insert(command.end(), {"-o", directory.PathOf(unit.name + ".so"),
                                 directory.PathOf(unit.name + ".cc"), "-lhwy"});
  return command;
}

std::string ReadFile(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

llvm::Error Compile(const Unit& unit, const TemporaryDirectory& directory,
                    const std::string& march, InterruptGuard& interrupt) {
  const Subprocess compiler = {CompileCommand(unit, directory, march),
                               directory.PathOf("log"), directory.path()};
  const int code = RunAll({compiler}, interrupt).front();
  if (code == 0) return llvm::Error::success();
  return Failure("the C++ compiler ended with code " + std::to_string(code) +
                 "\n" + ReadFile(compiler.output_path).substr(0, 2000));
}

// Symbols are not shared between libraries: all have inline functions of the
// same names for different SIMD targets.
llvm::Expected<void*> Load(const Unit& unit,
                           const TemporaryDirectory& directory) {
  // Programs call it, and of the runtime only what is named is linked.
  [[maybe_unused]] static decltype(&runtime::CheckStep) volatile check_step;
  check_step = &runtime::CheckStep;
  void* handle = dlopen(("./" + directory.PathOf(unit.name + ".so")).c_str(),
                        RTLD_NOW | RTLD_LOCAL);
  if (handle == nullptr) return Failure(dlerror());
  return handle;
}

}  // namespace

std::string Program::Text() const {
  const std::string backend = is_reference ? "reference" : "highway";
  return disabled_pass.empty() ? backend
                               : backend + " without " + disabled_pass;
}

std::vector<std::string> PassesThatChange(const ModelSpec& spec) {
  const auto text_without = [&](const std::string& pass) -> std::string {
    auto files = Generate({spec.name, spec, false, pass});
    // An error is worth a test, too.
    if (!files) return llvm::toString(files.takeError());
    std::string text;
    for (const GeneratedFile& file : *files) text += file.text;
    return text;
  };
  const std::string all = text_without("");
  std::vector<std::string> changing;
  for (const std::string& pass : PassNames())
    if (text_without(pass) != all) changing.push_back(pass);
  return changing;
}

llvm::Expected<ProgramLibrary> ProgramLibrary::Build(
    const std::vector<Program>& programs, const Toolchain& toolchain) {
  // Dies after the directory, so that an interrupt leaves none.
  InterruptGuard interrupt(InterruptsToHeed());
  llvm::Expected<TemporaryDirectory> directory =
      TemporaryDirectory::CreateBeside("differential");
  if (!directory) return directory.takeError();
  ProgramLibrary library;
  for (const Unit& unit : UnitsOf(programs, toolchain)) {
    if (llvm::Error error = WriteSources(unit, *directory, toolchain.march))
      return error;
    if (llvm::Error error =
            Compile(unit, *directory, toolchain.march, interrupt))
      return error;
    llvm::Expected<void*> handle = Load(unit, *directory);
    if (!handle) return handle.takeError();
    library.handles_.push_back(*handle);
  }
  return library;
}

ProgramLibrary::~ProgramLibrary() {
  for (void* handle : handles_) dlclose(handle);
}

const runtime::Model& ProgramLibrary::ModelOf(
    const std::string& program) const {
  using GetModel = const runtime::Model& (*)();
  for (void* handle : handles_)
    if (void* symbol = dlsym(handle, (program + "_model").c_str()))
      return reinterpret_cast<GetModel>(symbol)();
  llvm::report_fatal_error(dlerror(), false);
}

}  // namespace sinter::differential
