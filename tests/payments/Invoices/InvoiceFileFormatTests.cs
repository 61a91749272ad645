using Serverless.Payments.Invoices;

namespace Serverless.Payments.Tests.Invoices;

public class InvoiceFileFormatTests
{
    [Theory]
    [InlineData("november.csv", InvoiceFormat.Csv)]
    [InlineData("a/b.c.CSV", InvoiceFormat.Csv)]
    [InlineData("november.Json", InvoiceFormat.Json)]
    [InlineData("november.xlsx", null)]
    [InlineData("csv", null)]
    [InlineData("november.csv.tmp", null)]
    public void Format_follows_from_the_end_of_the_name(string name, InvoiceFormat? expected)
        => Assert.Equal(expected, InvoiceFormats.FromFileName(name));

    [Theory]
    [InlineData("text/csv", InvoiceFormat.Csv)]
    [InlineData("Text/CSV; charset=utf-8; header=present", InvoiceFormat.Csv)]
    [InlineData("application/json;charset=utf-8", InvoiceFormat.Json)]
    [InlineData("text/plain", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Format_follows_from_the_media_type_whatever_its_parameters(string? contentType, InvoiceFormat? expected)
        => Assert.Equal(expected, InvoiceFormats.FromContentType(contentType));
}
