#include "core/evaluate/delimited_text.h"
#include "core/evaluate/evaluation_report.h"

namespace dh
{

namespace
{

constexpr int kDigits = 6;

std::string number(double value)
{
    return cellText(value, kDigits);
}

std::string errorFields(const std::optional<PictureErrors>& errors)
{
    if (!errors)
        return ",,,,,";
    std::string fields;
    for (const double value :
         {psnrOf(errors->mse), errors->mse, errors->fmse, psnrOf(errors->fmse), errors->backgroundMse})
        fields.append(",").append(number(value));
    return fields;
}

} // namespace

std::string itemsCsv(const EvaluationReport& report)
{
    std::string text = "item,name,subset,system,foreground_ratio,psnr,mse,fmse,foreground_psnr,background_mse,"
                       "native_psnr,native_mse,native_fmse,native_foreground_psnr,native_background_mse,error\n";
    for (const EvaluatedSystem& system : report.data.run().systems) {
        for (const EvaluationRecord& record : report.data.recordsOf(system)) {
            const bool isScored = !record.failure;
            text += std::to_string(record.item) + "," + quotedField(record.name) + "," + quotedField(record.subset) +
                    "," + record.system + ",";
            if (isScored)
                text += number(record.foregroundRatio);
            text += errorFields(isScored ? std::optional(record.score.evaluation) : std::nullopt);
            text += errorFields(record.score.native);
            text += ",";
            if (record.failure)
                text += record.failure->code;
            text += "\n";
        }
    }
    return text;
}

std::string tablesCsv(const EvaluationReport& report)
{
    std::string text = "table,row,published,group,column,value\n";
    for (const ReportTable& table : report.tables) {
        for (const auto& row : table.rows) {
            for (std::size_t i = 0; i < table.columns.size(); ++i) {
                text += table.id + "," + quotedField(row.label) + "," + (row.isPublished ? "yes" : "no") + "," +
                        quotedField(table.columns[i].group) + "," + quotedField(table.columns[i].name) + "," +
                        (row.cells[i] ? number(*row.cells[i]) : std::string()) + "\n";
            }
        }
    }
    return text;
}

} // namespace dh
