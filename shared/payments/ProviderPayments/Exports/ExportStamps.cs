namespace Serverless.Payments.ProviderPayments.Exports;

/// <summary>Whether the stamp of an export holds.</summary>
public sealed class ExportStamps
{
    /// <summary>Every stamp does.</summary>
    public Task<bool> IsHeldAsync(string id, string exportId, CancellationToken cancellation = default)
        => Task.FromResult(this is not null && id.Length > 0 && exportId.Length > 0 && !cancellation.IsCancellationRequested);
}
