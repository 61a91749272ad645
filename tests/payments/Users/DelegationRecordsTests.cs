using Microsoft.Extensions.Time.Testing;
using Serverless.Payments.Approvals;
using Serverless.Payments.Calendar;
using Serverless.Payments.Identity;
using Serverless.Payments.Users;
using Serverless.Payments.Users.Delegations;
using Serverless.Storage.Memory;

namespace Serverless.Payments.Tests.Users;

[Trait("Req", "UPI-7")]
public sealed class DelegationRecordsTests : IAsyncLifetime
{
    private static readonly Caller Tess = new("tess", new HashSet<Role> { Role.Technician });
    private static readonly Caller Theo = new("theo", new HashSet<Role> { Role.Technician });
    private static readonly Caller Admin = new("admin", new HashSet<Role> { Role.Admin });
    private static readonly DateOnly Today = new(2026, 11, 22);
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 22, 18, 0, 0, TimeSpan.Zero));
    private readonly UserRecords users;
    private readonly DelegationRecords delegations;
    private int requests;

    public DelegationRecordsTests()
    {
        var tables = new MemoryTableStore();
        users = new UserRecords(tables);
        delegations = new DelegationRecords(tables, users, new AgencyCalendar(time));
    }

    public async Task InitializeAsync()
    {
        foreach (var name in (string[])["tess", "theo", "olivia"])
        {
            await users.PutAsync(new User(name, name, null, [Role.Technician]), "admin", time.GetUtcNow());
        }
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task It_is_in_force_from_its_first_to_its_last_day_and_does_not_pass_on()
    {
        Assert.NotNull((await RecordAsync(Tess, "tess", "theo", 1, 3)).Delegation);
        Assert.NotNull((await RecordAsync(Theo, "theo", "olivia", 1, 3)).Delegation);

        Assert.Equal(["", "tess", "tess", ""], await Task.WhenAll(new[] { 0, 1, 3, 4 }.Select(async day => string.Join(' ', await delegations.ActingForAsync("theo", Today.AddDays(day))))));
        Assert.Equal(["theo"], await delegations.DelegatesOfAsync("tess", Today.AddDays(2)));
        Assert.Equal(["theo"], await delegations.ActingForAsync("olivia", Today.AddDays(2)));
    }

    [Fact]
    public async Task A_revoked_one_is_over_at_once_and_stays_as_it_was_revoked()
    {
        var made = (await RecordAsync(Tess, "tess", "theo", 0, 3)).Delegation!;
        Assert.Equal("NOT_FOUND", (await delegations.RevokeAsync(new Caller("olivia", new HashSet<Role> { Role.Technician }), made.Id)).Refusal?.Code);
        Assert.Equal("NOT_YOURS", (await delegations.RevokeAsync(Theo, made.Id)).Refusal?.Code);

        var revoked = (await delegations.RevokeAsync(Admin, made.Id)).Delegation!;
        Assert.Equal(("admin", time.GetUtcNow()), (revoked.RevokedBy, revoked.RevokedAt));
        Assert.Empty(await delegations.ActingForAsync("theo", Today));
        Assert.Empty(await delegations.DelegatesOfAsync("tess", Today));
        time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(revoked, (await delegations.RevokeAsync(Tess, made.Id)).Delegation);
        Assert.Equal([revoked], await delegations.OfUserAsync("theo"));
        Assert.Equal([revoked], await delegations.OfUserAsync("tess"));
    }

    [Fact]
    public async Task The_same_request_makes_one()
    {
        var first = await delegations.RecordAsync(Tess, "tess", "theo", Today, Today, "request");
        Assert.Equal(first, await delegations.RecordAsync(Tess, "tess", "theo", Today, Today, "request"));
        Assert.Equal([first.Delegation!], await delegations.ListAsync().ToListAsync());
    }

    [Theory]
    [InlineData("tess", "tess", 0, 1, "SAME_USER to")]
    [InlineData("tess", "nobody", 0, 1, "UNKNOWN_USER to")]
    [InlineData("nobody", "tess", 0, 1, "UNKNOWN_USER from")]
    [InlineData("tess", "theo", -1, 1, "PAST_DATES begin")]
    [InlineData("tess", "theo", 2, 1, "DATES_REVERSED end")]
    [InlineData("tess", "theo", 0, 366, "TOO_LONG end")]
    public async Task What_is_not_in_order_is_refused(string from, string to, int begin, int end, string fault)
    {
        var refusal = (await RecordAsync(Admin, from, to, begin, end)).Refusal!;
        Assert.Equal((RefusalKind.Invalid, fault), (refusal.Kind, string.Join(", ", refusal.Errors.Select(error => $"{error.Code} {error.Field}"))));
        Assert.Empty(await delegations.ListAsync().ToListAsync());
    }

    [Fact]
    public async Task Nobody_but_an_admin_delegates_for_others_and_nobody_to_who_left()
    {
        Assert.Equal("NOT_YOURS", (await RecordAsync(Theo, "tess", "theo", 0, 1)).Refusal?.Code);
        await users.PutAsync(new User("theo", "theo", null, [Role.Technician], Active: false), "admin", time.GetUtcNow());
        Assert.Equal("UNKNOWN_USER", (await RecordAsync(Tess, "tess", "theo", 0, 1)).Refusal!.Errors.Single().Code);
    }

    private Task<DelegationResult> RecordAsync(Caller by, string from, string to, int begin, int end)
        => delegations.RecordAsync(by, from, to, Today.AddDays(begin), Today.AddDays(end), $"r{++requests}");
}
