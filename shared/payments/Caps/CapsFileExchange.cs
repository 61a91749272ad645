using Serverless.Payments.Approvals;
using Serverless.Payments.Settlement;

namespace Serverless.Payments.Caps;

/// <summary>
/// CAPS reached through files. A batch has the header
/// <c>key,provider_id,client_id,service_code,service_from,service_to,units,rate,amount</c>.
/// </summary>
/// <param name="folder">The <c>caps</c> folder of the data folder; made where it is missing.</param>
/// <param name="clock">Dates the records.</param>
/// <exception cref="InvalidDataException">A record of before cannot be read; the message names the line.</exception>
public sealed class CapsFileExchange(string folder, TimeProvider clock) : FileExchange<CapsInstruction>(folder, CapsBatchFile.Format, clock), ICaps
{
    /// <summary>No objection ever: CAPS cannot be asked beforehand through files, and says in its answer what it objects to.</summary>
    public Task<IReadOnlyList<ValidationMessage>> ValidateAsync(PaymentFacts facts, CancellationToken cancellation)
        => Task.FromResult<IReadOnlyList<ValidationMessage>>([]);
}
