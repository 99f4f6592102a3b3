// The .json files of one folder, within the bounds of a catalogue.
//
// Internal to the catalogue. Thread-safety: free functions.
#ifndef TEMOIN_CATALOG_JSON_FOLDER_H_
#define TEMOIN_CATALOG_JSON_FOLDER_H_

#include <string>
#include <string_view>
#include <vector>

#include "catalog/reader.h"

namespace temoin::catalog {

// Adds the files of `folder` (with its last slash) in order of their names, each called by `prefix`
// and its name. What cannot be read goes to `problems`. Hidden files are left out.
void ReadJsonFolder(const std::string& folder, std::string_view prefix, const ReadLimits& limits,
                    std::vector<SourceFile>& files, std::vector<Problem>& problems);

}  // namespace temoin::catalog

#endif  // TEMOIN_CATALOG_JSON_FOLDER_H_
