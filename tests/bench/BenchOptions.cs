using System.Globalization;

namespace Serverless.Bench;

/// <param name="Workload">Which one.</param>
/// <param name="Count">How many orchestrations.</param>
/// <param name="DataRoot">Where the databases of the run are made and removed again; the disk that is measured.</param>
internal sealed record BenchOptions(string Workload, int Count, string DataRoot)
{
    private const int CountDefault = 1_000;

    /// <returns>Null where the arguments make no sense.</returns>
    public static BenchOptions? Parse(string[] args)
    {
        if (args.Length == 0 || args.Length % 2 == 0)
        {
            return null;
        }

        var options = new BenchOptions(args[0], CountDefault, Path.GetTempPath());
        for (var index = 1; index < args.Length; index += 2)
        {
            switch (args[index])
            {
                case "--count" when int.TryParse(args[index + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0:
                    options = options with { Count = count };
                    break;
                case "--data":
                    options = options with { DataRoot = args[index + 1] };
                    break;
                default:
                    return null;
            }
        }

        return options;
    }
}
