#include "compiler/codegen/highway_prelude.h"

#include <set>

#include "compiler/codegen/export_emitter.h"
#include "compiler/codegen/nest_emitter.h"

namespace sinter {

void EmitIncludes(CodeWriter& writer, llvm::StringRef model,
                  mlir::ModuleOp module) {
  std::set<std::string> headers = {"math-inl.h", "select_target.h",
                                   "vectors-inl.h"};
  module.walk([&](kernel::LoopNest nest) {
    for (llvm::StringRef header : GetNestEmitter(nest).headers(nest))
      headers.insert(header.str());
  });
  writer.Line("#include \"" + model + ".h\"");
  writer.Line();
  for (llvm::StringRef header : {"algorithm", "cmath", "cstdint", "limits"})
    writer.Line("#include <" + header + ">");
  writer.Line();
  EmitRuntimeIncludes(writer);
  writer.Line("#include \"runtime/kernels/target_parts.h\"");
  writer.Line();
  writer.Comment("This file includes itself once for each SIMD target.");
  writer.Line("#undef HWY_TARGET_INCLUDE");
  writer.Line("#define HWY_TARGET_INCLUDE \"" + model + ".cc\"");
  writer.Line("#include \"hwy/foreach_target.h\"  // IWYU pragma: keep");
  writer.Line("// foreach_target.h comes first.");
  writer.Line("#include \"hwy/highway.h\"");
  for (const std::string& header : headers)
    writer.Line("#include \"runtime/kernels/" + header + "\"");
}

void EmitTargetPrelude(CodeWriter& writer) {
  for (llvm::StringRef name : {"Range", "StepArguments", "Worker"})
    writer.Line("using sinter::runtime::" + name + ";");
  writer.Line("using namespace sinter::kernels;");
  writer.Line("using namespace sinter::kernels::HWY_NAMESPACE;");
  writer.Line("namespace hn = hwy::HWY_NAMESPACE;");
  writer.Line();
}

}  // namespace sinter
