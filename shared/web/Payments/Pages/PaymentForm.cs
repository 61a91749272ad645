using Serverless.Payments.Amounts;
using Serverless.Payments.Approvals;
using Serverless.Web.Pages.Forms;

namespace Serverless.Web.Payments.Pages;

/// <summary>The fields of a claim, as they are typed.</summary>
internal static class PaymentForm
{
    public static readonly string[] Fields = ["clientId", "serviceCode", "units", "rate", "amount", "serviceFrom", "serviceTo"];

    /// <summary>What was typed, to be shown again.</summary>
    public static Dictionary<string, string> Typed(FormFields form) => Fields.Append("note").ToDictionary(field => field, field => form.Text(field) ?? "", StringComparer.Ordinal);

    /// <summary>The fields that a correction changes; faults are added for what cannot be read.</summary>
    public static FactsCorrection Correction(FormFields form, List<ValidationMessage> faults) => new(
        ServiceCode: form.Text("serviceCode"),
        Units: Units(form, faults),
        Rate: Amount(form, "rate", faults),
        Amount: Amount(form, "amount", faults),
        ServiceFrom: Day(form, "serviceFrom", faults),
        ServiceTo: Day(form, "serviceTo", faults));

    /// <summary>A whole claim; null where anything is missing or unreadable, with a fault for each.</summary>
    public static PaymentFacts? Facts(FormFields form, string providerId, List<ValidationMessage> faults)
    {
        foreach (var field in Fields.Where(field => form.Text(field) is null))
        {
            faults.Add(new("REQUIRED", field, "Fill this in."));
        }

        var correction = Correction(form, faults);
        return faults.Count > 0 ? null : new PaymentFacts(
            providerId, form.Text("clientId")!, correction.ServiceCode!, correction.Units!.Value, correction.Rate!.Value, correction.Amount!.Value, correction.ServiceFrom!.Value, correction.ServiceTo!.Value);
    }

    private static Units? Units(FormFields form, List<ValidationMessage> faults)
    {
        if (form.Text("units") is not { } text)
        {
            return null;
        }

        if (Serverless.Payments.Amounts.Units.TryParse(text, out var units))
        {
            return units;
        }

        faults.Add(new("BAD_UNITS", "units", "Units are a number with at most two decimals, such as 12.25."));
        return null;
    }

    private static Money? Amount(FormFields form, string field, List<ValidationMessage> faults)
    {
        if (form.Text(field) is null || form.Amount(field) is not null)
        {
            return form.Amount(field);
        }

        faults.Add(new("BAD_AMOUNT", field, "An amount has at most two decimals, such as 1,250.00."));
        return null;
    }

    private static DateOnly? Day(FormFields form, string field, List<ValidationMessage> faults)
    {
        if (form.Text(field) is null || form.Day(field) is not null)
        {
            return form.Day(field);
        }

        faults.Add(new("BAD_DATE", field, "A date is written as 11/25/2026."));
        return null;
    }
}
