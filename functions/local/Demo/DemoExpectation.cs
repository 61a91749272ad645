namespace Serverless.Local.Demo;

/// <summary>What must come of the sample invoices; <c>samples/README.md</c> says why each of these lines is wrong.</summary>
internal static class DemoExpectation
{
    private static readonly HashSet<(string File, int Line)> InError =
    [
        ("2026-08-sunrise.csv", 7),
        ("2026-09-wasatch.csv", 5),
        ("2026-10-late.json", 3),
        ("2026-10-late.json", 10),
        ("2026-10-several-providers.csv", 9),
        ("2026-10-several-providers.csv", 13),
    ];

    public static bool IsInError(string file, int line) => InError.Contains((file, line));
}
