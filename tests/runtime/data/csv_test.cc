#include "runtime/data/csv.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <string>
#include <vector>

#include "tests/runtime/test_files.h"

namespace sinter::runtime {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class CsvTest : public ::testing::Test {
 protected:
  StatusOr<CsvTable> Read(const std::string& content,
                          const CsvColumns& columns = {}) {
    WriteFile(path_, content);
    StatusOr<CsvFile> file = CsvFile::Open(path_, format_, columns);
    if (!file.ok()) return file.status();
    x_names_ = file->x_names();
    y_names_ = file->y_names();
    StatusOr<CsvTable> table = file->Read();
    if (!table.ok()) return table;
    EXPECT_EQ(table->x.size(), table->rows * x_names_.size() * sizeof(float));
    x_ = Floats(table->x);
    y_ = columns.y_is_label ? std::vector<float>() : Floats(table->y);
    labels_.clear();
    for (const std::byte label : table->y.bytes()) {
      labels_.push_back(int(label));
    }
    return table;
  }

  static std::vector<float> Floats(const ByteBuffer& buffer) {
    std::vector<float> floats(buffer.size() / sizeof(float));
    if (!floats.empty()) {
      std::memcpy(floats.data(), buffer.data(), buffer.size());
    }
    return floats;
  }

  // "no error", or the message without the path.
  std::string MessageOf(const std::string& content,
                        const CsvColumns& columns = {}) {
    const StatusOr<CsvTable> read = Read(content, columns);
    if (read.ok()) return "no error";
    EXPECT_EQ(read.status().code(), ExitCode::kFiles);
    EXPECT_TRUE(read.status().message().starts_with(path_ + ":"));
    return read.status().message().substr(path_.size() + 1);
  }

  TemporaryFolder folder_;
  std::string path_ = folder_ / "table";
  CsvFormat format_;
  std::vector<std::string> x_names_;
  std::vector<std::string> y_names_;
  std::vector<float> x_;
  std::vector<float> y_;
  std::vector<int> labels_;
};

const CsvColumns kLabelsInY = {{}, {"y"}, true, {}};

TEST_F(CsvTest, AllColumns) {
  const std::string table = "a,b\n1,2.5\n-3e2,4\n";
  for (const std::string& content : {table, Gzip(table)}) {
    EXPECT_EQ(MessageOf(content), "no error");
    EXPECT_THAT(x_names_, ElementsAre("a", "b"));
    EXPECT_THAT(y_names_, IsEmpty());
    EXPECT_THAT(x_, ElementsAre(1, 2.5, -300, 4));
    EXPECT_THAT(y_, IsEmpty());
  }
}

TEST_F(CsvTest, ColumnsInTheOrderTheyAreChosen) {
  const std::string table = "a,b,c,d\n1,2,3,4\n5,6,7,8\n";
  EXPECT_EQ(MessageOf(table, {{"d", "a"}, {"c", "b"}, false, {}}), "no error");
  EXPECT_THAT(x_names_, ElementsAre("d", "a"));
  EXPECT_THAT(y_names_, ElementsAre("c", "b"));
  EXPECT_THAT(x_, ElementsAre(4, 1, 8, 5));
  EXPECT_THAT(y_, ElementsAre(3, 2, 7, 6));
  EXPECT_EQ(MessageOf(table, {{}, {"b"}, false, {}}), "no error");
  EXPECT_THAT(x_, ElementsAre(1, 3, 4, 5, 7, 8));
  EXPECT_THAT(y_, ElementsAre(2, 6));
}

TEST_F(CsvTest, ColumnsByNumber) {
  format_.header = false;
  EXPECT_EQ(MessageOf("1,2,3\n4,5,6\n", {{}, {"1"}, false, {}}), "no error");
  EXPECT_THAT(x_names_, ElementsAre("0", "2"));
  EXPECT_THAT(x_, ElementsAre(1, 3, 4, 6));
  EXPECT_THAT(y_, ElementsAre(2, 5));
  EXPECT_EQ(MessageOf("1,2,3\n", {{"3"}, {}, false, {}}),
            "1:1: there is no column '3'; there are '0', '1', '2'");
}

TEST_F(CsvTest, OtherColumnsMayHoldAnything) {
  EXPECT_EQ(MessageOf("name,a,b\n\"Smith, J.\",1,\nx,2,NaN\n",
                      {{"a"}, {}, false, {}}),
            "no error");
  EXPECT_THAT(x_, ElementsAre(1, 2));
}

TEST_F(CsvTest, Labels) {
  EXPECT_EQ(MessageOf("x,y\n1,0\n2,255\n3, +7 \n", kLabelsInY), "no error");
  EXPECT_THAT(labels_, ElementsAre(0, 255, 7));
  for (const std::string bad : {"256", "-1", "1.0", "1e1", "cat", "+", "++1"}) {
    EXPECT_EQ(MessageOf("x,y\n1,0\n2," + bad + "\n", kLabelsInY),
              "3:3: '" + bad +
                  "' in column 'y' is not a class, 0 to 255, and the "
                  "model names no classes");
  }
  EXPECT_EQ(MessageOf("x,y\n1,\n", kLabelsInY),
            "2:3: there is no value in column 'y'");
}

TEST_F(CsvTest, Classes) {
  const CsvColumns columns = {{"x"}, {"animal"}, true, {"cat", "dog", "a, b"}};
  EXPECT_EQ(MessageOf("animal,x\ndog,1\n cat ,2\n\"a, b\",3\n", columns),
            "no error");
  EXPECT_THAT(labels_, ElementsAre(1, 0, 2));
  EXPECT_EQ(MessageOf("animal,x\ndog,1\ndgo,2\n", columns),
            "3:1: 'dgo' in column 'animal' is none of the 3 classes 'cat', "
            "'dog', 'a, b'");
  EXPECT_EQ(MessageOf("animal,x\nDog,1\n", columns),
            "2:1: 'Dog' in column 'animal' is none of the 3 classes 'cat', "
            "'dog', 'a, b'");
  // Blanks in quotes belong to the name.
  EXPECT_EQ(MessageOf("animal,x\n\" dog\",1\n", columns),
            "2:1: ' dog' in column 'animal' is none of the 3 classes 'cat', "
            "'dog', 'a, b'");
  EXPECT_EQ(MessageOf("animal,x\n,1\n", columns),
            "2:1: there is no value in column 'animal'");
}

TEST_F(CsvTest, ManyClassesAreCutShortInMessages) {
  CsvColumns columns = {{"x"}, {"y"}, true, {}};
  for (int i = 0; i < 256; ++i) {
    columns.classes.push_back("c" + std::to_string(i));
  }
  EXPECT_EQ(MessageOf("x,y\n1,c255\n", columns), "no error");
  EXPECT_THAT(labels_, ElementsAre(255));
  EXPECT_EQ(MessageOf("x,y\n1,c256\n", columns),
            "2:3: 'c256' in column 'y' is none of the 256 classes 'c0', 'c1', "
            "'c2', 'c3', 'c4', 'c5', 'c6', 'c7', 'c8', 'c9', 'c10', 'c11', "
            "'c12', 'c13', 'c14', 'c15', 'c16', 'c17', 'c18', 'c19' and 236 "
            "more");
}

TEST_F(CsvTest, LineEnds) {
  const std::string mark = "\xef\xbb\xbf";
  for (const std::string& content : std::vector<std::string>{
           "a,b\n1,2\n3,4\n", "a,b\r\n1,2\r\n3,4\r\n", "a,b\n1,2\n3,4",
           "a,b\r\n1,2\n3,4\n\n\r\n\n", mark + "a,b\n1,2\n3,4\n",
           "\"a\",\"b\"\r\n\"1\",\"2\"\r\n\"3\",\"4\""}) {
    EXPECT_EQ(MessageOf(content), "no error") << content;
    EXPECT_THAT(x_names_, ElementsAre("a", "b"));
    EXPECT_THAT(x_, ElementsAre(1, 2, 3, 4));
  }
  EXPECT_EQ(MessageOf("a,b\r1,2\r"),
            "1:4: a carriage return without a line feed");
  EXPECT_EQ(MessageOf("a,b\n1,2\r"),
            "2:4: a carriage return without a line feed");
  EXPECT_EQ(MessageOf("a,b\n1,\"2\"\r3"),
            "2:6: a carriage return without a line feed");
}

TEST_F(CsvTest, EmptyLines) {
  EXPECT_EQ(MessageOf("a,b\n1,2\n\n3,4\n"), "3:1: an empty line");
  EXPECT_EQ(MessageOf("a\n1\n\n\n2\n"), "3:1: an empty line");
  EXPECT_EQ(MessageOf("\na\n1\n"), "1:1: an empty line");
  // A blank is a field.
  EXPECT_EQ(MessageOf("a,b\n1,2\n \n"), "3:1: 1 field; the first line has 2");
  EXPECT_EQ(MessageOf("a\n1\n\"\"\n"), "3:1: there is no value in column 'a'");
}

TEST_F(CsvTest, Quotes) {
  EXPECT_EQ(MessageOf("\"a,\n\"\"b\"\"\",c\n\" 1 \",2\n"), "no error");
  EXPECT_THAT(x_names_, ElementsAre("a,\n\"b\"", "c"));
  EXPECT_THAT(x_, ElementsAre(1, 2));
  EXPECT_EQ(MessageOf("a,b\n1,\"2\n3,4\n"), "2:3: the quote is not closed");
  EXPECT_EQ(MessageOf("a,b\n1,\""), "2:3: the quote is not closed");
  EXPECT_EQ(MessageOf("a,b\n1,\"2\"3\n"),
            "2:6: text follows the closing quote");
  EXPECT_EQ(MessageOf("a,b\n1,\"2\" \n"),
            "2:6: text follows the closing quote");
  EXPECT_EQ(MessageOf("a,b\n1, \"2\"\n"),
            "2:4: a quote in a field that does not begin with one");
  EXPECT_EQ(MessageOf("a,b\n1,2\"\n"),
            "2:4: a quote in a field that does not begin with one");
}

TEST_F(CsvTest, PlacesAreAnEditors) {
  // Lines within quotes count; a character of several bytes is one.
  EXPECT_EQ(MessageOf("a,\"b\nb\"\n1,x\n"),
            "3:3: 'x' in column 'b\nb' is not a number");
  EXPECT_EQ(MessageOf("\xc3\xa9t\xc3\xa9,b\nx\xe2\x82\xac,o\n",
                      {{"b"}, {}, false, {}}),
            "2:4: 'o' in column 'b' is not a number");
}

TEST_F(CsvTest, Separators) {
  for (const char separator : {';', '\t', ' ', '|'}) {
    format_.separator = separator;
    std::string content = "a,b\n1.5,2\n";
    std::replace(content.begin(), content.end(), ',', separator);
    EXPECT_EQ(MessageOf(content), "no error") << separator;
    EXPECT_THAT(x_, ElementsAre(1.5, 2));
  }
  format_.separator = ';';
  EXPECT_EQ(MessageOf("a;b\n1,5;2\n"),
            "2:1: '1,5' in column 'a' is not a number");
}

TEST_F(CsvTest, Numbers) {
  EXPECT_EQ(MessageOf("a\n0\n-0.5\n+2\n .25\t\n5.\n1E3\n1e-50\n"
                      "3.4028235e38\n"),
            "no error");
  EXPECT_THAT(x_, ElementsAre(0, -0.5, 2, 0.25, 5, 1000, 0, 3.4028235e38f));
  for (const std::string bad : {"abc", "1.2.3", "1 2", "0x10", "1e", "--1",
                                "+-1", "++1", "+", "1_000", "NA", "\xc3\xa9"}) {
    EXPECT_EQ(MessageOf("a\n" + bad + "\n"),
              "2:1: '" + bad + "' in column 'a' is not a number");
  }
  for (const std::string bad : {"nan", "-NaN", "inf", "+Infinity"}) {
    EXPECT_EQ(MessageOf("a\n" + bad + "\n"),
              "2:1: '" + bad + "' in column 'a' is not a finite number");
  }
  EXPECT_EQ(MessageOf("a\n3.5e38\n"),
            "2:1: '3.5e38' in column 'a' is beyond the range of float32");
  for (const std::string bad : {"1e400", "-1e400", "1e-400"}) {
    EXPECT_EQ(
        MessageOf("a\n" + bad + "\n"),
        "2:1: '" + bad + "' in column 'a' is beyond the range of float64");
  }
}

TEST_F(CsvTest, MissingValues) {
  EXPECT_EQ(MessageOf("a,b\n1,\n"), "2:3: there is no value in column 'b'");
  EXPECT_EQ(MessageOf("a,b\n  ,2\n"), "2:1: there is no value in column 'a'");
  EXPECT_EQ(MessageOf("a,b\n1,\"\"\n"), "2:3: there is no value in column 'b'");
}

TEST_F(CsvTest, NumbersOfFields) {
  EXPECT_EQ(MessageOf("a,b\n1,2\n1,2,3,4\n"),
            "3:5: 4 fields; the first line has 2");
  EXPECT_EQ(MessageOf("a,b,c\n1,22\n"), "2:3: 2 fields; the first line has 3");
  EXPECT_EQ(MessageOf("a,b\n1,2,\n"), "2:5: 3 fields; the first line has 2");
}

TEST_F(CsvTest, Names) {
  EXPECT_EQ(MessageOf("age,sex\n1,2\n", {{"agee"}, {}, false, {}}),
            "1:1: there is no column 'agee'; there are 'age', 'sex'");
  EXPECT_EQ(MessageOf("age,sex\n1,2\n", {{}, {"label"}, false, {}}),
            "1:1: there is no column 'label'; there are 'age', 'sex'");
  EXPECT_EQ(MessageOf("a,b, a \n1,2,3\n"), "1:5: column 'a' is there twice");
  EXPECT_EQ(MessageOf("a,b,a\n1,2,3\n", {{"b"}, {}, false, {}}), "no error");
  EXPECT_EQ(MessageOf("a,b\n1,2\n", {{"a"}, {"a"}, false, {}}),
            "1:1: column 'a' is chosen twice");
  EXPECT_EQ(MessageOf("a,b\n1,2\n", {{"b", "b"}, {}, false, {}}),
            "1:3: column 'b' is chosen twice");
  EXPECT_EQ(MessageOf("a,b\n1,2\n", {{}, {"b", "a"}, false, {}}),
            "1:1: no column is left for x");
}

TEST_F(CsvTest, NothingInTheFile) {
  EXPECT_EQ(MessageOf(""), "1:1: the file is empty");
  EXPECT_EQ(MessageOf("\xef\xbb\xbf"), "1:1: the file is empty");
  EXPECT_EQ(MessageOf("\n\n"), "1:1: the file is empty");
  EXPECT_EQ(MessageOf("a,b\n"), "2:1: there are no rows");
  EXPECT_EQ(MessageOf("a,b"), "1:4: there are no rows");
  EXPECT_EQ(MessageOf("a,b\n\n\n"), "4:1: there are no rows");
}

TEST_F(CsvTest, ZeroBytes) {
  EXPECT_EQ(MessageOf(std::string("a\n1\0\n", 5)),
            "2:2: a zero byte; tables are text in UTF-8");
  EXPECT_EQ(MessageOf(std::string("a\n\"1\0\"\n", 7)),
            "2:3: a zero byte; tables are text in UTF-8");
  EXPECT_EQ(MessageOf(std::string("\xff\xfe"
                                  "a\0\n\0",
                                  6)),
            "1:4: a zero byte; tables are text in UTF-8");
}

TEST_F(CsvTest, Limits) {
  const std::string field(kMostCsvFieldBytes, 'x');
  const CsvColumns column_a = {{"a"}, {}, false, {}};
  EXPECT_EQ(MessageOf("a,b\n1," + field + "\n", column_a), "no error");
  EXPECT_EQ(MessageOf("a,b\n1," + field + "x\n", column_a),
            "2:3: the field has more than 1048576 bytes");
  EXPECT_EQ(MessageOf("a,b\n1,\"" + field + "\nx"),
            "2:3: the field has more than 1048576 bytes");
  std::string record = "1";
  for (int i = 0; i < 16; ++i) record += "," + field;
  EXPECT_EQ(MessageOf("a,b\n" + record + "\n", column_a),
            "2:1: the fields have more than 16777216 bytes");
  format_.header = false;
  EXPECT_EQ(MessageOf("1" + std::string(99'999, ',')),
            "1:3: there is no value in column '1'");
  EXPECT_EQ(MessageOf("1" + std::string(100'000, ',')),
            "1:100002: more than 100000 fields");
}

TEST_F(CsvTest, LongTextsAreCutShortInMessages) {
  std::string text(59, 'x');
  text += "\xc3\xa9 and more";
  EXPECT_EQ(
      MessageOf("a\n" + text + "\n"),
      "2:1: '" + std::string(59, 'x') + "...' in column 'a' is not a number");
}

TEST_F(CsvTest, PlacesInLargeFiles) {
  std::string content = "a,b\n";
  for (int i = 0; i < 50'000; ++i) content += "12345,0.125\n";
  for (const std::string& file : {content, Gzip(content)}) {
    EXPECT_EQ(MessageOf(file), "no error");
    EXPECT_EQ(x_.size(), 100'000u);
    EXPECT_EQ(x_.front(), 12345);
    EXPECT_EQ(x_.back(), 0.125);
  }
  EXPECT_EQ(MessageOf(Gzip(content + "12345,o\n")),
            "50002:7: 'o' in column 'b' is not a number");
}

TEST_F(CsvTest, FilesThatCannotBeRead) {
  EXPECT_EQ(CsvFile::Open(folder_ / "nothing", {}, {}).status().message(),
            folder_ / "nothing" + ": No such file or directory");
  const std::string packed = Gzip("a,b\n1,2\n");
  for (size_t length = 2; length < packed.size(); ++length) {
    EXPECT_EQ(MessageOf(packed.substr(0, length)),
              " the gzip stream ends early");
  }
}

}  // namespace
}  // namespace sinter::runtime
