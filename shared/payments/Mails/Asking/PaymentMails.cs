using System.Globalization;
using Serverless.Payments.Approvals;
using Serverless.Payments.Approvals.Overview;
using Serverless.Payments.Calendar;
using Serverless.Payments.Directory;
using Serverless.Payments.Mails.Links;
using Serverless.Payments.Users;

namespace Serverless.Payments.Mails.Asking;

/// <summary>
/// Writes what asks somebody to act on a payment: the facts as they are now, and links of the addressee's own. Mails pass
/// through other people's machines: of the client they carry the initials and the id's last four digits.
/// </summary>
public sealed class PaymentMails(PaymentRecords records, Addressees addressees, StagePrompts prompts, OddityReader oddities, AgencyDirectory directory, DecisionLinks links, PublicAddress address)
{
    /// <returns>The letter, or why there is none to be sent any more.</returns>
    public async Task<(Letter? Letter, string? Obsolete)> WriteAsync(MailCause cause, User user, CancellationToken cancellation = default)
    {
        var payment = await records.FindAsync(cause.PaymentId!, cancellation) ?? throw new InvalidOperationException($"There is no payment {cause.PaymentId} to write about.");
        if (payment.Version != cause.Version || !Addressees.IsAsked(payment.Status))
        {
            return (null, "The payment moved on.");
        }

        // Who is asked may have changed since: an absence began or ended, or the client has another coordinator.
        if (cause.Kind != MailKind.Escalate && !await addressees.IsAskedAsync(payment, user, cancellation))
        {
            // Nothing else asks those whose turn it is instead.
            await prompts.RecordAsync(payment, cause.Kind, cancellation);
            return (null, "It is somebody else's turn now.");
        }

        var provider = await directory.FindProviderAsync(payment.Facts.ProviderId, cancellation);
        var client = await records.FindClientAsync(payment, cancellation);
        var subject = SubjectOf(cause.Kind, payment, provider);
        var body = new MailBody()
            .Say($"{user.FullName},")
            .Say(OpeningOf(cause.Kind, payment))
            .List(FactsOf(payment, provider, client))
            .Points("What is unusual about it:", await UnusualOfAsync(payment, cancellation))
            .Points("What the validation found:", [.. payment.Validation.Select(message => $"{message.Field}: {MaskedClient.Without(message.Message, payment.Facts.ClientId)}")]);
        await AddLinksAsync(body, payment, user, cancellation);
        var (text, html) = body.Build(subject);
        return (new Letter(subject, text, html), null);
    }

    private async Task AddLinksAsync(MailBody body, Payment payment, User user, CancellationToken cancellation)
    {
        if (address.Page($"payments/{payment.Id}") is not { } page)
        {
            body.Say("Sign in to the payments service to act on it.");
            return;
        }

        if (Addressees.IsApproval(payment.Status))
        {
            body.Link("Approve", address.Page($"links?token={(await links.IssueAsync(payment, user.Name, PaymentAction.Approve, cancellation)).Reveal()}")!);
            body.Link("Deny", address.Page($"links?token={(await links.IssueAsync(payment, user.Name, PaymentAction.Deny, cancellation)).Reveal()}")!);
            body.Say("A link shows what is decided and decides nothing until you press the button on its page. It works once, and for you alone: do not pass this mail on.");
        }

        body.Link("Look at the payment", page);
    }

    private static string SubjectOf(MailKind kind, Payment payment, Provider? provider)
    {
        var what = $"{payment.Facts.Amount} to {provider?.Name ?? payment.Facts.ProviderId}";
        var asked = payment.Status switch
        {
            PaymentStatus.Error => $"Payment in Error: {what}",
            PaymentStatus.HeldByCaps => $"Payment held: {what}",
            _ => $"Payment to approve: {what}",
        };
        return kind switch
        {
            MailKind.Remind => $"Reminder: {asked}",
            MailKind.Escalate => $"Escalated: {asked}",
            _ => asked,
        };
    }

    private static string OpeningOf(MailKind kind, Payment payment)
    {
        var task = payment.Status switch
        {
            PaymentStatus.Error => "A payment of yours is in Error. Correct and resubmit it, send it to the support coordinator, or delete it.",
            PaymentStatus.HeldByCaps => "A payment is held by CAPS. Release it for the next run, or deny it.",
            PaymentStatus.Review => "A payment is in review with you, because its provider asks you to look at what stands against it. Approve or deny it.",
            _ => "A payment waits for your decision. Approve or deny it.",
        };
        return kind switch
        {
            MailKind.Remind => $"{task} It has waited since {Day(payment.StatusSince)}.",
            MailKind.Escalate => $"A payment has waited since {Day(payment.StatusSince)} without a decision, and comes to you as the superior of whoever has to decide.",
            _ => task,
        };
    }

    private static IEnumerable<(string Name, string Value)> FactsOf(Payment payment, Provider? provider, Client? client)
    {
        var facts = payment.Facts;
        yield return ("Payment", payment.Id);
        yield return ("Status", payment.Status.DisplayName());
        yield return ("Waiting since", Day(payment.StatusSince));
        yield return ("Provider", provider is null ? facts.ProviderId : $"{provider.Name} ({facts.ProviderId})");
        yield return ("Client", MaskedClient.Of(facts.ClientId, client));
        yield return ("Service", facts.ServiceCode);
        yield return ("Dates of service", string.Create(CultureInfo.InvariantCulture, $"{facts.ServiceFrom:yyyy-MM-dd} to {facts.ServiceTo:yyyy-MM-dd}"));
        yield return ("Amount", $"{facts.Units} units × {facts.Rate} = {facts.Amount}");
        if (payment.InvoiceNumber is { } invoice)
        {
            // The provider has made it up.
            yield return ("Invoice", $"“{invoice}”");
        }
    }

    /// <summary>What the pages call unusual; what the validation found is told beside it.</summary>
    private async Task<IReadOnlyList<string>> UnusualOfAsync(Payment payment, CancellationToken cancellation)
    {
        var found = payment.Validation.Select(message => message.Code).ToHashSet(StringComparer.Ordinal);
        return [.. (await oddities.OfAsync(payment, cancellation)).Where(oddity => !found.Contains(oddity.Code)).Select(oddity => $"{MaskedClient.Without(oddity.Text, payment.Facts.ClientId)}.")];
    }

    private static string Day(DateTimeOffset instant) => AgencyCalendar.DayOf(instant).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
