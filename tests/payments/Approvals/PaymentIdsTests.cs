using FsCheck.Xunit;
using Serverless.Payments.Approvals;
using Serverless.Storage.Memory;

namespace Serverless.Payments.Tests.Approvals;

public sealed class PaymentIdsTests
{
    private readonly PaymentIds ids = new([.. Enumerable.Range(0, 32).Select(value => (byte)value)]);

    [Property]
    public bool An_id_leads_to_its_client(uint client, string submission)
    {
        var clientId = (client % 1_000_000_000L * 10).ToString("D10", System.Globalization.CultureInfo.InvariantCulture);
        return ids.TryReadClient(ids.Create(clientId, submission ?? string.Empty), out var read) && read == clientId;
    }

    [Fact]
    [Trait("Req", "ALL-3")]
    public void The_same_submission_has_the_same_id_and_another_one_another()
    {
        Assert.Equal(ids.Create("1000000001", "s"), ids.Create("1000000001", "s"));
        Assert.NotEqual(ids.Create("1000000001", "s"), ids.Create("1000000001", "t"));
        Assert.NotEqual(ids.Create("1000000001", "s"), ids.Create("1000000002", "s"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1000000001")]
    [InlineData("zzzzzzzzzzzzzzzzzzzzzzzzzz")]
    [InlineData("00000000000000000000000000")]
    [InlineData("7vvvvvvvvvvvvvvvvvvvvvvvv/")]
    public void What_was_not_made_here_leads_nowhere(string id) => Assert.False(ids.TryReadClient(id, out _));

    [Fact]
    public void Two_payments_of_one_client_have_nothing_in_common()
    {
        var first = ids.Create("1000000001", "a");
        var second = ids.Create("1000000001", "b");
        Assert.True(first.Zip(second).Count(pair => pair.First == pair.Second) < 8, $"{first} and {second}");
    }

    [Fact]
    public async Task The_key_is_made_once_and_read_again()
    {
        var store = new MemoryTableStore();
        using var first = await PaymentIds.OpenAsync(store);
        using var second = await PaymentIds.OpenAsync(store);
        Assert.Equal(first.Create("1000000001", "s"), second.Create("1000000001", "s"));
    }
}
