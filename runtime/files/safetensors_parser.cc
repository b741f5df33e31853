#include "runtime/files/safetensors_parser.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <set>
#include <string_view>

namespace sinter::runtime {
namespace {

constexpr size_t kMostDimensions = 8;

// `position`: counted from 1.
std::string NotJson(size_t position) {
  return fmt::format("the header is not valid JSON (at byte {})", position);
}

// Takes the parser's events as they come, so that neither depth nor size of a
// hostile text builds anything up. Every event returns false to stop.
class HeaderEvents : public nlohmann::json_sax<nlohmann::json> {
 public:
  explicit HeaderEvents(SafetensorsHeader& header) : header_(header) {}

  const std::string& error() const { return error_; }

  bool null() override { return Unexpected("null"); }
  bool boolean(bool) override { return Unexpected("a truth value"); }
  bool number_integer(int64_t) override {
    return Unexpected("a negative number");
  }
  bool number_float(double, const std::string&) override {
    return Unexpected("a number that is no integer");
  }
  bool binary(nlohmann::json::binary_t&) override {
    return Unexpected("binary data");
  }

  bool number_unsigned(uint64_t value) override {
    if (place_ != Place::kShape && place_ != Place::kOffsets) {
      return Unexpected("a number");
    }
    if (numbers_.size() == kMostDimensions) {
      return Fail(fmt::format("tensor '{}': '{}' is too long", name_, field_));
    }
    numbers_.push_back(value);
    return true;
  }

  bool string(std::string& text) override {
    if (place_ == Place::kMetadata) {
      header_.metadata[field_] = text;
      return true;
    }
    if (place_ != Place::kTensor || field_ != "dtype") {
      return Unexpected("a text");
    }
    if (text == "F32") return true;
    return Fail(fmt::format("tensor '{}': dtype is {}, only F32 is supported",
                            name_, text));
  }

  bool start_object(size_t) override {
    switch (place_) {
      case Place::kStart:
        return Enter(Place::kTop);
      case Place::kTop:
        fields_.clear();
        if (name_ == "__metadata__") return Enter(Place::kMetadata);
        header_.entries.emplace_back().name = name_;
        return Enter(Place::kTensor);
      default:
        return Unexpected("an object");
    }
  }

  bool key(std::string& key) override {
    if (place_ == Place::kTop) {
      name_ = key;
      return names_.insert(key).second ||
             Fail(fmt::format("'{}' comes twice", key));
    }
    field_ = key;
    if (!fields_.insert(key).second) {
      return Fail(fmt::format("'{}': '{}' comes twice", name_, key));
    }
    return place_ == Place::kMetadata || key == "dtype" || key == "shape" ||
           key == "data_offsets" ||
           Fail(fmt::format("tensor '{}': unknown field '{}'", name_, key));
  }

  bool end_object() override {
    if (place_ == Place::kTop) return Enter(Place::kEnd);
    if (place_ == Place::kTensor && fields_.size() != 3) {
      return Fail(fmt::format(
          "tensor '{}' lacks 'dtype', 'shape' or 'data_offsets'", name_));
    }
    return Enter(Place::kTop);
  }

  bool start_array(size_t) override {
    if (place_ != Place::kTensor || field_ == "dtype") {
      return Unexpected("an array");
    }
    numbers_.clear();
    return Enter(field_ == "shape" ? Place::kShape : Place::kOffsets);
  }

  bool end_array() override {
    SafetensorsEntry& entry = header_.entries.back();
    if (place_ == Place::kShape) {
      entry.shape = numbers_;
    } else if (numbers_.size() == 2) {
      entry.begin = numbers_[0];
      entry.end = numbers_[1];
    } else {
      return Fail(
          fmt::format("tensor '{}': data_offsets are not two numbers", name_));
    }
    return Enter(Place::kTensor);
  }

  bool parse_error(size_t position, const std::string&,
                   const nlohmann::json::exception&) override {
    return Fail(NotJson(position));
  }

 private:
  // Where in the text the next event belongs.
  enum class Place { kStart, kTop, kMetadata, kTensor, kShape, kOffsets, kEnd };

  bool Enter(Place place) {
    place_ = place;
    return true;
  }

  bool Unexpected(std::string_view what) {
    if (place_ == Place::kStart) return Fail("the header is not an object");
    return Fail(fmt::format("'{}': {} where none belongs", name_, what));
  }

  bool Fail(std::string error) {
    error_ = std::move(error);
    return false;
  }

  SafetensorsHeader& header_;
  Place place_ = Place::kStart;
  std::string name_;   // of the tensor, or "__metadata__"
  std::string field_;  // within it
  std::set<std::string> names_;
  std::set<std::string> fields_;
  std::vector<uint64_t> numbers_;  // of the array being read
  std::string error_;
};

}  // namespace

std::string ParseSafetensorsJson(const std::string& json,
                                 SafetensorsHeader& header) {
  // The parser would take a zero byte for the end of the text.
  if (const size_t zero = json.find('\0'); zero != std::string::npos) {
    return NotJson(zero + 1);
  }
  HeaderEvents events(header);
  nlohmann::json::sax_parse(json, &events);
  return events.error();
}

}  // namespace sinter::runtime
