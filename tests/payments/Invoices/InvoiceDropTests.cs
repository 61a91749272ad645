using System.Text;
using Serverless.Payments.Invoices;
using Serverless.Testing;

namespace Serverless.Payments.Tests.Invoices;

[Trait("Req", "ALL-2")]
public sealed class InvoiceDropTests
{
    private static readonly byte[] Content = Encoding.UTF8.GetBytes(InvoiceFileSamples.Header + "\n" + InvoiceFileSamples.Line + "\n");

    [Fact]
    public async Task Readable_file_goes_to_done_with_its_report_and_its_payments()
    {
        await using var world = await PaymentsWorld.CreateAsync();
        var file = new Dropped("march.csv", "0123456789abcdef", Content);

        await world.Application.Drop.TakeAsync(file, PaymentsWorld.Patience);

        var (folder, name, report) = Assert.Single(file.Placed);
        Assert.Equal(("done", "march~0123456789ab.csv"), (folder, name));
        Assert.Equal(("march.csv", file.DeliveryId), (report.File, report.Delivery));
        Assert.Single(report.Payments);
    }

    [Fact]
    public async Task Same_delivery_taken_again_makes_nothing_twice_and_goes_to_the_same_place()
    {
        await using var world = await PaymentsWorld.CreateAsync();
        var file = new Dropped("march.csv", "0123456789abcdef", Content);

        await world.Application.Drop.TakeAsync(file, PaymentsWorld.Patience);
        await world.Application.Drop.TakeAsync(file, PaymentsWorld.Patience);

        Assert.Equal(2, file.Placed.Count);
        Assert.Equal(file.Placed[0].Name, file.Placed[1].Name);
        Assert.Equal(file.Placed[0].Report.Payments, file.Placed[1].Report.Payments);
    }

    [Fact]
    public async Task Same_content_dropped_again_is_a_duplicate_and_keeps_out_of_the_first_ones_way()
    {
        await using var world = await PaymentsWorld.CreateAsync();
        var first = new Dropped("march.csv", "0123456789abcdef", Content);
        var second = new Dropped("march.csv", "fedcba9876543210", Content);

        await world.Application.Drop.TakeAsync(first, PaymentsWorld.Patience);
        await world.Application.Drop.TakeAsync(second, PaymentsWorld.Patience);

        Assert.True(Assert.Single(second.Placed).Report.Duplicate);
        Assert.NotEqual(first.Placed[0].Name, second.Placed[0].Name);
    }

    [Theory]
    [InlineData("march.pdf", 10, "UNKNOWN_FORMAT")]
    [InlineData("march.csv", InvoiceCommands.ContentBytesMax + 1, "FILE_TOO_LARGE")]
    public async Task File_that_must_not_be_read_is_rejected_with_its_report_unread(string name, long length, string code)
    {
        await using var world = await PaymentsWorld.CreateAsync();
        var file = new Dropped(name, "0123456789abcdef", null) { Length = length };

        await world.Application.Drop.TakeAsync(file, PaymentsWorld.Patience);

        var (folder, _, report) = Assert.Single(file.Placed);
        Assert.Equal("rejected", folder);
        Assert.Equal(code, Assert.Single(report.Errors).Code);
    }

    [Fact]
    public async Task File_that_has_gone_is_left_alone()
    {
        await using var world = await PaymentsWorld.CreateAsync();
        var file = new Dropped("march.csv", "0123456789abcdef", null);

        Assert.Null(await world.Application.Drop.TakeAsync(file, PaymentsWorld.Patience));
        Assert.Empty(file.Placed);
    }

    private sealed class Dropped(string name, string deliveryId, byte[]? content) : IDroppedFile
    {
        public string Name => name;

        public string DeliveryId => deliveryId;

        public long Length { get; init; } = content?.Length ?? 0;

        public List<(string Folder, string Name, DropReport Report)> Placed { get; } = [];

        public Task<byte[]?> ReadAsync(CancellationToken cancellation) => Task.FromResult(content);

        public Task PlaceAsync(string folder, string name, ReadOnlyMemory<byte> report, CancellationToken cancellation)
        {
            Placed.Add((folder, name, DropReport.TryRead(report.Span)!));
            return Task.CompletedTask;
        }
    }
}
