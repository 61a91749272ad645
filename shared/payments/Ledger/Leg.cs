using System.Text.Json.Serialization;
using Serverless.Payments.Amounts;

namespace Serverless.Payments.Ledger;

/// <param name="Amount">Debit above zero, credit below.</param>
public sealed record Leg(string Account, [property: JsonConverter(typeof(TotalJsonConverter))] Money Amount);
