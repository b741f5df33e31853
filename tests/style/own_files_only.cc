// A plugin of Clang: what runs after it walks over the declarations of files
// that are not a system's. clang-tidy's checks look at every declaration that a
// file includes, and drop what they find in headers of MLIR; that is more than
// half of their time.
#include <memory>
#include <string>
#include <vector>

#include "clang/AST/ASTConsumer.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendPluginRegistry.h"

namespace {

class OwnFilesOnly : public clang::ASTConsumer {
 public:
  void HandleTranslationUnit(clang::ASTContext& context) override {
    const clang::SourceManager& sources = context.getSourceManager();
    std::vector<clang::Decl*> own;
    for (clang::Decl* decl : context.getTranslationUnitDecl()->decls()) {
      const clang::SourceLocation place =
          sources.getExpansionLoc(decl->getLocation());
      if (!sources.isInSystemHeader(place)) own.push_back(decl);
    }
    context.setTraversalScope(own);
  }
};

class OwnFilesOnlyAction : public clang::PluginASTAction {
 protected:
  std::unique_ptr<clang::ASTConsumer> CreateASTConsumer(
      clang::CompilerInstance&, llvm::StringRef) override {
    return std::make_unique<OwnFilesOnly>();
  }
  bool ParseArgs(const clang::CompilerInstance&,
                 const std::vector<std::string>&) override {
    return true;
  }
  ActionType getActionType() override { return AddBeforeMainAction; }
};

const clang::FrontendPluginRegistry::Add<OwnFilesOnlyAction> kRegistered(
    "own-files-only", "leaves out declarations of system headers");

}  // namespace
