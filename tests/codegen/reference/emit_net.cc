// emit_net NET.mlir NET.inc: the reference backend's step functions of a net
// (net_module.h), for a test that includes them behind nets.h.
#include "compiler/codegen/reference/reference_emitter.h"
#include "compiler/ir/nn_roles.h"
#include "llvm/Support/raw_ostream.h"
#include "tests/codegen/reference/net_module.h"

namespace {

void Emit(llvm::raw_ostream& out, llvm::StringRef name,
          const sinter::Backend& backend) {
  out << "namespace " << name << " {\n\n";
  out << "const sinter::runtime::Model& Model();\n\n";
  for (const sinter::StateTensor& tensor : backend.tensors) {
    out << "constexpr size_t " << tensor.constant << " = " << tensor.offset
        << ";\n";
  }
  out << backend.step_functions << "\n";
  out << "constexpr sinter::oracle::NetTensor kTensors[] = {\n";
  for (const sinter::StateTensor& tensor : backend.tensors) {
    out << "    {\"" << tensor.name << "\", " << tensor.constant << ", "
        << tensor.rows << ", " << tensor.cols << ", " << tensor.panel << "},\n";
  }
  out << "};\n";
  out << "constexpr sinter::oracle::Net kNet = {\"" << name << "\", kTensors, "
      << backend.state_floats << ", " << backend.arena_bytes << ", "
      << backend.output_strides.front()
      << ", RunTrainStep, RunEvaluateStep, RunPredict};\n\n";
  out << "}  // namespace " << name << "\n";
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  mlir::MLIRContext context;
  auto module = sinter::LoadNet(argv[1], context);
  std::error_code error;
  llvm::raw_fd_ostream out(argv[2], error);
  if (error) return 1;
  const auto name =
      (*module)->getAttrOfType<mlir::StringAttr>(sinter::nn::kModelAttribute);
  Emit(out, name.getValue(), sinter::EmitReferenceBackend(*module));
  return 0;
}
