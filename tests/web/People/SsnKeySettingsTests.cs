using Microsoft.Extensions.Configuration;
using Serverless.Payments.People;
using Serverless.Web.People;

namespace Serverless.Web.Tests.People;

/// <summary>Keys from the configuration are there whole or not at all, and a fault names the setting and never a value.</summary>
[Trait("Req", "KEES-3")]
public sealed class SsnKeySettingsTests
{
    private const string Key = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=";
    private const string Other = "AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI=";
    private const string Search = "AwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwM=";

    [Fact]
    public void Nothing_set_is_no_keys()
    {
        Assert.Null(Read());
        Assert.Null(Read(("Current", ""), ("Search", " ")));
    }

    [Fact]
    public void Keys_of_several_versions_are_read()
    {
        var keys = Read(("Current", "2"), ("Keys:1", Key), ("Keys:2", Other), ("Search", Search));
        Assert.Equal(2, keys!.Current);

        // What an earlier version sealed is still open under the later one.
        Assert.True(Ssn.TryParse("900-12-3456", out var ssn));
        var earlier = new SsnVault(Read(("Current", "1"), ("Keys:1", Key), ("Search", Search))!);
        Assert.Equal(ssn, new SsnVault(keys).Open(earlier.Seal(ssn, "1000000001"), "1000000001"));
    }

    [Theory]
    [InlineData("Keys:1=" + Key + ";Search=" + Search, "Serverless:Ssn:Current is missing")]
    [InlineData("Current=one;Keys:1=" + Key + ";Search=" + Search, "Serverless:Ssn:Current is no whole number from 1")]
    [InlineData("Current=0;Keys:1=" + Key + ";Search=" + Search, "Serverless:Ssn:Current is no whole number from 1")]
    [InlineData("Current=2;Keys:1=" + Key + ";Search=" + Search, "Serverless:Ssn:Keys:2 is missing")]
    [InlineData("Current=1;Search=" + Search, "Serverless:Ssn:Keys:1 is missing")]
    [InlineData("Current=1;Keys:1=" + Key, "Serverless:Ssn:Search is missing")]
    [InlineData("Current=1;Keys:1=c2hvcnQ=;Search=" + Search, "Serverless:Ssn:Keys:1 is not base64 of 32 bytes")]
    [InlineData("Current=1;Keys:1=" + Key + ";Search=word", "Serverless:Ssn:Search is not base64 of 32 bytes")]
    [InlineData("Current=1;Keys:1=" + Key + ";Search=" + Key, "Serverless:Ssn:Search is the same key as one of Serverless:Ssn:Keys")]
    [InlineData("Current=1;Keys:1=" + Key + ";Keys:first=" + Other + ";Search=" + Search, "Serverless:Ssn:Keys:first names no version")]
    [InlineData("Current=1;Keys:1=" + Key + ";Keys:01=" + Other + ";Search=" + Search, "gives version 1 a second time")]
    [InlineData("Current=1;Keys:1=" + Key + ";Serch=" + Search, "Serverless:Ssn:Serch is not known")]
    [InlineData("Current=1;Keys:1=@Microsoft.KeyVault(SecretUri=https://v.vault.azure.net/secrets/s);Search=" + Search, "Serverless:Ssn:Keys:1 is a reference to Key Vault that was not resolved")]
    public void Fault_is_told_by_its_setting_and_shows_no_key(string settings, string told)
    {
        var refusal = Assert.Throws<InvalidOperationException>(() => Read([.. settings.Split(';').Select(setting => setting.Split('=', 2)).Select(pair => (pair[0], pair[1]))]));

        Assert.Contains(told, refusal.Message, StringComparison.Ordinal);
        Assert.All((string[])[Key, Other, Search], key => Assert.DoesNotContain(key, refusal.ToString(), StringComparison.Ordinal));
    }

    private static SsnKeys? Read(params (string Name, string Value)[] settings)
        => SsnKeySettings.Read(new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create($"Serverless:Ssn:{setting.Name}", (string?)setting.Value))).Build());
}
