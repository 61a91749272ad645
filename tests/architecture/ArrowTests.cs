namespace Serverless.Architecture.Tests;

/// <summary>Arrows point one way: hosts → web → payments → durable contract, storage ports.</summary>
public sealed class ArrowTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Serverless.Sqlite"] = [],
        ["Serverless.Durable"] = ["Serverless.Sqlite"],
        ["Serverless.Storage"] = ["Serverless.Sqlite"],
        ["Serverless.Payments"] = ["Serverless.Durable", "Serverless.Storage"],
        ["Serverless.Web"] = ["Serverless.Durable", "Serverless.Storage", "Serverless.Payments"],
        ["Serverless.Mail"] = ["Serverless.Payments"],
        ["Serverless.Samples"] = ["Serverless.Durable", "Serverless.Storage", "Serverless.Payments"],
        ["Serverless.Local"] = ["Serverless.Sqlite", "Serverless.Durable", "Serverless.Storage", "Serverless.Payments", "Serverless.Mail", "Serverless.Samples", "Serverless.Web"],
    };

    public static TheoryData<string> Products => [.. Allowed.Keys];

    [Theory]
    [MemberData(nameof(Products))]
    public void An_assembly_refers_only_to_those_below_it(string name)
    {
        var own = BuiltAssembly.Read(name).Assemblies.Where(reference => reference.StartsWith("Serverless.", StringComparison.Ordinal));
        Assert.Subset(Allowed[name].ToHashSet(), own.ToHashSet());
    }

    [Theory]
    [InlineData("Serverless.Payments")]
    [InlineData("Serverless.Web")]
    public void Domain_and_web_know_the_contracts_and_no_engine_and_no_adapter(string name)
        => Assert.DoesNotContain(BuiltAssembly.Read(name).Types, type =>
            type.StartsWith("Serverless.Durable.Embedded.", StringComparison.Ordinal)
            || type.StartsWith("Serverless.Storage.Sqlite.", StringComparison.Ordinal)
            || type.StartsWith("Serverless.Storage.Memory.", StringComparison.Ordinal)
            || type.StartsWith("Serverless.Storage.Folders.", StringComparison.Ordinal));

    [Fact]
    public void The_domain_knows_no_SQL_no_HTTP_and_no_Azure()
        => Assert.DoesNotContain(BuiltAssembly.Read("Serverless.Payments").Assemblies, reference =>
            reference.Contains("Sqlite", StringComparison.OrdinalIgnoreCase)
            || reference.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal)
            || reference.StartsWith("System.Net", StringComparison.Ordinal)
            || reference.StartsWith("System.Data", StringComparison.Ordinal)
            || reference.StartsWith("Azure", StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Products))]
    public void All_time_comes_from_the_TimeProvider(string name)
        => Assert.DoesNotContain(BuiltAssembly.Read(name).Members, member => member
            is "System.DateTime.get_Now" or "System.DateTime.get_UtcNow" or "System.DateTime.get_Today"
            or "System.DateTimeOffset.get_Now" or "System.DateTimeOffset.get_UtcNow");
}
