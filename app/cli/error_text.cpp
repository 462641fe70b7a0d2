#include "app/cli/error_text.h"

#include "app/cli/text_format.h"

#include <algorithm>
#include <vector>

namespace dh
{

namespace
{

/// What was found and what to do about it. {subject} and {reason} are filled in.
struct Wording {
    const char* withSubject;
    const char* withoutSubject;
    const char* advice;
};

Wording wordingFor(ErrorCode code)
{
    switch (code) {
    case ErrorCode::InvalidArgument:
        return {"The setting {subject} can't be used{reason}.", "A setting can't be used{reason}.",
                "See 'diffharmony --help' for the allowed values."};
    case ErrorCode::FileNotFound:
        return {"There is no file {subject}{reason}.", "A file is missing{reason}.", "Check the path."};
    case ErrorCode::FileUnreadable:
        return {"The file {subject} can't be read{reason}.", "A file can't be read{reason}.",
                "Check that it is a file and that you may read it."};
    case ErrorCode::FileUnwritable:
        return {"The file {subject} can't be written{reason}.", "A file can't be written{reason}.",
                "Check that its folder exists and that you may write there, or choose another --output."};
    case ErrorCode::DiskFull:
        return {"There is no space left to write {subject}{reason}.", "There is no space left on the disk{reason}.",
                "Free some space, or choose another --output."};
    case ErrorCode::UnsupportedFormat:
        return {"The format of {subject} isn't supported{reason}.", "This format isn't supported{reason}.",
                "Pictures can be PNG, JPEG, TIFF or WebP."};
    case ErrorCode::CorruptFile:
        return {"The file {subject} is damaged{reason}.", "A file is damaged{reason}.",
                "Get an intact copy of it and try again."};
    case ErrorCode::SizeMismatch:
        return {"The sizes don't fit: {subject}{reason}.", "The sizes don't fit{reason}.",
                "A mask and its picture, or two pictures to compare, need the same width and height."};
    case ErrorCode::EmptyMask:
        return {
            "The mask {subject} selects nothing{reason}.", "The mask selects nothing{reason}.",
            "White marks what to harmonize; check that the mask isn't all black and that the foreground lies inside "
            "the background."};
    case ErrorCode::ModelMissing:
        return {
            "There is no model at {subject}{reason}.", "There is no model{reason}.",
            "Give the folder that holds model_index.json with --model, or leave --model out for the built-in model."};
    case ErrorCode::ModelIncomplete:
        return {"The model is incomplete at {subject}{reason}.", "The model is incomplete{reason}.",
                "'diffharmony model info DIR' lists every file with its state."};
    case ErrorCode::ModelInvalid:
        return {"The model can't be used because of {subject}{reason}.", "The model can't be used{reason}.",
                "'diffharmony model verify DIR' lists every problem."};
    case ErrorCode::ModelNotFinite:
        return {"The model's numbers aren't finite in {subject}{reason}.", "The model's numbers aren't finite{reason}.",
                "Run 'diffharmony model verify DIR'; if the weights are sound, try --precision float32."};
    case ErrorCode::OutOfMemory:
        return {"The memory isn't enough for {subject}{reason}.", "The memory isn't enough{reason}.",
                "Close other programs, or try a smaller --resolution or --precision bfloat16."};
    case ErrorCode::DeviceUnavailable:
        return {"The device {subject} isn't available{reason}.", "The device isn't available{reason}.",
                "Leave --device out to use what this computer has."};
    case ErrorCode::EngineUnavailable:
        return {"The engine {subject} can't be loaded{reason}.", "The engine can't be loaded{reason}.",
                "Install the program again, or set DH_ENGINE to the path of its engine module."};
    case ErrorCode::Internal:
        return {"Something unexpected went wrong with {subject}{reason}.", "Something unexpected went wrong{reason}.",
                "Please report it with the command that you used."};
    }
    return {"", "", ""};
}

const char* adviceFor(const Error& error, const Wording& wording)
{
    if (error.detail() == kDetailExists)
        return "Give --overwrite to replace it, or choose another name.";
    if (error.detail() == kDetailIsInput)
        return "Choose another name for what is to be written.";
    if (error.code() == ErrorCode::InvalidArgument && error.subject() == "precision")
        return "Leave --precision out, or choose a CUDA device with --device.";
    if (error.code() == ErrorCode::ModelMissing && error.subject().empty()) // the built-in one
        return "Install the program again, or give the folder of another model.";
    return wording.advice;
}

void replace(std::string& text, const std::string& mark, const std::string& value)
{
    if (const auto at = text.find(mark); at != std::string::npos)
        text.replace(at, mark.size(), value);
}

bool isList(const std::string& detail)
{
    return detail.find('\n') != std::string::npos;
}

std::vector<std::string> linesOf(const std::string& detail)
{
    std::vector<std::string> lines;
    for (std::size_t start = 0; start < detail.size();) {
        const std::size_t end = std::min(detail.find('\n', start), detail.size());
        if (end > start)
            lines.push_back(detail.substr(start, end - start));
        start = end + 1;
    }
    return lines;
}

/// The first entry of a list, on one line with the headings above it.
std::string firstEntry(const std::vector<std::string>& lines)
{
    std::string entry;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const std::size_t indent = lines[i].find_first_not_of(' ');
        if (!entry.empty())
            entry += ' ';
        entry.append(lines[i], std::min(indent, lines[i].size()));
        if (!entry.ends_with(':'))
            return entry + (i + 1 < lines.size() ? ", and more" : "");
    }
    return entry;
}

/// ": why", or the lines of a list below the sentence.
std::string reasonText(const std::string& detail)
{
    if (detail.empty())
        return "";
    if (!isList(detail))
        return ": " + detail;
    std::string list = ":";
    for (const std::string& line : linesOf(detail))
        list += "\n  " + line;
    return list;
}

/// What is wrong, without the advice.
std::string statement(const Error& error, const Wording& wording)
{
    std::string sentence = error.subject().empty() ? wording.withoutSubject : wording.withSubject;
    // The reason first: a subject may hold braces, the wording holds each mark once.
    std::string reason = reasonText(error.detail());
    if (isList(error.detail()) || (!reason.empty() && reason.back() == '.'))
        replace(sentence, "{reason}.", "{reason}");
    const std::size_t reasonAt = sentence.find("{reason}");
    std::string head = sentence.substr(0, reasonAt);
    const std::string tail = sentence.substr(reasonAt + std::string("{reason}").size());
    replace(head, "{subject}", error.subject());
    return head + reason + tail;
}

} // namespace

std::string errorSentence(const Error& error)
{
    const Wording wording = wordingFor(error.code());
    return statement(error, wording) + (isList(error.detail()) ? "\n" : " ") + adviceFor(error, wording);
}

std::string errorStatement(const Error& error)
{
    return statement(error, wordingFor(error.code()));
}

std::string briefErrorSentence(const Error& error)
{
    return errorStatement(Error(error.code(), error.subject(), firstEntry(linesOf(error.detail()))));
}

std::string changedOutsideSentence(const std::filesystem::path& changed, const std::filesystem::path& original,
                                   long long samples)
{
    return changed.string() + " differs from " + original.string() + " outside the mask, in " +
           countText(samples, "sample") + ".";
}

std::string lostAnswerSentence()
{
    return "Standard output can't be written, so the answer is lost.";
}

std::string unfinishedSentence(int finished, int pictures)
{
    return "The evaluation is incomplete: " + std::to_string(finished) + " of " + countText(pictures, "picture") +
           " finished.";
}

} // namespace dh
