#pragma once

#include "core/evaluate/evaluation_pair.h"

#include <vector>

namespace dh
{

/// Reads what to evaluate, in the order of the list:
/// - a folder in iHarmony4's layout: its IHD_test.txt or test.jsonl, or else every picture in (SUB/)composite_images,
///   hidden files left out;
/// - a .txt list, one composite a line, or a .jsonl list with a "file_name" a line, relative to the list's folder;
/// - a .csv or .tsv table with the columns composite, mask, real and optionally subset, named in its first line or in
///   this order without one; paths relative to the table's folder, fields quoted with " where needed. A .csv whose
///   first line has too few commas may be separated by semicolons or tabs; rows of empty fields are left out.
/// Extensions of any case, lines that end in LF or CRLF, with or without a byte order mark.
/// @throws Error FileNotFound, FileUnreadable; CorruptFile, naming the line; UnsupportedFormat; InvalidArgument for a
///         list larger than kMaxTextFileSize
[[nodiscard]] std::vector<EvaluationPair> readPairList(const std::filesystem::path& source);

} // namespace dh
