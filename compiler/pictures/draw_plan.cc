#include "compiler/pictures/draw_plan.h"

#include <algorithm>
#include <string>
#include <vector>

#include "compiler/codegen/value_names.h"
#include "compiler/ir/layout.h"
#include "compiler/pictures/drawn_step.h"
#include "compiler/planning/plan.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/raw_ostream.h"

namespace sinter {
namespace {

// In pixels.
constexpr int64_t kPhaseWidth = 260, kLineHeight = 16, kMargin = 20;
constexpr int64_t kArenaHeight = 640;
constexpr int64_t kLegibleHeight = 12;  // of a rectangle with a name

struct Place {
  std::string name;
  std::string shape;
  int64_t offset;
  int64_t bytes;
  int64_t first;  // phase
  int64_t last;
};

class PlanDrawer {
 public:
  explicit PlanDrawer(mlir::func::FuncOp step)
      : step_(step), names_(NameTensors(step)), stream_(text_) {
    for (kernel::LoopNest nest : GetNests(step_)) {
      const size_t phase = GetPhase(nest);
      if (kernels_.size() <= phase) kernels_.resize(phase + 1);
      kernels_[phase].push_back(DescribeNest(nest));
      for (mlir::Value result : nest->getResults()) AddPlace(result, phase);
    }
    for (const auto& kernels : kernels_)
      most_kernels_ = std::max(most_kernels_, kernels.size());
    for (const Place& place : places_)
      bytes_ = std::max(bytes_, place.offset + place.bytes);
  }

  std::string Draw() {
    const int64_t phases = kernels_.size();
    const int64_t width = 2 * kMargin + phases * kPhaseWidth;
    const int64_t height = ArenaTop() + kArenaHeight + kMargin;
    stream_ << "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 "
            << width << " " << height << "\" width=\"" << width
            << "\" height=\"" << height
            << "\" font-family=\"sans-serif\" font-size=\"11\">\n"
            << "<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n";
    for (size_t phase = 0; phase < kernels_.size(); ++phase) DrawPhase(phase);
    DrawText(kMargin, ArenaTop() - 6,
             "arena, " + llvm::itostr(bytes_) + " bytes, byte 0 on top");
    for (const Place& place : places_) DrawPlace(place);
    stream_ << "</svg>\n";
    return text_;
  }

 private:
  void AddPlace(mlir::Value tensor, int64_t phase) {
    const Storage storage = GetStorage(tensor);
    if (storage.space != Space::kArena) return;
    int64_t last = phase;
    for (mlir::Operation* reader : tensor.getUsers())
      if (HasPhase(reader)) last = std::max(last, GetPhase(reader));
    places_.push_back({names_.at(tensor), DescribeShape(tensor), storage.offset,
                       StoredBytes(tensor.getType()), phase, last});
  }

  // Behind the heading of each phase and its kernels.
  int64_t ArenaTop() const {
    return kMargin + kLineHeight * (static_cast<int64_t>(most_kernels_) + 3);
  }

  static int64_t Left(int64_t phase) { return kMargin + phase * kPhaseWidth; }

  double Top(int64_t offset) const {
    return static_cast<double>(ArenaTop()) +
           static_cast<double>(kArenaHeight) * static_cast<double>(offset) /
               static_cast<double>(std::max<int64_t>(bytes_, 1));
  }

  void DrawPhase(size_t phase) {
    int64_t y = kMargin + kLineHeight;
    DrawText(Left(phase), y, "phase " + llvm::itostr(phase + 1),
             " font-weight=\"bold\"");
    for (const std::string& kernel : kernels_[phase])
      DrawText(Left(phase), y += kLineHeight, Shortened(kernel), "", kernel);
    stream_ << "<line x1=\"" << Left(phase) - 6 << "\" y1=\"" << kMargin
            << "\" x2=\"" << Left(phase) - 6 << "\" y2=\""
            << ArenaTop() + kArenaHeight << "\" stroke=\"#cccccc\"/>\n";
  }

  void DrawPlace(const Place& place) {
    const double top = Top(place.offset);
    const double height = Top(place.offset + place.bytes) - top;
    const std::string what = place.name + " (" + place.shape + "), " +
                             llvm::itostr(place.bytes) + " bytes from " +
                             llvm::itostr(place.offset);
    stream_ << "<rect x=\"" << Left(place.first) << "\" y=\""
            << llvm::format("%.1f", top) << "\" width=\""
            << (place.last - place.first + 1) * kPhaseWidth - 12
            << "\" height=\"" << llvm::format("%.1f", std::max(height, 0.5))
            << "\" fill=\"" << Color(place.first)
            << "\" stroke=\"#555555\" stroke-width=\"0.5\"><title>"
            << Escaped(what) << "</title></rect>\n";
    if (height >= kLegibleHeight)
      DrawText(Left(place.first) + 4,
               static_cast<int64_t>(top + height / 2) + 4,
               Shortened(place.name), "", what);
  }

  // Tensors of one phase have one color.
  static llvm::StringRef Color(int64_t phase) {
    constexpr llvm::StringLiteral kColors[] = {"#bcd4e6", "#d5e8c8", "#f6dfb5",
                                               "#e6c8dc", "#d9d2ec", "#c9e4de"};
    return kColors[phase % std::size(kColors)];
  }

  static std::string Shortened(const std::string& text) {
    constexpr size_t kMost = 40;
    return text.size() <= kMost ? text : text.substr(0, kMost - 3) + "...";
  }

  static std::string Escaped(const std::string& text) {
    std::string escaped;
    for (const char c : text) {
      if (c == '&') {
        escaped += "&amp;";
      } else if (c == '<') {
        escaped += "&lt;";
      } else {
        escaped += c;
      }
    }
    return escaped;
  }

  void DrawText(int64_t x, int64_t y, const std::string& text,
                const std::string& attributes = "",
                const std::string& title = "") {
    stream_ << "<text x=\"" << x << "\" y=\"" << y << "\"" << attributes << ">"
            << (title.empty() ? "" : "<title>" + Escaped(title) + "</title>")
            << Escaped(text) << "</text>\n";
  }

  mlir::func::FuncOp step_;
  llvm::DenseMap<mlir::Value, std::string> names_;
  std::vector<std::vector<std::string>> kernels_;  // by phase
  std::vector<Place> places_;
  size_t most_kernels_ = 0;
  int64_t bytes_ = 0;
  std::string text_;
  llvm::raw_string_ostream stream_;
};

}  // namespace

std::string DrawPlan(mlir::ModuleOp module) {
  return PlanDrawer(StepToDraw(module)).Draw();
}

}  // namespace sinter
