namespace Serverless.Payments.Approvals;

/// <summary>A row of the index table.</summary>
public sealed record IndexKey(string Partition, string Row);
