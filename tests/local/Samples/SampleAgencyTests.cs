using Serverless.Payments.Amounts;
using Serverless.Payments.Approvals;
using Serverless.Payments.Directory;
using Serverless.Payments.Files;
using Serverless.Payments.Identity;
using Serverless.Payments.Invoices;
using Serverless.Samples;

namespace Serverless.Local.Tests.Samples;

/// <summary>What is promised about the sample agency, which others build on.</summary>
public class SampleAgencyTests
{
    private static readonly SampleAgency Agency = SampleAgency.Load();

    [Fact]
    public void Agency_has_the_contracts_that_are_promised()
    {
        var begin = new DateOnly(2025, 1, 1);
        Assert.Equal(
            [
                new Contract("P-100", "SLN", Money.Of(25.00m), begin, new DateOnly(2035, 12, 31), true),
                new Contract("P-100", "SLH", Money.Of(40.00m), begin, new DateOnly(2025, 12, 31), true),
            ],
            Agency.Contracts.Where(contract => contract.ProviderId == "P-100"));
        Assert.Equal(
            [new Contract("P-200", "SLN", Money.Of(27.50m), begin, new DateOnly(2035, 12, 31), true)],
            Agency.Contracts.Where(contract => contract.ProviderId == "P-200"));
        Assert.Contains(Agency.Providers.Single(provider => provider.Id == "P-200").Services, service => service.Type == "Smart Vendor");
    }

    [Theory]
    [InlineData("1000000001", true, 40)]
    [InlineData("1000000002", true, 80)]
    [InlineData("1000000009", false, 40)]
    public void Agency_has_the_clients_that_are_promised(string id, bool isActive, int monthlyMax)
    {
        Assert.Equal(isActive, Agency.Clients.Single(client => client.Id == id).Active);
        Assert.Equal([new Budget(id, "SLN", Units.Of(monthlyMax))], Agency.Budgets.Where(budget => budget.ClientId == id));
    }

    [Fact]
    public void Agency_is_of_one_piece()
    {
        Assert.True(Agency.Providers.Count >= 12);
        Assert.True(Agency.Clients.Count >= 200);
        Assert.All(Agency.Clients, client => Assert.True(Client.IsId(client.Id)));
        Assert.All(Agency.Clients.SkipLast(1), client => Assert.Equal("coordinator", client.Coordinator));
        Assert.Equal("coordinator2", Agency.Clients[^1].Coordinator);
        Assert.Distinct(Agency.Clients.Select(client => client.Id));
        Assert.Distinct(Agency.Providers.Select(provider => provider.Id));
        Assert.Distinct(Agency.Providers.SelectMany(provider => provider.Services).Select(service => service.Id));
        Assert.Distinct(Agency.Contracts.Select(contract => (contract.ProviderId, contract.ServiceCode)));
        Assert.Distinct(Agency.Budgets.Select(budget => (budget.ClientId, budget.ServiceCode)));
        Assert.Subset(Agency.Providers.Select(provider => provider.Id).ToHashSet(), Agency.Contracts.Select(contract => contract.ProviderId).ToHashSet());
        Assert.Subset(Agency.Clients.Select(client => client.Id).ToHashSet(), Agency.Budgets.Select(budget => budget.ClientId).ToHashSet());
    }

    [Fact]
    public void Agency_has_a_user_for_every_role_that_signs_in()
    {
        Assert.Equal(
            ["provider", "provider2", "coordinator", "coordinator2", "technician", "technician2", "ofo", "operations", "manager", "office", "parent", "biller", "auditor", "admin"],
            Agency.Users.Select(user => user.Name));
        Assert.All(Agency.Users, user => Assert.Equal(user.Name.TrimEnd('2'), Assert.Single(user.Roles).ToString().ToLowerInvariant()));
        Assert.Equal(["P-100", "P-200"], Agency.Users.Where(user => user.Roles.Contains(Role.Provider)).Select(user => user.ProviderId));
        Assert.Equal(["1000000001"], Agency.Users.Single(user => user.Name == "parent").ChildIds);
    }

    [Fact]
    [Trait("Req", "ALL-2")]
    public void Invoices_are_readable_and_leave_the_reserved_clients_alone()
    {
        var lines = ReadInvoices();

        Assert.Equal(4, SampleAgency.InvoicePaths.Count);
        Assert.Equal(54, lines.Count);
        Assert.All(lines, line => Assert.DoesNotContain(line.Facts.ClientId, new[] { "1000000001", "1000000002", "1000000009", Agency.Clients[^1].Id }));
        Assert.All(lines, line => Assert.InRange(line.Facts.ServiceFrom, new DateOnly(2026, 8, 1), new DateOnly(2026, 10, 31)));
    }

    [Fact]
    [Trait("Req", "UPI-3")]
    public void Invoices_fail_where_the_guide_says_and_nowhere_else()
    {
        var lines = ReadInvoices();

        Assert.Equal(
            [
                "2026-08-sunrise.csv 7 contract ended",
                "2026-09-wasatch.csv 5 above the Monthly Max",
                "2026-10-late.json 3 amount",
                "2026-10-late.json 10 two months",
                "2026-10-several-providers.csv 9 rate",
                "2026-10-several-providers.csv 13 not authorised",
            ],
            lines.SelectMany(line => Failures(line.Facts).Select(failure => $"{line.File} {line.Line} {failure}")));
        Assert.Distinct(lines.Select(line => (line.Facts.ClientId, line.Facts.ServiceCode, line.Facts.ServiceFrom.Month)));
    }

    private static List<(string File, int Line, PaymentFacts Facts)> ReadInvoices()
    {
        var lines = new List<(string File, int Line, PaymentFacts Facts)>();
        foreach (var path in SampleAgency.InvoicePaths)
        {
            var content = InvoiceFile.Read(File.ReadAllBytes(path), Assert.NotNull(FileFormats.FromFileName(path)));
            Assert.Empty(content.Faults);
            lines.AddRange(content.Lines.Select(line => (Path.GetFileName(path), line.Line, line.Facts)));
        }

        return lines;
    }

    /// <summary>The rules said again, simply, so that the samples are proved apart from the product's validation.</summary>
    private static IEnumerable<string> Failures(PaymentFacts facts)
    {
        var contract = Agency.Contracts.Single(contract => (contract.ProviderId, contract.ServiceCode) == (facts.ProviderId, facts.ServiceCode));
        var budget = Agency.Budgets.SingleOrDefault(budget => (budget.ClientId, budget.ServiceCode) == (facts.ClientId, facts.ServiceCode));
        (bool Fails, string What)[] rules =
        [
            (facts.ServiceFrom < contract.From || facts.ServiceTo > contract.To || !contract.Active, "contract ended"),
            (facts.Rate > contract.Rate, "rate"),
            (budget is null, "not authorised"),
            (facts.Units > budget?.MonthlyMax, "above the Monthly Max"),
            (facts.Amount != Money.Product(facts.Units, facts.Rate), "amount"),
            (facts.ServiceFrom.Month != facts.ServiceTo.Month, "two months"),
            (facts.ServiceFrom > facts.ServiceTo, "dates"),
            (facts.Units <= Units.Zero, "units"),
            (!Agency.Clients.Single(client => client.Id == facts.ClientId).Active, "client"),
            (!Agency.Providers.Single(provider => provider.Id == facts.ProviderId).Active, "provider"),
        ];
        return rules.Where(rule => rule.Fails).Select(rule => rule.What);
    }
}
