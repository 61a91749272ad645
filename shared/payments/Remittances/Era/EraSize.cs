using Serverless.Payments.Files;

namespace Serverless.Payments.Remittances.Era;

/// <summary>How much a file may hold: a batch is posted whole, so that it has an end.</summary>
public static class EraSize
{
    /// <summary>The most adjustments of the provider as a whole (PLB); they stand on the session itself.</summary>
    public const int ProviderAdjustmentsMax = 500;

    /// <summary>What of the file is too much, by segment; to be asked before any of its invoices is read.</summary>
    public static IReadOnlyList<FileFault> FaultsOf(EraFile file)
    {
        var faults = new EraFaults();
        if (file.Checks.Count > RemittanceRules.ChecksMax)
        {
            faults.Add(file.Checks[RemittanceRules.ChecksMax].Segment, "BPR", 0, "TOO_MANY_CHECKS", $"The file holds {file.Checks.Count} checks, and a batch at most {RemittanceRules.ChecksMax}. Ask the payer for several files.");
        }

        if (file.Checks.SelectMany(check => check.Claims).ElementAtOrDefault(RemittanceRules.QueueMax) is { } claim)
        {
            faults.Add(claim.Segment, "CLP", 0, "TOO_MANY_CLAIMS", $"The file holds more than {RemittanceRules.QueueMax} claims, and a batch at most as many. Ask the payer for several files.");
        }

        if (file.Checks.SelectMany(check => check.ProviderAdjustments).ElementAtOrDefault(ProviderAdjustmentsMax) is { } adjustment)
        {
            faults.Add(adjustment.Segment, "PLB", 0, "TOO_MANY_ADJUSTMENTS", $"The file holds more than {ProviderAdjustmentsMax} adjustments of the provider, and a batch at most as many. Ask the payer for several files.");
        }

        return faults.ToList();
    }
}
