#include "runtime/program/figures.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "runtime/program/csv_logs.h"

namespace sinter::runtime {
namespace {

constexpr const char* kNames[] = {"sparse_top_k_categorical_accuracy",
                                  "accuracy"};
constexpr MetricNames kAccuracy = MetricNames(kNames).last(1);

TEST(InWords, AnyNumber) {
  EXPECT_EQ(InWords({}), "");
  EXPECT_EQ(InWords(kAccuracy), " and accuracy");
  EXPECT_EQ(InWords(kNames),
            ", sparse_top_k_categorical_accuracy and accuracy");
}

TEST(TestName, AccuracyIsShort) {
  EXPECT_EQ(TestName("accuracy"), "test_acc");
  EXPECT_EQ(TestName("sparse_categorical_accuracy"),
            "test_sparse_categorical_accuracy");
}

TEST(History, ColumnsAreSorted) {
  EXPECT_EQ(HistoryHeader({{}, false}), "epoch,loss\n");
  EXPECT_EQ(HistoryHeader({{}, true}), "epoch,loss,val_loss\n");
  EXPECT_EQ(HistoryHeader({kAccuracy, true}),
            "epoch,accuracy,loss,val_accuracy,val_loss\n");
  EXPECT_EQ(HistoryHeader({kNames, false}),
            "epoch,accuracy,loss,sparse_top_k_categorical_accuracy\n");
}

TEST(History, ValuesStandInTheirColumns) {
  EpochResult result;
  result.training = {0.5, {0.75, 0.25}};
  EXPECT_EQ(HistoryLine({kNames, false}, 7, result), "7,0.25,0.5,0.75\n");
  result.validation = Metrics{1.5, {1.75, 1.25}};
  EXPECT_EQ(HistoryLine({kNames, true}, 7, result),
            "7,0.25,0.5,0.75,1.25,1.5,1.75\n");
}

}  // namespace
}  // namespace sinter::runtime
