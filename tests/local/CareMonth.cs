using System.Globalization;
using Serverless.Payments.Identity;
using Serverless.Payments.ProviderPayments;
using Serverless.Payments.ProviderPayments.Attendance;
using Serverless.Payments.ProviderPayments.Exports;
using Serverless.Payments.ProviderPayments.Periods;
using Serverless.Samples;

namespace Serverless.Local.Tests;

/// <summary>A service period that is long over, and what the sample agency's people do with its payments.</summary>
internal sealed class CareMonth(LocalStack stack)
{
    public const string Period = "2025-06";

    /// <summary>Whom the sample agency's parent signs for, in the care of P-100.</summary>
    public const string Child = "1000000001";

    private static readonly SampleAgency Agency = SampleAgency.Load();

    public static Caller Operations { get; } = Of("operations");

    public static Caller Provider { get; } = Of("provider");

    public static Caller Parent { get; } = Of("parent");

    private ProviderPaymentDesk Desk => stack.Payments.ProviderPayments;

    public string IdOf(string provider, string child) => Desk.Records.Ids.OfPayment(Period, provider, child);

    public async Task<ProviderPayment> ReadAsync(string id) => (await Desk.Records.FindAsync(id)).OrFail();

    /// <summary>A payment for each enrolment that there is.</summary>
    public async Task GenerateAsync()
    {
        Assert.Null((await Desk.Periods.GenerateAsync(Operations, Period, "generate")).Refusal);
        await Eventually.HoldsAsync("the generation", async () => await Desk.Periods.FindAsync(Period) is { Status: GenerationStatus.Completed });
    }

    /// <summary>Submitted by its provider, P-100; the parent is to sign.</summary>
    public async Task<ProviderPayment> SubmittedAsync()
    {
        var id = IdOf("P-100", Child);
        return await DoneAsync(Provider, request => Desk.Commands.SubmitAsync(Provider, id, Sheet(8), request));
    }

    public async Task<ProviderPayment> SignedAsync()
    {
        var id = IdOf("P-100", Child);
        return await DoneAsync(Parent, request => Desk.Commands.SignAsync(Parent, id, "Maria Begay", null, request));
    }

    /// <summary>Come on paper, and marked as received.</summary>
    public async Task<ProviderPayment> ReceivedAsync(string id, int hours = 8)
    {
        await DoneAsync(Operations, request => Desk.Commands.EnterAsync(Operations, id, Sheet(hours), request));
        return await DoneAsync(Operations, request => Desk.Commands.ReceiveAsync(Operations, id, null, request));
    }

    public Task<ProviderPayment> AuthorizedAsync(string id)
        => DoneAsync(Operations, request => Desk.Commands.AuthorizeAsync(Operations, id, null, request));

    /// <summary>Exports what is authorised, to the end.</summary>
    public async Task<PaymentExportRecord> ExportedAsync(string requestId)
    {
        var export = (await Desk.Exports.Commands.StartAsync(Operations, Period, requestId)).Export.OrFail();
        return await CompletedAsync(export.Id);
    }

    public async Task<PaymentExportRecord> CompletedAsync(string exportId)
    {
        PaymentExportRecord? export = null;
        await Eventually.HoldsAsync($"the end of export {exportId}", async () => (export = await Desk.Exports.Commands.FindAsync(exportId)) is { Status: PaymentExportStatus.Completed });
        return export.OrFail();
    }

    private static AttendanceDayText[] Sheet(int hours) => [new($"{Period}-02", "08:00", string.Create(CultureInfo.InvariantCulture, $"{8 + hours:D2}:00"), null)];

    private static Caller Of(string name)
    {
        var user = Agency.Users.Single(user => user.Name == name);
        return new Caller(user.Name, user.Roles.ToHashSet(), user.ProviderId, user.ChildIds?.ToHashSet());
    }

    /// <summary>Waits for an act that takes long, as whoever is answered with a promise.</summary>
    private async Task<ProviderPayment> DoneAsync(Caller caller, Func<AttendanceRequest, Task<ProviderPaymentResult>> act)
    {
        var result = await act(new AttendanceRequest(Guid.NewGuid().ToString("N")));
        if (result.Pending is { } pending)
        {
            await Eventually.HoldsAsync($"{pending.Action} on {pending.PaymentId}", async () =>
            {
                (_, result) = (await Desk.Commands.ReadActAsync(caller, pending.PaymentId, pending.Id)).GetValueOrDefault();
                return result is { Pending: null };
            });
        }

        Assert.True(result.Refusal is null, $"{result.Refusal}: {string.Join(' ', result.Refusal?.Errors.Select(error => error.Message) ?? [])}");
        return result.Payment.OrFail();
    }
}
