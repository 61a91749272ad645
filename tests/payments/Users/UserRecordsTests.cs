using Serverless.Payments.Approvals;
using Serverless.Payments.Identity;
using Serverless.Payments.Users;
using Serverless.Storage.Memory;

namespace Serverless.Payments.Tests.Users;

[Trait("Req", "UPI-7")]
public sealed class UserRecordsTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 18, 0, 0, TimeSpan.Zero);
    private readonly UserRecords users = new(new MemoryTableStore());

    [Fact]
    public async Task A_change_raises_the_version_and_is_kept_in_the_history_and_a_repeated_one_has_one_effect()
    {
        var made = await PutAsync(New("tess", Role.Technician), "once");
        Assert.Equal(1, made.User!.Version);
        Assert.Equal(2, (await PutAsync(New("tess", Role.Technician) with { FullName = "Tess Harlow" })).User!.Version);
        Assert.Equal("Tess", (await PutAsync(New("tess", Role.Technician), "once")).User!.FullName);

        Assert.Equal(("Tess Harlow", 2), ((await users.FindAsync("tess"))!.FullName, (await users.FindAsync("tess"))!.Version));
        Assert.Equal([(null, "Tess"), ("Tess", "Tess Harlow")], (await users.HistoryAsync("tess")).Select(change => (change.From?.FullName, change.To.FullName)));
        Assert.Equal("STALE", (await users.PutAsync(New("tess", Role.Technician), "admin", Now, ifVersion: version => version == 1)).Refusal?.Code);
    }

    [Fact]
    public async Task Users_are_found_by_role_provider_and_child_while_they_are_active()
    {
        await PutAsync(New("tess", Role.Technician));
        await PutAsync(New("theo", Role.Technician, Role.Ofo));
        await PutAsync(New("nora", Role.Provider) with { ProviderId = "P-100" });
        await PutAsync(New("pam", Role.Parent) with { ChildIds = ["1000000001", "1000000002"] });

        Assert.Equal(["tess", "theo"], Names(await users.OfRoleAsync(Role.Technician)));
        Assert.Equal(["nora"], Names(await users.OfProviderAsync("P-100")));
        Assert.Equal(["pam"], Names(await users.ParentsOfAsync("1000000002")));

        await PutAsync(New("theo", Role.Ofo));
        await PutAsync(New("tess", Role.Technician) with { Active = false });
        await PutAsync(New("pam", Role.Parent) with { ChildIds = ["1000000001"] });
        Assert.Empty(await users.OfRoleAsync(Role.Technician));
        Assert.Equal(["theo"], Names(await users.OfRoleAsync(Role.Ofo)));
        Assert.Empty(await users.ParentsOfAsync("1000000002"));
        Assert.Equal(["nora", "pam", "tess", "theo"], await users.ListAsync().Select(user => user.Name).ToListAsync());

        await PutAsync(New("tess", Role.Technician));
        Assert.Equal(["tess"], Names(await users.OfRoleAsync(Role.Technician)));
    }

    [Theory]
    [InlineData("plain@agency.example", true)]
    [InlineData("first.last+tag@sub.agency.example", true)]
    [InlineData("plain", false)]
    [InlineData("@agency.example", false)]
    [InlineData("a@", false)]
    [InlineData("a@b@c", false)]
    [InlineData("a..b@agency.example", false)]
    [InlineData("Name <a@agency.example>", false)]
    [InlineData("a@agency.example, b@agency.example", false)]
    [InlineData("a@agency.example\r\nBcc: b@agency.example", false)]
    [InlineData("a@agency.example\n", false)]
    [InlineData("\"a b\"@agency.example", false)]
    public async Task An_address_is_one_plain_address_and_nothing_else(string email, bool taken)
    {
        var result = await PutAsync(New("tess", Role.Technician) with { Email = email });
        Assert.Equal(taken, result.Refusal is null);
        Assert.True(taken || result.Refusal!.Errors.Single() is { Code: "BAD_EMAIL", Field: "email" });
    }

    [Fact]
    public async Task What_is_wrong_with_a_user_is_told_together_and_nothing_is_written()
    {
        var wrong = new User("me", "Two\r\nlines", new string('a', 260) + "@b.c", [Role.Caps], "P 1", ["12", null!], "me", (MailPreference)9);
        var refusal = (await PutAsync(wrong)).Refusal!;
        Assert.Equal((RefusalKind.Invalid, "name fullName email roles superior mail providerId childIds"), (refusal.Kind, string.Join(' ', refusal.Errors.Select(error => error.Field))));
        Assert.Equal("UNKNOWN_SUPERIOR", (await PutAsync(New("tess", Role.Technician) with { Superior = "nobody" })).Refusal!.Errors.Single().Code);
        Assert.Empty(await users.ListAsync().ToListAsync());
    }

    private static User New(string name, params Role[] roles) => new(name, char.ToUpperInvariant(name[0]) + name[1..], null, roles);

    private static IEnumerable<string> Names(IReadOnlyList<User> found) => found.Select(user => user.Name);

    private Task<UserResult> PutAsync(User user, string? changeId = null) => users.PutAsync(user, "admin", Now, changeId);
}
