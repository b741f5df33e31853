#include "runtime/data/dataset.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/runtime/test_files.h"
#include "tests/runtime/toy_model.h"

namespace sinter::runtime {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const std::string kSamples = IdxHeader(kIdxUint8, {2, 3}) + "abcdef";
const std::string kLabels = IdxHeader(kIdxUint8, {2}) + std::string("\1\0", 2);

constexpr const char* kX[] = {"x"};
constexpr const char* kY[] = {"y"};
constexpr const char* kPacked[] = {"packed"};
constexpr const char* kNone[] = {"none"};
constexpr const char* kMissing[] = {"missing"};

class DatasetTest : public ::testing::Test {
 protected:
  StatusOr<DatasetFiles> Open(const std::string& x, const std::string& y,
                              const Model& model = ToyModel()) {
    WriteFile(folder_ / "x", x);
    WriteFile(folder_ / "y", y);
    return DatasetFiles::Open(model, folder_.path(), {kX, kY});
  }

  std::string MessageOf(const std::string& x, const std::string& y,
                        const Model& model = ToyModel()) {
    const StatusOr<DatasetFiles> files = Open(x, y, model);
    return files.ok() ? "no error" : files.status().message();
  }

  TemporaryFolder folder_;
};

TEST_F(DatasetTest, ReadsSamplesAndLabels) {
  StatusOr<DatasetFiles> files = Open(kSamples, kLabels);
  ASSERT_TRUE(files.ok()) << files.status().message();
  EXPECT_THAT(files->shape(0), ElementsAre(2, 3));
  EXPECT_THAT(files->targets(0), ElementsAre(std::byte{1}, std::byte{0}));
  const StatusOr<Dataset> data = files->Read();
  ASSERT_TRUE(data.ok()) << data.status().message();
  EXPECT_EQ(data->samples(), 2u);
  EXPECT_EQ(data->y[0].data()[0], std::byte{1});
  EXPECT_EQ(data->x[0].size(), 6u);
  EXPECT_EQ(data->x[0].data()[5], std::byte{'f'});
}

TEST_F(DatasetTest, FilesWithAndWithoutGz) {
  WriteFile(folder_ / "packed.gz", Gzip(kSamples));
  WriteFile(folder_ / "plain", kLabels);
  for (const char* x : {"packed", "packed.gz"}) {
    for (const char* y : {"plain", "plain.gz"}) {
      const auto files =
          DatasetFiles::Open(ToyModel(), folder_.path(),
                             {std::span<const char* const>(&x, 1), {&y, 1}});
      EXPECT_TRUE(files.ok()) << files.status().message();
    }
  }
  EXPECT_THAT(DatasetFiles::Present(folder_.path(), {kPacked, kMissing}),
              ElementsAre(folder_ / "packed.gz"));
  EXPECT_THAT(DatasetFiles::Present(folder_.path(), {kNone, kMissing}),
              IsEmpty());
}

TEST_F(DatasetTest, MissingFile) {
  WriteFile(folder_ / "x", kSamples);
  const auto files = DatasetFiles::Open(ToyModel(), folder_.path(), {kX, kY});
  EXPECT_EQ(files.status().code(), ExitCode::kFiles);
  EXPECT_EQ(files.status().message(),
            folder_ / "y" + ": No such file or directory");
}

TEST_F(DatasetTest, ADimensionOfOneAtTheEndMayBeThereOrNot) {
  EXPECT_EQ(MessageOf(IdxHeader(kIdxUint8, {2, 3, 1}) + "abcdef", kLabels),
            "no error");
  EXPECT_THAT(MessageOf(IdxHeader(kIdxUint8, {2, 1, 3}) + "abcdef", kLabels),
              HasSubstr("the array is (2, 1, 3)"));
}

TEST_F(DatasetTest, SamplesOfAnotherShape) {
  EXPECT_THAT(
      MessageOf(IdxHeader(kIdxUint8, {2, 2}) + "abcd", kLabels),
      HasSubstr("the array is (2, 2), model toy reads samples of (3,)"));
  EXPECT_THAT(
      MessageOf(IdxHeader(kIdxUint8, {2, 3, 2}) + "abcdefghijkl", kLabels),
      HasSubstr("the array is (2, 3, 2)"));
  EXPECT_THAT(MessageOf(IdxHeader(kIdxUint8, {2}) + "ab", kLabels),
              HasSubstr("the array is (2,)"));
}

TEST_F(DatasetTest, OneChannelMayBeLeftOut) {
  EXPECT_EQ(MessageOf(IdxHeader(kIdxUint8, {2, 3, 1}) + "abcdef", kLabels),
            "no error");
}

TEST_F(DatasetTest, SamplesOfAnotherTypeAreConverted) {
  EXPECT_THAT(MessageOf(IdxHeader(kIdxFloat32, {2, 3}) + std::string(24, '\0'),
                        kLabels),
              HasSubstr("the elements are float32; uint8 is read from "));
  StatusOr<DatasetFiles> files = Open(kSamples, kLabels, ToyFloatModel());
  ASSERT_TRUE(files.ok()) << files.status().message();
  const StatusOr<Dataset> data = files->Read();
  ASSERT_TRUE(data.ok()) << data.status().message();
  EXPECT_EQ(reinterpret_cast<const float*>(data->x[0].data())[5], 'f');
}

TEST_F(DatasetTest, FloatSamples) {
  const auto files =
      Open(IdxHeader(kIdxFloat32, {2, 3}) + std::string(24, '\0'), kLabels,
           ToyFloatModel());
  EXPECT_TRUE(files.ok()) << files.status().message();
}

// The content of a float32 file as bits.
std::string FloatBits(const std::vector<uint32_t>& elements) {
  std::string text;
  for (const uint32_t bits : elements) text += BigEndian(bits);
  return text;
}

TEST_F(DatasetTest, FloatSamplesThatAreNotFinite) {
  constexpr uint32_t kOne = 0x3f800000, kLargest = 0x7f7fffff;
  const std::pair<uint32_t, const char*> bad[] = {{0x7f800000, "inf"},
                                                  {0xff800000, "-inf"},
                                                  {0x7fc00000, "nan"},
                                                  {0xffc00001, "nan"},
                                                  {0x7f800001, "nan"}};
  for (const auto& [bits, name] : bad) {
    StatusOr<DatasetFiles> files =
        Open(IdxHeader(kIdxFloat32, {2, 3}) +
                 FloatBits({kOne, 0, kLargest, 1, bits, bits}),
             kLabels, ToyFloatModel());
    ASSERT_TRUE(files.ok()) << files.status().message();
    const Status status = files->Read().status();
    EXPECT_EQ(status.code(), ExitCode::kFiles);
    EXPECT_EQ(status.message(), folder_ / "x" +
                                    ": element (1,) of sample 1 is " + name +
                                    ", not a finite number");
  }
}

TEST_F(DatasetTest, PlaceOfAnElementThatIsNotFinite) {
  constexpr uint32_t kShape[] = {2, 3, 4};
  Model model = ToyFloatModel();
  const InputInfo input = {"input", ElementType::kFloat32, kShape, 24};
  model.inputs = {&input, 1};
  std::vector<uint32_t> elements(48);
  elements[24 + 12 + 4 + 3] = 0x7fc00000;
  StatusOr<DatasetFiles> files =
      Open(IdxHeader(kIdxFloat32, {2, 2, 3, 4}) + FloatBits(elements), kLabels,
           model);
  ASSERT_TRUE(files.ok()) << files.status().message();
  EXPECT_THAT(files->Read().status().message(),
              HasSubstr("element (1, 1, 3) of sample 1 is nan"));
}

TEST_F(DatasetTest, NoSamples) {
  EXPECT_THAT(
      MessageOf(IdxHeader(kIdxUint8, {0, 3}), IdxHeader(kIdxUint8, {0})),
      HasSubstr("there are no samples"));
}

TEST_F(DatasetTest, Labels) {
  EXPECT_THAT(
      MessageOf(kSamples, IdxHeader(kIdxUint8, {3}) + std::string("\0\0\0", 3)),
      HasSubstr("3 labels for 2 samples"));
  EXPECT_THAT(
      MessageOf(kSamples, IdxHeader(kIdxUint8, {2}) + std::string("\0\2", 2)),
      HasSubstr("label 2 of sample 1 is not less than the 2 classes"));
  EXPECT_EQ(MessageOf(kSamples,
                      IdxHeader(kIdxUint8, {2, 1}) + std::string("\0\1", 2)),
            "no error");
  EXPECT_THAT(MessageOf(kSamples, IdxHeader(kIdxUint8, {2, 2}) +
                                      std::string("\0\1\0\1", 4)),
              HasSubstr("labels are one dimension of integers"));
  EXPECT_THAT(MessageOf(kSamples, IdxHeader(kIdxFloat32, {2}) +
                                      std::string("\0\0\0\0\0\0\0\0", 8)),
              HasSubstr("labels are one dimension of integers"));
}

// The same with an output that is compared with values.
class ValuesTest : public DatasetTest {
 protected:
  ValuesTest() { model_.outputs = {&output_, 1}; }

  OutputInfo output_ = {"dense", 2, 16, OutputKind::kValues,
                        TargetKind::kValues};
  Model model_ = ToyModel();
};

constexpr uint32_t kOne = 0x3f800000;

TEST_F(ValuesTest, AreReadAsFloats) {
  StatusOr<DatasetFiles> files = Open(
      kSamples, IdxHeader(kIdxFloat32, {2, 2}) + FloatBits({kOne, 0, 0, kOne}),
      model_);
  ASSERT_TRUE(files.ok()) << files.status().message();
  const StatusOr<Dataset> data = files->Read();
  ASSERT_TRUE(data.ok()) << data.status().message();
  const auto* values = reinterpret_cast<const float*>(data->y[0].data());
  EXPECT_EQ(values[0], 1);
  EXPECT_EQ(values[1], 0);
  EXPECT_EQ(values[3], 1);
}

TEST_F(ValuesTest, AreOfAnyShape) {
  output_.elements = 6;
  EXPECT_EQ(MessageOf(kSamples,
                      IdxHeader(kIdxUint8, {2, 3, 2}) + "abcdefghijkl", model_),
            "no error");
}

TEST_F(ValuesTest, OfOneElementNeedNoDimension) {
  output_.elements = 1;
  EXPECT_EQ(MessageOf(kSamples, kLabels, model_), "no error");
}

TEST_F(ValuesTest, AreAsManyAsTheOutputs) {
  EXPECT_THAT(MessageOf(kSamples, kLabels, model_),
              HasSubstr("the array is (2,), output dense of model toy is "
                        "compared with 2 values a sample"));
  EXPECT_THAT(
      MessageOf(kSamples, IdxHeader(kIdxUint8, {3, 2}) + "abcdef", model_),
      HasSubstr("3 targets for 2 samples"));
}

TEST_F(ValuesTest, AreFinite) {
  EXPECT_THAT(
      MessageOf(
          kSamples,
          IdxHeader(kIdxFloat32, {2, 2}) + FloatBits({kOne, 0, 0, 0x7fc00000}),
          model_),
      HasSubstr("y: element (1,) of sample 1 is nan, not a finite number"));
}

// Tables: the names of columns, and of the two classes.
class TableTest : public DatasetTest {
 protected:
  TableTest() {
    model_.inputs = {&input_, 1};
    model_.outputs = {&output_, 1};
    model_.data.table.y = kKind;
  }

  StatusOr<DatasetFiles> OpenTable(const std::string& text) {
    WriteFile(folder_ / "t.csv", text);
    return DatasetFiles::Open(model_, folder_.path(), {{}, {}, "t.csv"});
  }
  std::string MessageOfTable(const std::string& text) {
    const StatusOr<DatasetFiles> files = OpenTable(text);
    return files.ok() ? "no error" : files.status().message();
  }

  static constexpr const char* kKind[] = {"kind"};
  static constexpr const char* kClasses[] = {"cat", "dog"};
  static constexpr uint32_t kShape[] = {2};
  InputInfo input_ = {"input", ElementType::kFloat32, kShape, 2};
  OutputInfo output_ = {
      "dense", 2, 16, OutputKind::kValues, TargetKind::kLabels, kClasses};
  Model model_ = ToyFloatModel();
};

TEST_F(TableTest, HasSamplesAndLabels) {
  StatusOr<DatasetFiles> files =
      OpenTable("a,kind,b\n1,dog,2\n3,cat,4\n5,cat,6\n");
  ASSERT_TRUE(files.ok()) << files.status().message();
  EXPECT_THAT(files->shape(0), ElementsAre(3, 2));
  EXPECT_THAT(files->targets(0),
              ElementsAre(std::byte{1}, std::byte{0}, std::byte{0}));
  const StatusOr<Dataset> data = files->Read();
  ASSERT_TRUE(data.ok()) << data.status().message();
  EXPECT_EQ(data->samples(), 3u);
  EXPECT_EQ(reinterpret_cast<const float*>(data->x[0].data())[3], 4);
  EXPECT_THAT(DatasetFiles::Present(folder_.path(), {{}, {}, "t.csv"}),
              ElementsAre(folder_ / "t.csv"));
}

TEST_F(TableTest, FitsTheModel) {
  EXPECT_THAT(MessageOfTable("a,kind\n1,dog\n"),
              HasSubstr("1 column of samples, 'a'; model toy reads 2"));
  EXPECT_THAT(MessageOfTable("a,kind,b\n1,cow,2\n"), HasSubstr(":2:3: 'cow'"));
  output_.classes = {};
  EXPECT_THAT(MessageOfTable("a,kind,b\n1,2,2\n"),
              HasSubstr(":2:3: '2' in column 'kind' is not a class, 0 to 1"));
  output_.target = TargetKind::kValues;
  EXPECT_THAT(MessageOfTable("a,kind,b\n1,2,2\n"),
              HasSubstr("1 column of values, model toy is compared with 2"));
}

TEST_F(DatasetTest, DamageInTheSamplesIsFoundWhenTheyAreRead) {
  StatusOr<DatasetFiles> files = Open(kSamples + "!", kLabels);
  ASSERT_TRUE(files.ok()) << files.status().message();
  EXPECT_THAT(files->Read().status().message(), HasSubstr("bytes follow"));
}

}  // namespace
}  // namespace sinter::runtime
