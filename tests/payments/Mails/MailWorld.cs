using System.Text.RegularExpressions;
using Serverless.Payments.Amounts;
using Serverless.Payments.Approvals;
using Serverless.Payments.Approvals.Policies;
using Serverless.Payments.Identity;
using Serverless.Payments.Mails;
using Serverless.Payments.Users;
using Serverless.Storage;
using Serverless.Testing;
using static Serverless.Testing.PaymentsWorld;

namespace Serverless.Payments.Tests.Mails;

/// <summary>A world whose people have addresses; mails go to its <see cref="PaymentsWorld.Carrier"/>.</summary>
internal static partial class MailWorld
{
    public static readonly Caller Deputy = Staff("deputy", Role.Coordinator);

    /// <summary>With everybody's mails one by one: coordinator (below manager), deputy, technicians, ofo, provider.</summary>
    public static async Task<PaymentsWorld> CreateAsync(ApprovalPolicy? policy = null, Func<ITableStore, ITableStore>? around = null)
    {
        var world = await PaymentsWorld.CreateAsync(around: around);
        await world.PutUserAsync("manager", Role.Manager);
        await world.PutUserAsync("coordinator", Role.Coordinator, superior: "manager");
        await world.PutUserAsync("deputy", Role.Coordinator);
        await world.PutUserAsync("technician", Role.Technician);
        await world.PutUserAsync("technician2", Role.Technician);
        await world.PutUserAsync("ofo", Role.Ofo);
        await world.PutUserAsync("provider", Role.Provider, provider: "P-100");
        await world.Application.Policies.PutAsync(policy ?? new ApprovalPolicy { LinkDecidesUpTo = Money.Of(1000) }, "admin", world.Time.GetUtcNow());
        return world;
    }

    public static async Task PutUserAsync(this PaymentsWorld world, string name, Role role, string? superior = null, string? provider = null, MailPreference mail = MailPreference.Each, bool active = true)
    {
        var user = new User(name, $"The {name}", $"{name}@agency.example", [role], provider, null, superior, mail, active);
        var result = await world.Application.Users.PutAsync(user, "admin", world.Time.GetUtcNow());
        Assert.Null(result.Refusal);
    }

    /// <summary>Waits until the addressee has so many mails, and answers them.</summary>
    public static async Task<IReadOnlyList<Mail>> MailsToAsync(this PaymentsWorld world, string user, int count = 1)
    {
        await Until.TrueAsync(() => Task.FromResult(world.Carrier.To(user).Count >= count));
        return world.Carrier.To(user);
    }

    /// <summary>The mails in a status, once there are so many.</summary>
    public static async Task<IReadOnlyList<MailRecord>> RecordsAsync(this PaymentsWorld world, MailStatus status, int count = 1)
    {
        IReadOnlyList<MailRecord> found = [];
        await Until.TrueAsync(async () => (found = (await world.Application.Mails.Outbox.ListAsync(status)).Items).Count >= count);
        return found;
    }

    /// <summary>Waits until the chain of the payment has asked and sleeps.</summary>
    public static Task AsleepAsync(this PaymentsWorld world, Payment payment, int timers = 1)
        => world.AsleepAsync(PaymentApproval.InstanceId(payment.Id), timers);

    /// <summary>Waits until the instance has set so many timers.</summary>
    public static Task AsleepAsync(this PaymentsWorld world, string instance, int timers = 1)
        => Until.TrueAsync(async () => await world.Engine.GetHistoryAsync(instance) is { } history && history.ToJson().Split("\"TimerCreated\"").Length > timers);

    /// <summary>The tokens of a mail's links: approve, and deny.</summary>
    public static (string Approve, string Deny) Links(this Mail mail)
    {
        var tokens = Link().Matches(mail.Text).Select(match => match.Groups["token"].Value).ToList();
        return (tokens[0], tokens[1]);
    }

    [GeneratedRegex("https://payments\\.agency\\.example/links\\?token=(?<token>[A-Za-z0-9_-]+)")]
    private static partial Regex Link();
}
