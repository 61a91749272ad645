using Microsoft.Extensions.Time.Testing;
using Serverless.Payments.Amounts;
using Serverless.Payments.Caps;

namespace Serverless.Payments.Tests.Caps;

public sealed class CapsFileExchangeSendTests : IDisposable
{
    private const string Header = "key,provider_id,client_id,service_code,service_from,service_to,units,rate,amount";

    private static readonly CancellationToken None = CancellationToken.None;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Exchange_writes_a_line_for_each_instruction_when_a_batch_goes_out()
    {
        using var caps = Exchange();

        await caps.SubmitAsync("run-1", [Sample.Instruction("PAY-1/1"), Sample.Instruction("PAY-2/1")], None);

        Assert.Equal(
            [Header, "PAY-1/1,P-100,1000000001,SLN,2026-11-02,2026-11-06,10,25.00,250.00", "PAY-2/1,P-100,1000000001,SLN,2026-11-02,2026-11-06,10,25.00,250.00"],
            await File.ReadAllLinesAsync(folder.File("out", "run-1.csv")));
        Assert.Empty(await caps.GetAnswersAsync(["PAY-1/1"], None));
        Assert.Empty(await caps.ValidateAsync(Sample.Facts, None));
    }

    [Fact]
    [Trait("Req", "ALL-3")]
    public async Task Exchange_sends_a_key_once_when_it_comes_again_in_any_batch_after_a_restart_and_after_caps_took_the_file()
    {
        using (var caps = Exchange())
        {
            await caps.SubmitAsync("run-1", [Sample.Instruction("PAY-1/1"), Sample.Instruction("PAY-1/1")], None);
        }

        File.Delete(folder.File("out", "run-1.csv"));
        using var restarted = Exchange();
        await restarted.SubmitAsync("run-1", [Sample.Instruction("PAY-1/1")], None);
        await restarted.SubmitAsync("run-2", [Sample.Instruction("PAY-1/1"), Sample.Instruction("PAY-2/1")], None);

        Assert.Equal(["run-2.csv"], OutFiles());
        Assert.Equal(["PAY-2/1"], Keys("run-2.csv"));
    }

    [Fact]
    [Trait("Req", "ALL-3")]
    public async Task Exchange_loses_nothing_when_a_batch_comes_again_with_a_further_key()
    {
        using var caps = Exchange();
        await caps.SubmitAsync("run-1", [Sample.Instruction("PAY-1/1")], None);
        var before = await File.ReadAllTextAsync(folder.File("out", "run-1.csv"));

        await caps.SubmitAsync("run-1", [Sample.Instruction("PAY-1/1"), Sample.Instruction("PAY-2/1")], None);

        Assert.Equal(["run-1.2.csv", "run-1.csv"], OutFiles());
        Assert.Equal(before, await File.ReadAllTextAsync(folder.File("out", "run-1.csv")));
        Assert.Equal(["PAY-2/1"], Keys("run-1.2.csv"));
    }

    [Fact]
    [Trait("Req", "ALL-3")]
    public async Task Exchange_finishes_the_file_when_a_crash_came_between_the_record_and_the_renaming()
    {
        using (var caps = Exchange())
        {
            await caps.SubmitAsync("run-1", [Sample.Instruction("PAY-1/1")], None);
        }

        File.Move(folder.File("out", "run-1.csv"), folder.File("out", ".run-1.csv.tmp"));
        using var restarted = Exchange();

        Assert.Equal(["run-1.csv"], OutFiles());
        Assert.Equal(["PAY-1/1"], Keys("run-1.csv"));
    }

    [Fact]
    [Trait("Req", "ALL-3")]
    public async Task Exchange_sends_the_batch_anew_when_a_crash_came_before_the_record()
    {
        System.IO.Directory.CreateDirectory(folder.File("out"));
        await File.WriteAllTextAsync(folder.File("out", ".run-1.csv.tmp"), Header + "\r\nPAY-1/1,P-1");
        using var caps = Exchange();
        Assert.Empty(OutFiles());

        await caps.SubmitAsync("run-1", [Sample.Instruction("PAY-1/1")], None);

        Assert.Equal(["PAY-1/1"], Keys("run-1.csv"));
    }

    [Fact]
    public async Task Exchange_neutralises_text_when_a_spreadsheet_would_calculate_it()
    {
        using var caps = Exchange();
        var facts = Sample.Facts with { ProviderId = "=1+1", ServiceCode = "@x,\"y\"", Units = Units.Of(-2.5m), Amount = Money.Of(-1) };

        await caps.SubmitAsync("run-1", [new("PAY-1/1", facts)], None);

        Assert.Equal(
            "PAY-1/1,'=1+1,1000000001,\"'@x,\"\"y\"\"\",2026-11-02,2026-11-06,-2.5,25.00,-1.00",
            (await File.ReadAllLinesAsync(folder.File("out", "run-1.csv")))[1]);
    }

    [Theory]
    [InlineData("=PAY/1")]
    [InlineData("PAY\n/1")]
    [InlineData("")]
    public async Task Exchange_sends_nothing_when_a_key_could_not_come_back_unchanged(string key)
    {
        using var caps = Exchange();

        await Assert.ThrowsAsync<ArgumentException>(() => caps.SubmitAsync("run-1", [Sample.Instruction("PAY-1/1"), Sample.Instruction(key)], None));

        Assert.Empty(OutFiles());
    }

    [Fact]
    public async Task Exchange_stays_in_its_folder_when_a_batch_has_an_odd_name()
    {
        using var caps = Exchange();

        await caps.SubmitAsync("../2026-11-25/1", [Sample.Instruction("PAY-1/1")], None);

        Assert.Equal(["___2026-11-25_1.csv"], OutFiles());
    }

    private CapsFileExchange Exchange() => new(folder.Path, new FakeTimeProvider());

    private string[] OutFiles()
        => [.. System.IO.Directory.GetFiles(folder.File("out")).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    private string[] Keys(string name) => [.. File.ReadAllLines(folder.File("out", name)).Skip(1).Select(line => line.Split(',')[0])];
}
