using Serverless.Payments.Files;
using Serverless.Payments.Identity;

namespace Serverless.Payments.Invoices;

/// <summary>An invoice file as it arrived.</summary>
/// <param name="DeliveryId">What makes this delivery itself: the same one taken up again after a crash goes on, another of the same content is a duplicate.</param>
/// <param name="Name">The file's name, for people.</param>
/// <param name="By">Who delivers: a person, or <c>inbox</c>.</param>
/// <param name="Role">The role acted in.</param>
/// <param name="ProviderId">Where set, every line must be this provider's own.</param>
public sealed record InvoiceDelivery(string DeliveryId, string Name, FileFormat Format, ReadOnlyMemory<byte> Content, string By, Role Role, string? ProviderId);
