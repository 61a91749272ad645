using Serverless.Payments.Files;
using Serverless.Payments.Identity;

namespace Serverless.Payments.Invoices;

/// <summary>That a file's content was taken in, and by which delivery; the row's key is the content's SHA-256.</summary>
public sealed record IntakeRecord(string DeliveryId, string Name, FileFormat Format, string By, Role Role, DateTimeOffset ReceivedAt);
