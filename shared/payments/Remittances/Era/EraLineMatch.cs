using System.Globalization;
using Serverless.Payments.Billing;
using Serverless.Payments.Files;

namespace Serverless.Payments.Remittances.Era;

/// <summary>
/// Finds the line that each service of a claim speaks of: by the line number that was billed (REF*6R), else by service date
/// and charge, else, where no date is given, by the charge. Nothing is guessed, and no line is taken twice.
/// </summary>
internal sealed class EraLineMatch(BillingInvoice invoice, EraClaim claim, EraFaults faults)
{
    private readonly Dictionary<EraService, BillingLine> matches = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<int> taken = [];

    /// <summary>The line of each service; null, with faults, where one has none.</summary>
    public IReadOnlyDictionary<EraService, BillingLine>? Find()
    {
        var before = faults.Count;
        foreach (var service in claim.Services)
        {
            MatchByReference(service);
        }

        if (faults.Count == before)
        {
            MatchAlike(service => service.From is not null);
            MatchAlike(service => service.From is null);
        }

        return faults.Count == before ? matches : null;
    }

    private void MatchByReference(EraService service)
    {
        if (!int.TryParse(service.LineRef, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || invoice.Lines.FirstOrDefault(line => line.Line == number) is not { } line)
        {
            return;
        }

        if (ChargeOf(service) != line.Billed)
        {
            faults.Add(service.Segment, "SVC", 2, "WRONG_CHARGE", $"The charge is {service.Charge}, and line {line.Line} of invoice {invoice.Number} was billed with {line.Billed}. Ask the payer which line is meant.");
        }
        else if (!taken.Add(line.Line))
        {
            faults.Add(service.Segment, "SVC", 0, "LINE_TWICE", $"Line {line.Line} of invoice {invoice.Number} is in this claim before; each line is in it once. Ask the payer for a file with each once.");
        }
        else
        {
            matches.Add(service, line);
        }
    }

    /// <summary>Services that say the same of date and charge are matched where there are as many lines of that kind: which is which makes no difference then.</summary>
    private void MatchAlike(Func<EraService, bool> isMeant)
    {
        foreach (var alike in claim.Services.Where(service => !matches.ContainsKey(service) && isMeant(service)).GroupBy(service => (service.From, service.To, service.Charge)).ToList())
        {
            var lines = invoice.Lines.Where(line => !taken.Contains(line.Line) && IsAlike(alike.First(), line)).ToList();
            if (lines.Count != alike.Count())
            {
                Refuse(alike.First(), lines.Count, alike.Count());
                continue;
            }

            foreach (var (service, line) in alike.Zip(lines))
            {
                taken.Add(line.Line);
                matches.Add(service, line);
            }
        }
    }

    private bool IsAlike(EraService service, BillingLine line)
        => line.Billed == ChargeOf(service) && (service.From is null || (line.ServiceDate >= service.From && line.ServiceDate <= service.To));

    private void Refuse(EraService service, int lineCount, int serviceCount)
    {
        var when = service.From is { } date ? $" of {date.ToString("O", CultureInfo.InvariantCulture)}" : "";
        var reference = service.LineRef is { } text ? $" REF*6R is {FileText.Shown(text)}, which is no line's number." : "";
        var code = lineCount == 0 ? "UNKNOWN_LINE" : "AMBIGUOUS_LINE";
        faults.Add(service.Segment, "SVC", 0, code, $"{serviceCount} service(s){when} with a charge of {service.Charge} meet {lineCount} line(s) of invoice {invoice.Number}.{reference} Ask the payer to return the line number in REF*6R, or enter this claim by hand.");
    }

    private Amounts.Money ChargeOf(EraService service) => claim.IsReversal ? -service.Charge : service.Charge;
}
