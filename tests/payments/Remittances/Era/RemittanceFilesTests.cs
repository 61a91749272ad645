using System.Text;
using Serverless.Payments.Remittances;
using Serverless.Testing;
using static Serverless.Payments.Tests.Remittances.RemittanceWorld;

namespace Serverless.Payments.Tests.Remittances.Era;

[Trait("Req", "SAN-5")]
public sealed class RemittanceFilesTests
{
    private static readonly string File = EraText.Of("100", "LX*1", "CLP*A-1*1*100*100*0*MC");

    private static readonly string Resent = File.Replace("000000905", "000000906", StringComparison.Ordinal);

    [Fact]
    public async Task A_check_that_comes_again_with_new_control_numbers_is_refused_with_its_batch_until_that_is_discarded()
    {
        await using var world = await WorldAsync();
        var first = (await TakeInAsync(world, File, "one")).State!.Remittance;
        var refused = await TakeInAsync(world, Resent, "two");
        Assert.Equal("5 TRN02 DUPLICATE_CHECK", EraText.Summary(refused.Faults));
        Assert.Contains(FormattableString.Invariant($"is in batch {first.BatchNumber}"), refused.Faults[0].Message, StringComparison.Ordinal);

        Done(await world.Application.Remittances.Commands.DiscardAsync(Biller, first.Id, Request()));
        var second = (await TakeInAsync(world, Resent, "two")).State!.Remittance;
        Assert.NotEqual(first.Id, second.Id);
        Assert.Equal("5 TRN02 DUPLICATE_CHECK", EraText.Summary((await TakeInAsync(world, File, "three")).Faults));
    }

    [Fact]
    public async Task The_same_number_of_another_payer_is_another_check()
    {
        await using var world = await WorldAsync();
        Assert.NotNull((await TakeInAsync(world, File, "one")).State);
        Assert.NotNull((await TakeInAsync(world, File.Replace("*1512345678~", "*1999999999~", StringComparison.Ordinal), "two")).State);
        Assert.NotNull((await TakeInAsync(world, File.Replace("*EFT-1001*1512345678~", "*EFT-1001~", StringComparison.Ordinal), "three")).State);
    }

    [Fact]
    public async Task The_same_delivery_taken_up_again_is_no_duplicate_and_another_one_is()
    {
        await using var world = await WorldAsync();
        var made = await TakeInAsync(world, File, "one");
        var again = await TakeInAsync(world, File, "one");
        var other = await TakeInAsync(world, File, "two");
        Assert.Equal([false, false, true], new[] { made, again, other }.Select(taken => taken.IsDuplicate));
        Assert.Single(new[] { made, again, other }.Select(taken => taken.State!.Remittance.Id).Distinct());
    }

    private static async Task<PaymentsWorld> WorldAsync()
    {
        var world = await CreateAsync();
        await world.BillAsync("A", 100m);
        return world;
    }

    private static Task<RemittanceFileResult> TakeInAsync(PaymentsWorld world, string text, string delivery)
        => world.Application.Remittances.Files.TakeInAsync(null, new RemittanceDelivery(delivery, "november.835", Encoding.UTF8.GetBytes(text), null));
}
