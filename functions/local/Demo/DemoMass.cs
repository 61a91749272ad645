using Serverless.Payments.Files;
using Serverless.Payments.Identity;
using Serverless.Payments.MassPayments;
using Serverless.Payments.MassPayments.Upload;
using Serverless.Samples;

namespace Serverless.Local.Demo;

/// <summary>The sample mass payment, from its file to its approval.</summary>
internal static class DemoMass
{
    /// <exception cref="DemoException">It was not approved; the message says why.</exception>
    public static async Task<MassPayment> ApproveAsync(LocalStack stack, Caller operations, CancellationToken cancellation)
    {
        var content = MassEntryFile.ReadUpload(await File.ReadAllBytesAsync(SampleAgency.MassPaymentPath, cancellation), FileFormat.Csv);
        var draft = await stack.Payments.MassPaymentDrafts.CreateAsync(
            new MassPaymentDraft("P-200", "P-200-SV", "ET"), [.. content.Lines.Select(line => line.Texts)], operations.User, "demo", cancellation);
        var approved = draft.Page is { } page ? await stack.Payments.MassPaymentCommands.ApproveAsync(operations, page.Id, cancellation: cancellation) : draft;
        return approved.Page is { Status: MassPaymentStatus.Approved } done
            ? done
            : throw new DemoException($"The mass payment was not approved: {approved.Refusal?.Message} {string.Join(' ', approved.Faults.Select(fault => $"Entry {fault.N}: {fault.Fault.Message}"))}");
    }
}
