using System.Text.Json;
using Serverless.Payments;
using Serverless.Payments.Mails;
using Serverless.Web.Idempotency;
using Serverless.Web.Identity;
using Serverless.Web.SignIn;

namespace Serverless.Infra.Tests.Bicep;

/// <summary>What the deployment promises, read from the template that is handed to Azure.</summary>
public sealed class DeploymentTests
{
    private static readonly string[] Keys = ["listKeys", "listAccountSas", "listServiceSas", "AccountKey", "SharedAccess", "InstrumentationKey"];

    [Fact]
    public async Task No_key_is_read_anywhere_in_the_deployment()
    {
        var template = await ContainedInAsync("main.bicep");
        Assert.All(Keys, key => Assert.DoesNotContain(key, template, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task The_one_key_that_is_read_afterwards_goes_to_Event_Grid_alone()
    {
        var template = await BicepCli.BuildAsync("inbox-events.bicep");
        var subscription = All(template).Single(resource => Type(resource) == "Microsoft.EventGrid/systemTopics/eventSubscriptions");
        var address = subscription.GetProperty("properties").GetProperty("destination").GetProperty("properties").GetProperty("endpointUrl").GetString();

        Assert.Contains("functionName=Host.Functions.TakeInvoiceFile", address, StringComparison.Ordinal);
        Assert.Single(Texts(template), text => text.Contains("listKeys", StringComparison.Ordinal));
        Assert.DoesNotContain(All(template), resource => Type(resource).StartsWith("Microsoft.Web", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_only_secret_among_the_settings_is_a_reference_to_the_vault()
    {
        var settings = await SettingsAsync("always");
        var text = (await BicepCli.BuildAsync("settings.bicep")).ToString();

        Assert.Equal("managedidentity", settings["AzureWebJobsStorage__credential"]);
        Assert.Equal("managedidentity", settings["Inbox__credential"]);
        Assert.DoesNotContain(settings.Keys, name => name is "AzureWebJobsStorage" or "Inbox" or "WEBSITE_CONTENTAZUREFILECONNECTIONSTRING" or "WEBSITE_TIME_ZONE");
        Assert.DoesNotContain(settings.Keys, name => name.EndsWith("Secret", StringComparison.Ordinal) || name.EndsWith("Key", StringComparison.Ordinal));
        Assert.Contains("@Microsoft.KeyVault(SecretUri={0})", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mails_have_links_and_people_come_back_to_the_app_itself_unless_another_address_is_named()
    {
        var main = await BicepCli.BuildAsync("main.bicep");
        var app = DeploymentWith(main, "instancesMax").GetProperty("name").GetProperty("value").GetString();
        var address = DeploymentWith(main, "insightsConnection").GetProperty("publicAddress").ToString();

        Assert.Equal("[variables('appName')]", app);
        Assert.Contains("empty(parameters('publicAddress'))", address, StringComparison.Ordinal);
        Assert.Contains("format('https://{0}.azurewebsites.net', variables('appName'))", address, StringComparison.Ordinal);
        Assert.Equal("", main.GetProperty("parameters").GetProperty("publicAddress").GetProperty("defaultValue").GetString());
        Assert.Equal("[parameters('publicAddress')]", (await SettingsAsync("always"))[NameOf(PublicAddress.Key)]);
    }

    [Fact]
    public async Task People_sign_in_as_the_client_that_is_named_and_are_told_apart_by_the_claim_that_is_named()
    {
        var always = await SettingsAsync("always");
        var signedIn = (await BicepCli.BuildAsync("settings.bicep")).GetProperty("variables").GetProperty("signedIn").GetString()!;

        Assert.Equal("[parameters('userClaim')]", always[NameOf(TokenSettings.UserClaimKey)]);
        Assert.Contains($"'{NameOf(OpenIdSettings.ClientIdKey)}', parameters('signIn').clientId", signedIn, StringComparison.Ordinal);
        Assert.Contains($"'{NameOf(OpenIdSettings.ClientSecretKey)}', format('@Microsoft.KeyVault(SecretUri={{0}})'", signedIn, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Storage_takes_no_key_and_nobody_from_outside()
    {
        var account = All(await BicepCli.BuildAsync("storage.bicep")).Single(resource => Type(resource) == "Microsoft.Storage/storageAccounts").GetProperty("properties");

        Assert.False(account.GetProperty("allowSharedKeyAccess").GetBoolean());
        Assert.False(account.GetProperty("allowBlobPublicAccess").GetBoolean());
        Assert.Equal("Deny", account.GetProperty("networkAcls").GetProperty("defaultAction").GetString());
        Assert.Equal("[if(empty(parameters('operators')), 'Disabled', 'Enabled')]", account.GetProperty("publicNetworkAccess").GetString());
    }

    [Theory]
    [InlineData("callers")]
    [InlineData("deployers")]
    [InlineData("operators")]
    [InlineData("alwaysReady")]
    public async Task Nobody_is_let_in_and_nothing_is_kept_warm_unless_it_is_asked_for(string parameter)
        => Assert.Equal(0, (await BicepCli.BuildAsync("main.bicep")).GetProperty("parameters").GetProperty(parameter).GetProperty("defaultValue").GetArrayLength());

    [Fact]
    public async Task The_app_denies_whom_no_rule_names()
    {
        var site = All(await BicepCli.BuildAsync("app.bicep")).Single(resource => Type(resource) == "Microsoft.Web/sites").GetProperty("properties").GetProperty("siteConfig");

        Assert.Equal("Deny", site.GetProperty("ipSecurityRestrictionsDefaultAction").GetString());
        Assert.Equal("Deny", site.GetProperty("scmIpSecurityRestrictionsDefaultAction").GetString());
    }

    [Fact]
    public async Task Every_container_of_the_records_is_deployed()
    {
        var deployed = All(await BicepCli.BuildAsync("main.bicep"))
            .Where(resource => Type(resource) == "Microsoft.Resources/deployments")
            .Select(deployment => deployment.GetProperty("properties").GetProperty("parameters"))
            .Where(parameters => parameters.TryGetProperty("containers", out _))
            .Select(parameters => Texts(parameters.GetProperty("containers").GetProperty("value")).Order(StringComparer.Ordinal).ToList());

        Assert.Contains([.. Containers.All.Append(IdempotencyRecords.Container).Order(StringComparer.Ordinal)], deployed);
    }

    /// <summary>Settings by name, of one of the groups that settings.bicep puts together.</summary>
    private static async Task<Dictionary<string, string>> SettingsAsync(string group)
        => (await BicepCli.BuildAsync("settings.bicep")).GetProperty("variables").GetProperty(group).EnumerateObject().ToDictionary(setting => setting.Name, setting => setting.Value.ToString());

    /// <summary>How an environment variable names a setting.</summary>
    private static string NameOf(string key) => key.Replace(":", "__", StringComparison.Ordinal);

    /// <summary>What the one module that takes a parameter is given.</summary>
    private static JsonElement DeploymentWith(JsonElement template, string parameter)
        => All(template).Where(resource => Type(resource) == "Microsoft.Resources/deployments")
            .Select(deployment => deployment.GetProperty("properties").GetProperty("parameters"))
            .Single(parameters => parameters.TryGetProperty(parameter, out _));

    private static async Task<string> ContainedInAsync(string name) => (await BicepCli.BuildAsync(name)).ToString();

    private static string Type(JsonElement resource) => resource.GetProperty("type").GetString()!;

    /// <summary>The resources of a template, with those of the templates nested in it.</summary>
    private static IEnumerable<JsonElement> All(JsonElement template)
    {
        var resources = template.GetProperty("resources");
        var own = resources.ValueKind == JsonValueKind.Object ? resources.EnumerateObject().Select(pair => pair.Value) : resources.EnumerateArray();
        foreach (var resource in own.Where(resource => !resource.TryGetProperty("existing", out _)))
        {
            yield return resource;
            if (Type(resource) == "Microsoft.Resources/deployments")
            {
                foreach (var nested in All(resource.GetProperty("properties").GetProperty("template")))
                {
                    yield return nested;
                }
            }
        }
    }

    private static IEnumerable<string> Texts(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().SelectMany(pair => Texts(pair.Value)),
        JsonValueKind.Array => value.EnumerateArray().SelectMany(Texts),
        JsonValueKind.String => [value.GetString()!],
        _ => [],
    };
}
