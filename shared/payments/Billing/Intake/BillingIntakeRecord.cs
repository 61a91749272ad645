using Serverless.Payments.Files;
using Serverless.Payments.Identity;

namespace Serverless.Payments.Billing.Intake;

/// <summary>That a file of billing invoices is taken in, and what became of it; the row's key is the content's SHA-256.</summary>
public sealed record BillingIntakeRecord(string DeliveryId, string Name, FileFormat Format, string By, Role Role, DateTimeOffset ReceivedAt)
{
    /// <summary>Rises when the same content is sent again after it was refused.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>The present attempt was refused: a number of it was in the books, or in another file that was being taken in.</summary>
    public bool IsRefused { get; init; }

    /// <summary>Whether the attempt was refused, so that what it has claimed counts for nothing; once so, for good.</summary>
    public bool IsVoid(int attempt) => attempt < Attempt || (attempt == Attempt && IsRefused);
}

/// <summary>A file of billing invoices as it arrived.</summary>
/// <param name="DeliveryId">What makes this delivery itself: the same one taken up again after a crash goes on, another of the same content is a duplicate.</param>
/// <param name="Name">The file's name, for people.</param>
/// <param name="By">Who delivers: a person, or <c>inbox</c>.</param>
/// <param name="Role">The role acted in.</param>
public sealed record BillingDelivery(string DeliveryId, string Name, FileFormat Format, ReadOnlyMemory<byte> Content, string By, Role Role);

/// <summary>What became of a file of billing invoices (ALL-2); the answer over HTTP, and the report beside a dropped file.</summary>
/// <param name="Invoices">Different invoice numbers.</param>
/// <param name="Lines">Readable lines.</param>
/// <param name="Numbers">The numbers of the invoices made, in the order of the file; none for a rejected file or a duplicate.</param>
/// <param name="Errors">For a rejected file every fault; none otherwise.</param>
public sealed record BillingReport(int Invoices, int Lines, IReadOnlyList<string> Numbers, IReadOnlyList<FileFault> Errors)
{
    /// <summary>The same content was taken in before; nothing was created.</summary>
    public bool Duplicate { get; init; }

    /// <summary>The file was refused whole.</summary>
    public bool Rejected { get; init; }

    /// <summary>The file as it was delivered.</summary>
    public string? File { get; init; }
}
