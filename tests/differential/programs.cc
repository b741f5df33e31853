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

llvm::Error WriteSources(const std::vector<Program>& programs,
                         const TemporaryDirectory& directory) {
  std::string unit;
  for (const Program& program : programs) {
    llvm::Expected<std::vector<GeneratedFile>> files = Generate(program);
    if (!files)
      return Failure(program.Text() + ": " + llvm::toString(files.takeError()));
    for (const GeneratedFile& file : *files) {
      if (!llvm::StringRef(file.name).starts_with(program.name + ".")) continue;
      if (llvm::Error error = directory.Write(file.name, file.text))
        return error;
    }
    unit += UnitLines(program.name);
  }
  return directory.Write("unit.cc", unit);
}

std::vector<std::string> CompileCommand(const TemporaryDirectory& directory,
                                        const std::vector<std::string>& flags) {
  // Small programs take longer to optimize than they run.
  std::vector<std::string> command = {SINTER_CXX_COMPILER,
                                      "-std=c++20",
                                      "-O0",
                                      "-shared",
                                      "-fPIC",
                                      "-ffp-contract=off",
                                      "-pipe",
                                      "-DHWY_COMPILE_ONLY_STATIC",
                                      "-I" + directory.path(),
                                      "-I" SINTER_SOURCE_ROOT};
  llvm::SmallVector<llvm::StringRef> sanitizers;
  llvm::SplitString(SINTER_SANITIZER_FLAGS, sanitizers);
  for (llvm::StringRef flag : sanitizers) command.push_back(flag.str());
  command.insert(command.end(), flags.begin(), flags.end());
  // Without optimization calls of Highway's asserts stay.
  command.insert(command.end(), {"-o", directory.PathOf("unit.so"),
                                 directory.PathOf("unit.cc"), "-lhwy"});
  return command;
}

std::string ReadFile(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

llvm::Error Compile(const TemporaryDirectory& directory,
                    const std::vector<std::string>& flags,
                    InterruptGuard& interrupt) {
  const Subprocess compiler = {CompileCommand(directory, flags),
                               directory.PathOf("log"), directory.path()};
  const int code = RunAll({compiler}, interrupt).front();
  if (code == 0) return llvm::Error::success();
  return Failure("the C++ compiler ended with code " + std::to_string(code) +
                 "\n" + ReadFile(compiler.output_path).substr(0, 2000));
}

}  // namespace

std::string Program::Text() const {
  const std::string backend = is_reference ? "reference" : "highway";
  return disabled_pass.empty() ? backend
                               : backend + " without " + disabled_pass;
}

bool ChangesProgram(const ModelSpec& spec, const std::string& pass) {
  // With an error in one of them the program is worth a test.
  auto all = Generate({spec.name, spec});
  auto without = Generate({spec.name, spec, false, pass});
  if (!all || !without) {
    llvm::consumeError(all.takeError());
    llvm::consumeError(without.takeError());
    return true;
  }
  for (size_t i = 0; i < all->size(); ++i)
    if ((*all)[i].text != (*without)[i].text) return true;
  return false;
}

llvm::Expected<ProgramLibrary> ProgramLibrary::Build(
    const std::vector<Program>& programs,
    const std::vector<std::string>& flags) {
  // Dies after the directory, so that an interrupt leaves none.
  InterruptGuard interrupt(InterruptsToHeed());
  llvm::Expected<TemporaryDirectory> directory =
      TemporaryDirectory::CreateBeside("differential");
  if (!directory) return directory.takeError();
  if (llvm::Error error = WriteSources(programs, *directory)) return error;
  if (llvm::Error error = Compile(*directory, flags, interrupt)) return error;
  // Symbols are not shared between libraries: all have inline functions of the
  // same names for different SIMD targets.
  void* handle = dlopen(("./" + directory->PathOf("unit.so")).c_str(),
                        RTLD_NOW | RTLD_LOCAL);
  if (handle == nullptr) return Failure(dlerror());
  return ProgramLibrary(handle);
}

ProgramLibrary::ProgramLibrary(ProgramLibrary&& other) noexcept
    : handle_(std::exchange(other.handle_, nullptr)) {}

ProgramLibrary::~ProgramLibrary() {
  if (handle_ != nullptr) dlclose(handle_);
}

const runtime::Model& ProgramLibrary::ModelOf(
    const std::string& program) const {
  using GetModel = const runtime::Model& (*)();
  void* symbol = dlsym(handle_, (program + "_model").c_str());
  if (symbol == nullptr) llvm::report_fatal_error(dlerror(), false);
  return reinterpret_cast<GetModel>(symbol)();
}

}  // namespace sinter::differential
