#include "compiler/spec/numbers.h"

#include <gtest/gtest.h>

#include <clocale>
#include <cstring>
#include <limits>
#include <random>

namespace sinter {
namespace {

TEST(ParseIntegerTest, ReadsDecimals) {
  EXPECT_EQ(ParseInteger("0").value, 0);
  EXPECT_EQ(ParseInteger("-17").value, -17);
  EXPECT_EQ(ParseInteger("9223372036854775807").value,
            std::numeric_limits<int64_t>::max());
}

TEST(ParseIntegerTest, RefusesEverythingElse) {
  for (const char* text : {"", "-", "+1", "1.0", "0x10", "0o17", "1_000", " 1",
                           "1 ", "1e3", "one", "--1"}) {
    EXPECT_EQ(ParseInteger(text).error, NumberError::kNotANumber) << text;
  }
  EXPECT_EQ(ParseInteger("012").error, NumberError::kLeadingZero);
  EXPECT_EQ(ParseInteger("-00").error, NumberError::kLeadingZero);
  EXPECT_EQ(ParseInteger("9223372036854775808").error,
            NumberError::kNotRepresentable);
}

TEST(ParseRealTest, ReadsDecimals) {
  EXPECT_EQ(ParseReal("0.1").value, 0.1);
  EXPECT_EQ(ParseReal("-3").value, -3.0);
  EXPECT_EQ(ParseReal(".5").value, 0.5);
  EXPECT_EQ(ParseReal("2.").value, 2.0);
  EXPECT_EQ(ParseReal("1e-7").value, 1e-7);
  EXPECT_EQ(ParseReal("1.5E+3").value, 1500.0);
}

TEST(ParseRealTest, ReadsFractions) {
  EXPECT_EQ(ParseReal("1/255").value, 1.0 / 255.0);
  EXPECT_EQ(ParseReal("-1/2.5").value, -0.4);
  EXPECT_EQ(ParseReal("1/0").error, NumberError::kDivisionByZero);
  EXPECT_EQ(ParseReal("1/0.0").error, NumberError::kDivisionByZero);
  EXPECT_EQ(ParseReal("1/2/3").error, NumberError::kNotANumber);
  EXPECT_EQ(ParseReal("/2").error, NumberError::kNotANumber);
  EXPECT_EQ(ParseReal("1e300/1e-300").error, NumberError::kNotRepresentable);
  EXPECT_EQ(ParseReal("1e-300/1e300").error, NumberError::kNotRepresentable);
}

TEST(ParseRealTest, RefusesEverythingElse) {
  for (const char* text : {"", ".", "e5", "1e", "1e+", "0x1p3", "1,5", "1.2.3",
                           "nanx", "1f", "--1", "+1"}) {
    EXPECT_EQ(ParseReal(text).error, NumberError::kNotANumber) << text;
  }
  for (const char* text : {".inf", "-.INF", ".nan", "nan", "Infinity"}) {
    EXPECT_EQ(ParseReal(text).error, NumberError::kNotFinite) << text;
  }
  EXPECT_EQ(ParseReal("00.5").error, NumberError::kLeadingZero);
  EXPECT_EQ(ParseReal("1e999").error, NumberError::kNotRepresentable);
}

TEST(FormatRealTest, AlwaysHasAPoint) {
  EXPECT_EQ(FormatReal(1), "1.0");
  EXPECT_EQ(FormatReal(0.001), "0.001");
  EXPECT_EQ(FormatReal(1e-7), "1.0e-07");
  EXPECT_EQ(FormatReal(1e30), "1.0e+30");
  EXPECT_EQ(FormatReal(1.0 / 255), "0.00392156862745098");
}

TEST(FormatRealTest, RoundTrips) {
  std::mt19937_64 random(1);
  int checked = 0;
  for (int i = 0; i < 10000; ++i) {
    const uint64_t bits = random();
    double value;
    std::memcpy(&value, &bits, sizeof(value));
    if (!(value - value == 0)) continue;  // infinite or NaN
    const ParsedNumber<double> parsed = ParseReal(FormatReal(value));
    ASSERT_EQ(parsed.error, NumberError::kNone) << FormatReal(value);
    ASSERT_EQ(parsed.value, value) << FormatReal(value);
    ++checked;
  }
  EXPECT_GT(checked, 9000);
}

TEST(NumbersTest, DoNotLookAtTheLocale) {
  // Where this locale is not installed the test still holds, but says less.
  const char* set = std::setlocale(LC_ALL, "de_DE.UTF-8");
  EXPECT_EQ(ParseReal("0.5").value, 0.5);
  EXPECT_EQ(FormatReal(0.5), "0.5");
  if (set != nullptr) std::setlocale(LC_ALL, "C");
}

}  // namespace
}  // namespace sinter
