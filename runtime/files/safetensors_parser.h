// The JSON of a safetensors header.
#ifndef SINTER_RUNTIME_FILES_SAFETENSORS_PARSER_H_
#define SINTER_RUNTIME_FILES_SAFETENSORS_PARSER_H_

#include <string>

#include "runtime/files/safetensors.h"

namespace sinter::runtime {

// Fills metadata and entries, in the order of the text. Returns what is wrong
// with the text, empty if nothing. Offsets and shapes are not yet compared with
// each other or with the file.
std::string ParseSafetensorsJson(const std::string& json,
                                 SafetensorsHeader& header);

}  // namespace sinter::runtime

#endif  // SINTER_RUNTIME_FILES_SAFETENSORS_PARSER_H_
