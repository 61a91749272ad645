using System.Text.Json;
using Serverless.Payments.Amounts;
using Serverless.Payments.ProviderPayments.Exports;

namespace Serverless.Payments.Tests.ProviderPayments.Exports;

[Trait("Req", "CARE-5")]
public sealed class ExportPartTests
{
    [Fact]
    public void A_part_is_sealed_where_its_list_ends()
    {
        var part = new ExportPart { After = "3", Count = 5 }.With([], 7, null);
        Assert.Equal((ExportPartState.Sealed, false, "3", 5, 7), (part.State, part.Left, part.After, part.Count, part.Seen));
    }

    [Theory]
    [InlineData(ExportPart.ItemsMax, 0, 0)]
    [InlineData(0, ExportPart.BytesMax, 0)]
    [InlineData(0, 0, ExportPart.SeenMax)]
    public void A_part_that_is_full_is_sealed_and_says_that_something_may_be_left(int count, int bytes, int seen)
    {
        Assert.Equal(ExportPartState.Taking, new ExportPart().With([], 0, "4").State);
        var part = new ExportPart { Count = count, Bytes = bytes, Seen = seen }.With([], 0, "4");
        Assert.Equal((ExportPartState.Sealed, true), (part.State, part.Left));
    }

    [Fact]
    public void A_part_that_is_sealed_or_does_not_move_goes_no_further()
    {
        Assert.Throws<InvalidOperationException>(() => new ExportPart { State = ExportPartState.Sealed }.With([], 0, "4"));
        Assert.Throws<InvalidOperationException>(() => new ExportPart { After = "4" }.With([], 0, "4"));
    }

    [Theory]
    [InlineData("0.00")]
    [InlineData("-20.05")]
    [InlineData("999999999.99")]
    [InlineData("123456789012.34")]
    [InlineData("-123456789012.34")]
    public void A_total_larger_than_any_amount_is_read_as_it_was_written(string text)
    {
        var json = $$"""{"exportId":"ex-1","period":"2026-11","file":"f","count":1,"total":{{text}},"sha256":"h","createdAt":"2026-12-01T18:00:00+00:00"}""";
        var manifest = JsonSerializer.Deserialize<ExportManifest>(json, JsonSerializerOptions.Web)!;
        Assert.Equal(text, manifest.Total.ToString());
        Assert.Equal(json, JsonSerializer.Serialize(manifest, JsonSerializerOptions.Web).Replace("\\u002B", "+", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("1.001")]
    [InlineData("\"1.00\"")]
    [InlineData("79228162514264337593543950335")]
    public void A_total_that_is_no_sum_of_cents_is_refused(string text)
        => Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Holder>($$"""{"Total":{{text}}}"""));

    [Fact]
    public void A_long_name_is_cut_and_never_within_a_character()
    {
        Assert.Equal("Canyon", ExportItem.Shown("Canyon"));
        Assert.Equal(ExportItem.NameCharsMax, ExportItem.Shown(new string('x', 500)).Length);
        Assert.Equal(new string('x', ExportItem.NameCharsMax - 1), ExportItem.Shown(new string('x', ExportItem.NameCharsMax - 1) + "😀 and more"));
    }

    private sealed record Holder([property: System.Text.Json.Serialization.JsonConverter(typeof(TotalJsonConverter))] Money Total);
}
