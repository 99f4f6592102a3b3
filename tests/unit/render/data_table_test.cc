#include "render/data_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/calendar.h"

namespace temoin::render {
namespace TEMOIN_TEST_FILE {

DataTable Example() {
  DataTable table{.title = "Choix : [par] jour", .zone = *TimeZone::Find("Europe/Paris")};
  table.columns = {
      {"day", "Jour"}, {"at", "Instant"}, {"n", "Nombre"}, {"", "Taux"}, {"text", "Texte"}};
  table.rows = {{Day{*ParseDate("2026-05-03")}, *ParseTime("2026-07-01T22:30:05Z"), uint64_t{12345},
                 Rate{667}, std::string("=SUM(A1)")},
                {Cell(), Cell(), uint64_t{0}, Cell(), std::string("un; deux \"trois\"")}};
  return table;
}

TEST(TableCsv, NeutralLeavesOutWhatFollows) {
  EXPECT_EQ(TableCsv(Example(), CsvForm::kNeutral),
            "day,at,n,text\r\n"
            "2026-05-03,2026-07-01T22:30:05Z,12345,\"'=SUM(A1)\"\r\n"
            ",,0,\"un; deux \"\"trois\"\"\"\r\n");
}

TEST(TableCsv, FrenchHasItsSeparatorCommaDatesAndHeaders) {
  EXPECT_EQ(TableCsv(Example(), CsvForm::kForFrance),
            "Jour;Instant;Nombre;Taux;Texte\r\n"
            "03/05/2026;02/07/2026 00:30:05;12345;66,7%;\"'=SUM(A1)\"\r\n"
            "sans objet;sans objet;0;sans objet;\"un; deux \"\"trois\"\"\"\r\n");
}

TEST(MakeTableFile, KnowsItsFormats) {
  const DataTable table = Example();
  for (const auto& [format, extension] :
       {std::pair("csv", ".csv"), std::pair("csv-fr", ".csv"), std::pair("xlsx", ".xlsx")}) {
    EXPECT_TRUE(IsTableFormat(format));
    const Result<TableFile> file = MakeTableFile(format, std::span(&table, 1));
    ASSERT_TRUE(file.ok()) << format;
    EXPECT_EQ(file->extension, extension);
  }
  EXPECT_FALSE(IsTableFormat("xls"));
  EXPECT_EQ(MakeTableFile("xls", std::span(&table, 1)).error().code, ErrorCode::kInvalidArgument);
}

TEST(Workbook, IsAZipFileWithASheetForEachTable) {
  std::vector<DataTable> tables = {Example(), Example()};
  tables[1].title = "Un nom bien plus long que les trente et un caractères permis";
  const Result<std::string> book = Workbook(tables);
  ASSERT_TRUE(book.ok());
  EXPECT_THAT(*book, testing::StartsWith("PK"));
  EXPECT_THAT(*book, testing::HasSubstr("xl/worksheets/sheet2.xml"));
  // Two sheets of one name cannot be told apart.
  tables[1].title = tables[0].title;
  EXPECT_FALSE(Workbook(tables).ok());
}

}  // namespace TEMOIN_TEST_FILE
}  // namespace temoin::render
