namespace Serverless.Payments.Directory;

/// <summary>The row keys of the client itself within its partition; payments have theirs beside them.</summary>
public static class ClientRowKeys
{
    public const string Guard = "guard";
    public const string Client = "client";

    public const string BudgetPrefix = "budget|";

    public static string Budget(string serviceCode) => BudgetPrefix + serviceCode;

    public static string BudgetHistory(string serviceCode, int guard) => $"bh|{serviceCode}|{guard:D9}";
}
