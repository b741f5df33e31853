// Moving one loop nest's body into another's: the mechanics of every fusion.
// Whether a fusion is right and worth it is decided by the passes, with the
// checks below. All functions assume that the ops stand in one block.
#ifndef SINTER_COMPILER_FUSION_MERGE_NESTS_H_
#define SINTER_COMPILER_FUSION_MERGE_NESTS_H_

#include <optional>

#include "compiler/ir/loop_nest_interface.h"
#include "mlir/IR/Operation.h"
#include "mlir/IR/PatternMatch.h"

namespace sinter {

// Where the op that two ops become stands.
enum class Place { kAtProducer, kAtConsumer };

// Where `consumer` and the earlier `producer` can become one op; nothing if
// an op between needs the one and feeds the other, or overwrites in place what
// `producer` reads.
std::optional<Place> FindPlace(mlir::Operation* producer,
                               mlir::Operation* consumer);

// Appends `consumer`'s body and results to `producer`'s. Where the consumer
// read the producer's results it now uses the values that the producer yields;
// operands that both have become one. Results of the producer that have no
// other reader are dropped. Duplicate computations in the joined body are
// removed. Both ops are erased; the op that took their place is returned.
//
// The two bodies must run over the same domain and rows, and `consumer` must
// read the producer's results element by element (or row by row, if both are
// kernel.rows). A result staged by a contraction must not be read.
mlir::Operation* MergeNests(mlir::RewriterBase& rewriter,
                            kernel::LoopNest producer,
                            kernel::LoopNest consumer, Place place,
                            llvm::StringRef pass);

// A copy of `nest` before itself with other result types; regions move to it,
// `nest` stays behind without them, for the caller to replace and erase.
mlir::Operation* CloneWithResults(mlir::RewriterBase& rewriter,
                                  mlir::Operation* nest,
                                  mlir::TypeRange results);

// Removes duplicate and unused computations in the regions of `nest`.
void CleanBodies(mlir::RewriterBase& rewriter, mlir::Operation* nest);

// Bytes of memory traffic that vanish when `consumer` moves into `producer`:
// reads of the producer's results, and the writes of those that no other op
// reads.
int64_t GetSavedBytes(mlir::Operation* producer, mlir::Operation* consumer);

// Bytes of a tensor, without padding; 0 for a scalar.
int64_t GetBytes(mlir::Value value);

// The earliest op that reads `value`.
mlir::Operation* GetFirstReader(mlir::Value value);

}  // namespace sinter

#endif  // SINTER_COMPILER_FUSION_MERGE_NESTS_H_
