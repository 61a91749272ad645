using Serverless.Browser.Tests.Hosting;

namespace Serverless.Browser.Tests.Payments;

internal static class Claims
{
    /// <summary>Fills in the form of a claim over one day of SLN at 25.00 and sends it.</summary>
    public static async Task SubmitClaimAsync(this Visitor provider, string client, string units, string amount, string day)
    {
        (string Field, string Text)[] fields = [("clientId", client), ("serviceCode", "SLN"), ("units", units), ("rate", "25.00"), ("amount", amount), ("serviceFrom", day), ("serviceTo", day)];
        foreach (var (field, text) in fields)
        {
            await provider.Page.Locator($"#{field}").FillAsync(text);
        }

        await provider.PressAsync("Submit");
    }
}
