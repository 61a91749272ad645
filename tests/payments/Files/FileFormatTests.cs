using Serverless.Payments.Files;

namespace Serverless.Payments.Tests.Files;

public class FileFormatTests
{
    [Theory]
    [InlineData("november.csv", FileFormat.Csv)]
    [InlineData("a/b.c.CSV", FileFormat.Csv)]
    [InlineData("november.Json", FileFormat.Json)]
    [InlineData("november.xlsx", null)]
    [InlineData("csv", null)]
    [InlineData("november.csv.tmp", null)]
    public void Format_follows_from_the_end_of_the_name(string name, FileFormat? expected)
        => Assert.Equal(expected, FileFormats.FromFileName(name));

    [Theory]
    [InlineData("text/csv", FileFormat.Csv)]
    [InlineData("Text/CSV; charset=utf-8; header=present", FileFormat.Csv)]
    [InlineData("application/json;charset=utf-8", FileFormat.Json)]
    [InlineData("text/plain", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Format_follows_from_the_media_type_whatever_its_parameters(string? contentType, FileFormat? expected)
        => Assert.Equal(expected, FileFormats.FromContentType(contentType));
}
