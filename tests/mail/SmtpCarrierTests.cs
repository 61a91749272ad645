using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Serverless.Testing;

namespace Serverless.Mail.Tests;

[Trait("Req", "ALL-4")]
public sealed class SmtpCarrierTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [SkippableFact]
    public async Task A_mail_reaches_the_server_whole()
    {
        await using var server = await SmtpServer.StartAsync();
        await using var carrier = Carrier(server);
        var mail = Letters.Write();

        Assert.True((await carrier.CarryAsync(mail)).IsTaken);

        var received = Assert.Single(await ReceivedAsync(server, 1));
        Assert.Equal((Letters.Sender.Address, mail.To), (received.From, Assert.Single(received.To)));
        Letters.AssertIsWhole(Letters.Read(received.Raw), mail);
    }

    [SkippableFact]
    public async Task A_burst_of_mails_goes_over_one_connection()
    {
        await using var server = await SmtpServer.StartAsync();
        await using var carrier = Carrier(server);

        var receipts = await Task.WhenAll(Enumerable.Range(1, 20).Select(number => carrier.CarryAsync(Letters.Write(id: $"mail-{number}"))));

        Assert.All(receipts, receipt => Assert.True(receipt.IsTaken));
        var received = await ReceivedAsync(server, 20);
        Assert.Equal(20, received.Select(mail => Letters.Read(mail.Raw).MessageId).Distinct().Count());
        Assert.Equal(1, received[^1].Connections);
    }

    [SkippableFact]
    public async Task The_same_mail_twice_has_the_same_message_id()
    {
        await using var server = await SmtpServer.StartAsync();
        await using var carrier = Carrier(server);

        await carrier.CarryAsync(Letters.Write());
        await carrier.CarryAsync(Letters.Write());

        Assert.Single((await ReceivedAsync(server, 2)).Select(mail => Letters.Read(mail.Raw).MessageId).Distinct());
    }

    [SkippableTheory]
    [InlineData("rcpt", 550, "", true)]
    [InlineData("rcpt", 550, "5.1.1 User unknown", true)]
    [InlineData("rcpt", 550, "5.2.1 Mailbox disabled", true)]
    [InlineData("data", 552, "", true)]
    [InlineData("data", 554, "5.6.0 Not to be read", true)]
    [InlineData("rcpt", 550, "5.7.1 Not authorised to send here", false)]
    [InlineData("rcpt", 550, "5.7.54 Unable to relay", false)]
    [InlineData("rcpt", 550, "Relaying denied", false)]
    [InlineData("rcpt", 554, "5.7.1 Relay access denied", false)]
    [InlineData("rcpt", 550, "5.1.8 Your address is none of ours", false)]
    [InlineData("rcpt", 530, "5.7.0 Authentication required", false)]
    [InlineData("data", 550, "5.7.1 Refused by policy", false)]
    [InlineData("data", 554, "", false)]
    [InlineData("rcpt", 451, "", false)]
    [InlineData("data", 452, "", false)]
    public async Task What_is_this_mails_own_is_refused_and_what_the_server_has_against_all_is_tried_again(string at, int code, string words, bool isRefused)
    {
        await using var server = await SmtpServer.StartAsync();
        await using var carrier = Carrier(server);
        await server.RefuseAsync(at, code, words);

        var receipt = await carrier.CarryAsync(Letters.Write());

        Assert.False(receipt.IsTaken);
        Assert.Equal(isRefused, receipt.IsRefused);
        Assert.Contains(words.Length == 0 ? $"{code}" : words, receipt.Detail, StringComparison.Ordinal);
        await server.TakeAsync();
        Assert.True((await carrier.CarryAsync(Letters.Write())).IsTaken);
    }

    [SkippableFact]
    public async Task A_server_that_is_down_is_tried_again_and_then_takes_the_mail()
    {
        await using var server = await SmtpServer.StartAsync();
        await using var carrier = Carrier(server);
        await server.DownAsync();

        var receipt = await carrier.CarryAsync(Letters.Write());

        Assert.False(receipt.IsTaken || receipt.IsRefused);
        await server.UpAsync();
        Assert.True((await carrier.CarryAsync(Letters.Write())).IsTaken);
        Assert.Single(await ReceivedAsync(server, 1));
    }

    [SkippableFact]
    public async Task A_server_that_does_not_answer_is_not_waited_for_for_ever()
    {
        await using var server = await SmtpServer.StartAsync();
        await server.SlowAsync(TimeSpan.FromMinutes(10));
        await using var carrier = new SmtpCarrier(Settings(server), TimeSpan.FromSeconds(1), NullLogger<SmtpCarrier>.Instance);

        var receipt = await carrier.CarryAsync(Letters.Write());

        Assert.False(receipt.IsTaken || receipt.IsRefused);
        Assert.NotNull(receipt.Detail);
    }

    [SkippableFact]
    public async Task A_server_without_the_protection_asked_for_gets_nothing()
    {
        await using var server = await SmtpServer.StartAsync();
        await using var carrier = Carrier(server, SmtpSecurity.StartTls);

        var receipt = await carrier.CarryAsync(Letters.Write());

        Assert.False(receipt.IsTaken || receipt.IsRefused);
        Assert.Empty(server.Received);
    }

    [SkippableFact]
    public async Task A_server_whose_certificate_nobody_vouches_for_gets_nothing()
    {
        await using var server = await SmtpServer.StartAsync("tls");
        await using var carrier = Carrier(server, SmtpSecurity.StartTls);

        var receipt = await carrier.CarryAsync(Letters.Write());

        Assert.False(receipt.IsTaken || receipt.IsRefused);
        Assert.Empty(server.Received);
    }

    [SkippableTheory]
    [InlineData("secret", true)]
    [InlineData("wrong", false)]
    public async Task A_server_that_asks_who_sends_is_told_and_a_wrong_password_refuses_no_mail(string password, bool isTaken)
    {
        await using var server = await SmtpServer.StartAsync("auth");
        var logs = new LoggedLines();
        await using var carrier = new SmtpCarrier(Settings(server) with { User = "payments", Password = password }, logs.CreateLogger<SmtpCarrier>());

        var receipt = await carrier.CarryAsync(Letters.Write());

        Assert.Equal(isTaken, receipt.IsTaken);
        Assert.False(receipt.IsRefused);
        Assert.DoesNotContain("wrong", receipt.Detail ?? "", StringComparison.Ordinal);
    }

    private static SmtpCarrier Carrier(SmtpServer server, SmtpSecurity security = SmtpSecurity.None)
        => new(Settings(server) with { Security = security }, Patience, NullLogger<SmtpCarrier>.Instance);

    private static SmtpSettings Settings(SmtpServer server) => new("127.0.0.1", server.Port, SmtpSecurity.None, null, null, Letters.Sender);

    private static async Task<IReadOnlyList<ReceivedMail>> ReceivedAsync(SmtpServer server, int count)
    {
        await Until.TrueAsync(() => Task.FromResult(server.Received.Count >= count));
        return server.Received;
    }
}
