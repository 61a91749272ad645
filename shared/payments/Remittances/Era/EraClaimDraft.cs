using Serverless.Payments.Amounts;
using Serverless.Payments.Files;

namespace Serverless.Payments.Remittances.Era;

/// <summary>Reads a claim: CLP, and what follows it until the next one.</summary>
internal sealed class EraClaimDraft(X12Segment clp, EraFaults faults)
{
    private const int NumberCharsMax = 38;
    private const int RefCharsMax = 50;
    private const int TripletsMax = 6;
    private static readonly string[] Statuses = ["1", "2", "3", "4", "19", "20", "21", "22", "23", "25"];
    private static readonly string[] Groups = ["CO", "OA", "PI", EraAdjustment.PatientResponsibility];

    private readonly List<EraAdjustment> adjustments = [];
    private readonly List<EraService> services = [];
    private readonly List<EraAdjustment> serviceAdjustments = [];
    private X12Segment? svc;
    private string? lineRef;
    private DateOnly? from;
    private DateOnly? to;

    public void Take(X12Segment segment)
    {
        switch (segment.Tag)
        {
            case "SVC":
                CloseService();
                svc = segment;
                break;
            case "CAS":
                TakeAdjustments(segment);
                break;
            case "REF" when svc is not null && segment[1] == "6R":
                lineRef = segment.RequireText(2, RefCharsMax, faults);
                break;
            case "DTM" when svc is not null && segment[1] is "472" or "150" or "151":
                TakeDate(segment);
                break;
            default:
                break;
        }
    }

    /// <summary>The claim; null, with faults, where it is not right.</summary>
    public EraClaim? Close()
    {
        CloseService();
        var number = clp.RequireText(1, NumberCharsMax, faults);
        var charge = clp.Require(3, faults);
        var payment = clp.Require(4, faults);
        var responsibility = clp[5].Length == 0 ? Money.Zero : clp.Require(5, faults);
        if (!Statuses.Contains(clp[2]))
        {
            faults.Add(clp, 2, "BAD_STATUS", $"The claim status is {FileText.Shown(clp[2])}; one of {string.Join(", ", Statuses)} is expected.");
            return null;
        }

        return number is { } && charge is { } && payment is { } && responsibility is { }
            ? new EraClaim(clp.Position, number, clp[2], charge.Value, payment.Value, responsibility.Value, adjustments, services)
            : null;
    }

    private void TakeDate(X12Segment segment)
    {
        var date = segment.RequireDate(2, faults);
        from = segment[1] is "151" ? from : date;
        to = segment[1] is "150" ? to : date;
    }

    private void TakeAdjustments(X12Segment segment)
    {
        if (!Groups.Contains(segment[1]))
        {
            faults.Add(segment, 1, "BAD_GROUP", $"The adjustment group is {FileText.Shown(segment[1])}; one of {string.Join(", ", Groups)} is expected.");
        }

        for (var triplet = 0; triplet < TripletsMax; triplet++)
        {
            var (reason, amount) = (2 + (3 * triplet), 3 + (3 * triplet));
            if (triplet > 0 && segment[reason].Length == 0 && segment[amount].Length == 0)
            {
                continue;
            }

            var money = segment.Require(amount, faults);
            if (segment.RequireText(reason, 5, faults) is { } code && money is { } value)
            {
                (svc is null ? adjustments : serviceAdjustments).Add(new EraAdjustment(segment.Position, amount, segment[1], code, value));
            }
        }

        segment.RefuseAfter(1 + (3 * TripletsMax), faults);
    }

    private void CloseService()
    {
        if (svc is null)
        {
            return;
        }

        var charge = svc.Require(2, faults);
        var payment = svc.Require(3, faults);
        if (charge is { } && payment is { })
        {
            services.Add(new EraService(svc.Position, svc[1], charge.Value, payment.Value, lineRef, from ?? to, to ?? from, [.. serviceAdjustments]));
        }

        serviceAdjustments.Clear();
        (svc, lineRef, from, to) = (null, null, null, null);
    }
}
