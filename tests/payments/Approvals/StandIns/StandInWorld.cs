using Serverless.Payments.Approvals;
using Serverless.Payments.Identity;
using Serverless.Payments.Users;
using Serverless.Testing;

namespace Serverless.Payments.Tests.Approvals.StandIns;

/// <summary>The users of the sample agency, and a manager and a clerk who have no role in the chain.</summary>
internal static class StandInWorld
{
    public static readonly Caller Manager = PaymentsWorld.Staff("manager", Role.Manager);
    public static readonly Caller Admin = PaymentsWorld.Staff("admin", Role.Admin);

    /// <summary>A coordinator of other clients: sees nothing here by their own role.</summary>
    public static readonly Caller Clerk = PaymentsWorld.Staff("clerk", Role.Coordinator);

    public static async Task AddUsersAsync(PaymentsWorld world)
    {
        User[] users =
        [
            New("manager", Role.Manager), New("clerk", Role.Coordinator), New("admin", Role.Admin), New("boss", Role.Coordinator),
            New("provider", Role.Provider) with { ProviderId = "P-100" },
            New("coordinator", Role.Coordinator) with { Superior = "boss" },
            New("coordinator2", Role.Coordinator),
            New("technician", Role.Technician) with { Superior = "manager" },
            New("technician2", Role.Technician) with { Superior = "manager" },
            New("ofo", Role.Ofo),
        ];
        foreach (var user in users)
        {
            await PutAsync(world, user);
        }
    }

    public static async Task PutAsync(PaymentsWorld world, User user)
    {
        var result = await world.Application.Users.PutAsync(user, "admin", world.Time.GetUtcNow());
        Assert.Null(result.Refusal);
    }

    public static User New(string name, Role role) => new(name, name, null, [role]);

    /// <returns>The delegation's id.</returns>
    public static async Task<string> DelegateAsync(PaymentsWorld world, string from, string to, int beginDays = 0, int endDays = 7)
    {
        var today = world.Application.Calendar.Today;
        var result = await world.Application.Delegations.RecordAsync(Admin, from, to, today.AddDays(beginDays), today.AddDays(endDays), Guid.NewGuid().ToString("N"));
        return result.Delegation?.Id ?? throw new InvalidOperationException($"The delegation was refused: {result.Refusal}");
    }

    public static async Task<string?> RefusalAsync(PaymentsWorld world, Payment payment, PaymentAction action, Caller by)
        => (await world.TryAsync(payment, action, by)).Refusal?.Code;

    /// <summary>What waits for the caller, with whom it waits for where that is somebody else.</summary>
    public static async Task<IReadOnlyList<(string Id, string? For)>> InboxAsync(PaymentsWorld world, Caller caller)
    {
        var page = await world.Application.Inbox.ReadAsync(caller, null, 100);
        return [.. page.Items.Select(payment => (payment.Id, page.OnBehalfOf.GetValueOrDefault(payment.Id)))];
    }
}
